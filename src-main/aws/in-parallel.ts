/**
 * Runs `work` for each item, at most `atOnce` together, in the order of the items. The first that fails ends the others through
 * the signal, and is thrown when all have ended: nobody writes any more after the call.
 */
export async function inParallel<T>(
  items: Iterable<T>,
  atOnce: number,
  caller: AbortSignal | undefined,
  work: (item: T, signal: AbortSignal, lane: number) => Promise<void>,
): Promise<void> {
  const ending = new AbortController();
  const signal = caller ? AbortSignal.any([caller, ending.signal]) : ending.signal;
  const source = items[Symbol.iterator]();
  let failure: { thrown: unknown } | null = null;
  const lanes = Array.from({ length: atOnce }, async (_, lane) => {
    while (!signal.aborted) {
      const next = source.next();
      if (next.done) return;
      try {
        await work(next.value, signal, lane);
      } catch (thrown) {
        failure ??= { thrown };
        ending.abort();
      }
    }
  });
  await Promise.all(lanes);
  // Assigned in the lanes, which the compiler does not follow.
  const failed = failure as { thrown: unknown } | null;
  if (failed) throw failed.thrown;
  if (caller?.aborted) throw Object.assign(new Error('stopped'), { name: 'AbortError' });
}
