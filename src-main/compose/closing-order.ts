import { toActionDeskError } from '#shared/domain/errors.ts';
import type { Log } from '../agent/ports.ts';

/** What was opened, and is closed the other way round. */
export interface ClosingOrder {
  /** Says how the thing that was just opened is closed. */
  readonly opened: (close: () => unknown) => void;
  /** Each is closed once, whatever the ones before it end in. Never throws. */
  readonly closeAll: () => Promise<void>;
}

export function createClosingOrder(log: Log): ClosingOrder {
  const closers: (() => unknown)[] = [];
  return {
    opened: (close) => void closers.push(close),
    async closeAll() {
      for (const close of closers.splice(0).reverse()) {
        try {
          await close();
        } catch (thrown) {
          // The others are closed all the same: the folder's lock above all.
          log('error', 'not-closed', { message: toActionDeskError(thrown).message });
        }
      }
    },
  };
}
