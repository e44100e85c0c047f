import { useEffect, useRef, useState } from 'react';
import type { ClientImportProgress, ClientImportSource } from '#shared/domain/client-import.ts';
import type { PageNames } from '#shared/domain/configuration-page.ts';
import type { ResponseOf } from '#shared/ipc/contract.ts';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { request } from '#renderer/bridge/request.ts';

const PROGRESS_EVERY_MS = 300;

/** What to open, and how its fields are called. */
export interface ImportChoice {
  source: ClientImportSource;
  label: string;
  names: Pick<PageNames, 'clientId' | 'label' | 'token'>;
}

export interface ClientImport {
  importId: string;
  /** What was read; null before. */
  opened: ResponseOf<'clients.openImport'> | null;
  /** While it is read or taken. */
  progress: ClientImportProgress | null;
  busy: boolean;
  error: Error | null;
  open: (choice: ImportChoice) => void;
  /** Back to choosing. */
  reset: () => void;
  take: (
    given: { skipBad: boolean; reason: string },
    onDone: (end: ResponseOf<'clients.takeImport'>) => void,
  ) => void;
}

/** One import, from the choice of a file to its end. Leaving the page ends one that has not been taken. */
export function useClientImport(): ClientImport {
  const [importId] = useState(() => crypto.randomUUID());
  const [opened, setOpened] = useState<ResponseOf<'clients.openImport'> | null>(null);
  const opening = useChange('clients.openImport', []);
  const taking = useChange('clients.takeImport', ['clients.list', 'clients.unmatched', 'runs.list']);
  const busy = opening.isPending || taking.isPending;
  const progress = useProgress(importId, busy);
  const used = useRef(false);
  useEffect(
    () => () => {
      if (used.current) void request('clients.closeImport', { importId }).catch(() => undefined);
    },
    [importId],
  );
  return {
    importId,
    opened,
    progress,
    busy,
    error: taking.error ?? opening.error,
    open: ({ label, ...choice }) => {
      used.current = true;
      taking.reset();
      opening.mutate(
        { importId, ...choice, ...(label.trim() === '' ? {} : { label }) },
        { onSuccess: (answer) => answer.opened && setOpened(answer) },
      );
    },
    reset: () => {
      taking.reset();
      opening.reset();
      setOpened(null);
    },
    take: ({ skipBad, reason }, onDone) =>
      taking.mutate({ importId, skipBad, ...(reason.trim() ? { reason } : {}) }, { onSuccess: onDone }),
  };
}

function useProgress(importId: string, busy: boolean): ClientImportProgress | null {
  const answer = useAnswer(
    'clients.importProgress',
    { importId },
    busy ? { refetchEveryMs: PROGRESS_EVERY_MS } : {},
  );
  return busy ? (answer.data ?? null) : null;
}
