/**
 * Answers a function that may be called at any rate: `work` starts at once, then never before the last one has
 * ended and `gapMs` have passed. A call in between is remembered, so the last state is always asked for.
 */
export function coalesce(work: () => Promise<unknown>, gapMs: number): () => void {
  let busy = false;
  let again = false;
  const go = async (): Promise<void> => {
    busy = true;
    do {
      again = false;
      // A failed refetch shows where its data is shown; here it must only not end the chain.
      await work().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, gapMs));
    } while (again);
    busy = false;
  };
  return () => {
    if (busy) again = true;
    else void go();
  };
}
