import { useEffect, useRef } from 'react';
import type { ReceivedRequest, ReceiverState } from '#shared/domain/received-request.ts';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { request } from '#renderer/bridge/request.ts';

/** What comes to the dialog by itself. Receiving ends, and what came is forgotten, when the dialog is gone. */
export interface Receiving {
  readonly request: ReceivedRequest | null;
  readonly receiver: ReceiverState | null;
  /** The port that was last used; 0 is any free one. */
  readonly port: number;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly start: (port: number) => void;
  readonly stop: () => void;
  /** Forgets the request that came. */
  readonly leave: () => void;
}

export function useReceiving(): Receiving {
  const answer = useAnswer('clients.received', null).data;
  const starting = useChange('clients.startReceiving', ['clients.received']);
  const stopping = useChange('clients.stopReceiving', ['clients.received']);
  const held = useRef<string | null>(null);
  const shown = answer?.request ?? null;
  useEffect(() => {
    held.current = shown?.id ?? null;
  }, [shown?.id]);
  useEffect(
    () => () => {
      void request('clients.stopReceiving', { drop: held.current }).catch(() => undefined);
    },
    [],
  );
  return {
    request: shown,
    receiver: answer?.receiver ?? null,
    port: answer?.port ?? 0,
    busy: starting.isPending || stopping.isPending,
    error: starting.error ?? stopping.error,
    start: (port) => {
      stopping.reset();
      starting.mutate({ port });
    },
    stop: () => {
      starting.reset();
      stopping.mutate({ drop: null });
    },
    leave: () => stopping.mutate({ drop: shown?.id ?? null }),
  };
}
