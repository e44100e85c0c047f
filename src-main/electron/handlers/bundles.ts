import { open, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { bundleName, makeRunBundle, runBundleText } from '#main/compose/run-bundle.ts';
import { leftOut, replayOf, type Replay } from '#main/compose/run-replay.ts';
import { osUser } from '#main/platform/os-user.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import {
  BUNDLE_ENDING,
  LARGEST_BUNDLE_BYTES,
  parseRunBundle,
  type RunBundle,
} from '#shared/domain/run-bundle.ts';
import type { Handlers } from '../answer-request.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';

/** What the handlers need of the window. Both answer null where the person thought better of it. */
export interface BundlePlaces {
  save(suggestedName: string): Promise<string | null>;
  open(): Promise<string | null>;
}

/** Starts practice with one story in place of the environment at work. */
export type StartReplay = (story: Replay) => Promise<void>;

function fileProblem(thrown: unknown, what: string): unknown {
  if (!(thrown instanceof Error) || !('code' in thrown) || thrown instanceof ActionDeskError) return thrown;
  return new ActionDeskError('invalid-input', `The file could not be ${what} (${String(thrown.code)}).`, {
    cause: thrown,
  });
}

/** At most one byte more than the limit: a device or a file that grows cannot fill the memory. */
async function readBundle(place: string): Promise<RunBundle> {
  const file = await open(place, 'r');
  try {
    const bytes = Buffer.alloc(Math.min((await file.stat()).size, LARGEST_BUNDLE_BYTES + 1));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    const read = parseRunBundle(bytes.toString('utf8', 0, bytesRead));
    if (read.ok) return read.bundle;
    throw new ActionDeskError('invalid-input', read.sentence);
  } finally {
    await file.close();
  }
}

const MOST_AUDIT_ENTRIES = 200;

/** Runs to files and back. */
export function bundlesHandlers(
  host: RuntimeHost,
  places: BundlePlaces,
  appVersion: string,
  startReplay: StartReplay,
): Pick<Handlers, 'bundles.export' | 'bundles.open' | 'bundles.replay'> {
  return {
    'bundles.export': async ({ runId }) => {
      const runtime = await host.runtime();
      const detail = await runtime.getRun(runId);
      const id = detail.run.runId;
      const { rows } = runtime.audit.list({
        filter: { text: id, subjectKind: 'run' },
        upTo: null,
        page: 1,
        pageSize: MOST_AUDIT_ENTRIES,
      });
      const bundle = makeRunBundle({
        detail,
        notes: runtime.notes.list(id),
        audit: rows.filter(({ subject }) => subject === id),
        environment: runtime.environment,
        appVersion,
        madeBy: osUser(),
        madeAt: Date.now(),
      });
      const place = await places.save(`${bundleName(detail)}${BUNDLE_ENDING}`);
      if (place === null) return { file: null };
      try {
        await writeFile(place, runBundleText(bundle), { mode: 0o600 });
      } catch (thrown) {
        throw fileProblem(thrown, 'written');
      }
      return { file: basename(place) };
    },
    'bundles.open': async () => {
      const place = await places.open();
      if (place === null) return { opened: null };
      try {
        return { opened: { name: basename(place), bundle: await readBundle(place) } };
      } catch (thrown) {
        throw fileProblem(thrown, 'read');
      }
    },
    'bundles.replay': async ({ bundle }) => {
      await startReplay(replayOf(bundle));
      return { leftOut: leftOut(bundle) };
    },
  };
}
