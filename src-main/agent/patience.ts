import type { AgentContext } from './context.ts';

/**
 * Makes a call with a signal that is aborted after `patienceMs` (Infinity: never by time), when the agent stops hard and
 * when a drain lets go. What the call then does with it is the call's business.
 */
export async function withPatience<T>(
  ctx: Pick<AgentContext, 'clock' | 'stop' | 'lettingGo'>,
  patienceMs: number,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const calling = new AbortController();
  const done = new AbortController();
  const giveUp = (): void => calling.abort();
  const ends = [ctx.stop, ctx.lettingGo];
  for (const end of ends) {
    if (end.aborted) giveUp();
    end.addEventListener('abort', giveUp, { once: true });
  }
  if (Number.isFinite(patienceMs)) {
    void ctx.clock.sleep(patienceMs, done.signal).then(() => {
      if (!done.signal.aborted) giveUp();
    });
  }
  try {
    return await call(calling.signal);
  } finally {
    done.abort();
    for (const end of ends) end.removeEventListener('abort', giveUp);
  }
}
