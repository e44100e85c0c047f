/**
 * Resolves in a turn of the event loop in which it resolves for nobody else; those who asked first come first. Rejects with the
 * signal's reason where that was aborted meanwhile.
 */
export type OwnTurn = (signal: AbortSignal) => Promise<void>;

interface Waiting {
  readonly signal: AbortSignal;
  readonly go: () => void;
  readonly refuse: (reason: unknown) => void;
}

/**
 * Spreads work that comes in bursts over turns of the loop, in between of which others are heard. Answers to requests that are under
 * way at once arrive together: read within one turn, 32 of them keep a window waiting for a tenth of a second and more.
 */
export function createOwnTurns(): OwnTurn {
  const waiting: Waiting[] = [];
  let isScheduled = false;

  function next(): void {
    isScheduled = false;
    // What nobody waits for any more takes no turn.
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      if (one.signal.aborted) {
        one.refuse(one.signal.reason);
        continue;
      }
      one.go();
      break;
    }
    schedule();
  }

  function schedule(): void {
    if (isScheduled || waiting.length === 0) return;
    isScheduled = true;
    setImmediate(next);
  }

  return (signal) =>
    new Promise((go, refuse) => {
      waiting.push({ signal, go, refuse });
      schedule();
    });
}
