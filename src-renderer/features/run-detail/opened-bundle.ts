import { useSyncExternalStore } from 'react';
import { LARGEST_BUNDLE_BYTES, parseRunBundle, type RunBundle } from '#shared/domain/run-bundle.ts';
import { request } from '#renderer/bridge/request.ts';
import { goTo } from '#renderer/ui/hash-location.ts';

/** The exported run on screen and the name of its file. Nothing of it goes into the ledger. */
interface Opened {
  readonly name: string;
  readonly bundle: RunBundle;
}

let opened: Opened | null = null;
const listeners = new Set<() => void>();

function show(next: Opened): void {
  opened = next;
  for (const listener of listeners) listener();
  goTo('/bundle');
}

/** The exported run that was opened last; null before any was. */
export function useOpenedBundle(): Opened | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => opened,
  );
}

/** Asks for a file and shows the run in it; nothing happens where the person thought better of it. Rejects with a sentence. */
export async function openBundle(): Promise<void> {
  const answer = await request('bundles.open', null);
  if (answer.opened) show(answer.opened);
}

/** Shows the run in a file that was dropped on the window. Rejects with a sentence for a file that holds none. */
export async function openDroppedBundle(file: File): Promise<void> {
  const read =
    file.size > LARGEST_BUNDLE_BYTES
      ? ({
          ok: false,
          sentence: 'The file is larger than 20 MB: no exported run is as large as that.',
        } as const)
      : parseRunBundle(await file.text());
  if (!read.ok) throw new Error(read.sentence);
  show({ name: file.name, bundle: read.bundle });
}
