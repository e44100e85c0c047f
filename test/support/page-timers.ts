type Host = Pick<
  typeof globalThis,
  'setTimeout' | 'clearTimeout' | 'setInterval' | 'clearInterval' | 'setImmediate' | 'clearImmediate'
>;
type Work = (...args: unknown[]) => void;

/** The timers of one simulated page. */
export interface PageTimers {
  /**
   * Where each interval was started that has not been cleared: a stack, the innermost call first. Not the one by which
   * jsdom counts animation frames, which ends with the last of them.
   */
  intervals(): string[];
  /** Ends the page: what still waits never fires, and nothing can be set any more. */
  end(): void;
}

/**
 * Gives the timers of a host the life of a page, as a browser does. The simulated page borrows Node's, which
 * know nothing of pages: they fire after `window` and `document` are gone, and that ends a run in which each
 * test passed. Must come before anything that keeps a timer function for itself, as React's scheduler does.
 */
export function tieTimersToPage(host: Host): PageTimers {
  const { setTimeout, clearTimeout, setInterval, setImmediate, clearImmediate } = host;
  const timeouts = new Map<number, NodeJS.Timeout>();
  const intervals = new Map<number, { timer: NodeJS.Timeout; from: string }>();
  const immediates = new Set<NodeJS.Immediate>();
  let ended = false;

  const clearTimer = (timer?: NodeJS.Timeout | string | number): void => {
    clearTimeout(timer);
    timeouts.delete(Number(timer));
    intervals.delete(Number(timer));
  };
  const clearSoon = (timer?: NodeJS.Immediate): void => {
    clearImmediate(timer);
    if (timer) immediates.delete(timer);
  };
  const ours = {
    setTimeout: (work: Work, ms?: number, ...args: unknown[]) => {
      const timer = setTimeout(() => {
        timeouts.delete(Number(timer));
        work(...args);
      }, ms);
      timeouts.set(Number(timer), timer);
      if (ended) clearTimer(timer);
      return timer;
    },
    setInterval: (work: Work, ms?: number, ...args: unknown[]) => {
      const timer = setInterval(() => work(...args), ms);
      intervals.set(Number(timer), { timer, from: new Error().stack?.split('\n').slice(2).join('\n') ?? '' });
      if (ended) clearTimer(timer);
      return timer;
    },
    setImmediate: (work: Work, ...args: unknown[]) => {
      const timer = setImmediate(() => {
        immediates.delete(timer);
        work(...args);
      });
      immediates.add(timer);
      if (ended) clearSoon(timer);
      return timer;
    },
    clearTimeout: clearTimer,
    clearInterval: clearTimer,
    clearImmediate: clearSoon,
  };
  Object.assign(host, ours);
  return {
    intervals: () =>
      [...intervals.values()]
        .map(({ from }) => from)
        .filter((from) => !/^.*\/node_modules\/jsdom\//.test(from)),
    end: () => {
      ended = true;
      for (const timer of timeouts.values()) clearTimer(timer);
      for (const { timer } of intervals.values()) clearTimer(timer);
      for (const timer of immediates) clearSoon(timer);
    },
  };
}
