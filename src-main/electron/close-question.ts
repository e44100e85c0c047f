/** A second try sooner than this is the same double click, or a key that is held down. */
const SAME_TRY_MS = 1_500;

/** Asks once before a window is closed, or the program is quit, that holds something typed and not stored. */
export interface CloseQuestion {
  /**
   * What the window says of itself. False while the question is open: it was discarded or stored, and what was asked for
   * goes on. True while it is open: the person stays, and is asked anew the next time.
   */
  readonly setUnsaved: (unsaved: boolean) => void;
  /**
   * Asks, and answers true, when there is something to lose. A window that does not answer holds nothing up: a second try
   * is answered false. `goOn` is called once where the person agrees.
   */
  readonly asks: (goOn: () => void) => boolean;
}

/** `ask` brings the question before the person; `now` is in milliseconds. */
export function createCloseQuestion(ask: () => void, now: () => number): CloseQuestion {
  let unsaved = false;
  let open: { readonly since: number; readonly goOn: () => void } | null = null;
  return {
    setUnsaved(told) {
      const { goOn } = open ?? {};
      unsaved = told;
      open = null;
      if (!told) goOn?.();
    },
    asks(goOn) {
      if (!unsaved) return false;
      if (open) return now() - open.since < SAME_TRY_MS;
      open = { since: now(), goOn };
      ask();
      return true;
    },
  };
}
