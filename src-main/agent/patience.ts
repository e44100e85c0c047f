import type { AgentContext } from './context.ts';

/**
 * Makes a call with a signal that is aborted after `patienceMs` (Infinity: never by time) and when the agent stops hard. What
 * the call then does with it is the call's business.
 */
export async function withPatience<T>(
  ctx: Pick<AgentContext, 'clock' | 'stop'>,
  patienceMs: number,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const calling = new AbortController();
  const done = new AbortController();
  const giveUp = (): void => calling.abort();
  if (ctx.stop.aborted) giveUp();
  ctx.stop.addEventListener('abort', giveUp, { once: true });
  if (Number.isFinite(patienceMs)) {
    void ctx.clock.sleep(patienceMs, done.signal).then(() => {
      if (!done.signal.aborted) giveUp();
    });
  }
  try {
    return await call(calling.signal);
  } finally {
    done.abort();
    ctx.stop.removeEventListener('abort', giveUp);
  }
}
