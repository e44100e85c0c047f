import { randomUUID } from 'node:crypto';
import type { ReceivedRequest, RequestWay } from '#shared/domain/received-request.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';

const KEPT_MS = 10 * 60_000;

/**
 * The one request that came through a link or the receiver and waits for a person. It holds a client token, so it stays in
 * this process's memory, for ten minutes at most.
 */
export interface ReceivedRequests {
  /** Answers false, and counts it, while another one waits: nothing is exchanged under the eyes of who looks at it. */
  offer(text: string, way: RequestWay): boolean;
  present(): ReceivedRequest | null;
  /** Throws `not-found` when it is over. */
  textOf(id: string): string;
  /** Ids that are over are fine. */
  drop(id: string): void;
}

export function createReceivedRequests(now: () => number, onChanged: () => void): ReceivedRequests {
  let kept: (ReceivedRequest & { readonly text: string }) | null = null;
  const alive = (): typeof kept => {
    if (kept && now() - kept.receivedAt >= KEPT_MS) kept = null;
    return kept;
  };
  return {
    offer(text, way) {
      const waiting = alive();
      kept = waiting
        ? { ...waiting, refused: waiting.refused + 1 }
        : { id: randomUUID(), receivedAt: now(), way, refused: 0, text };
      onChanged();
      return !waiting;
    },
    present() {
      const waiting = alive();
      if (!waiting) return null;
      const { id, receivedAt, way, refused } = waiting;
      return { id, receivedAt, way, refused };
    },
    textOf(id) {
      const waiting = alive();
      if (waiting?.id === id) return waiting.text;
      throw new ActionDeskError(
        'not-found',
        'This request was received more than ten minutes ago, or is closed: have it sent again.',
      );
    },
    drop(id) {
      if (kept?.id !== id) return;
      kept = null;
      onChanged();
    },
  };
}
