/** Ends when the caller's signal does, or when nothing was heard for too long. */
export interface Patience {
  readonly signal: AbortSignal;
  /** Something came: the wait begins anew. */
  heard(): void;
  /** Nobody is listening until the next `heard`: silence is then not S3's. */
  rest(): void;
  end(): void;
}

/** @param silenceMs how long S3 may be silent, before its headers and in the middle of a body. */
export function createPatience(silenceMs: number, caller?: AbortSignal): Patience {
  const ending = new AbortController();
  const onAbort = (): void => ending.abort();
  // A signal that was aborted before tells nobody any more.
  if (caller?.aborted) onAbort();
  caller?.addEventListener('abort', onAbort, { once: true });
  let resting = false;
  const timer = setTimeout(() => {
    if (!resting) onAbort();
  }, silenceMs);
  return {
    signal: ending.signal,
    heard() {
      resting = false;
      timer.refresh();
    },
    rest() {
      resting = true;
    },
    end() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
    },
  };
}
