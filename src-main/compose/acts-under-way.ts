/** Acts of people that have not ended. Each is in the audit with what it ended in, so a ledger is closed after them. */
export interface ActsUnderWay {
  /** The same act, known of until it ends. */
  readonly follow: <Args extends unknown[], T>(
    act: (...args: Args) => Promise<T>,
  ) => (...args: Args) => Promise<T>;
  /** Resolves when those under way now have ended, however. */
  readonly ended: () => Promise<void>;
}

export function createActsUnderWay(): ActsUnderWay {
  const underWay = new Set<Promise<unknown>>();
  return {
    follow:
      (act) =>
      async (...args) => {
        const work = act(...args);
        underWay.add(work);
        try {
          return await work;
        } finally {
          underWay.delete(work);
        }
      },
    async ended() {
      await Promise.allSettled(underWay);
    },
  };
}
