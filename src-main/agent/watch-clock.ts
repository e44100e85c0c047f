import type { AgentContext } from './context.ts';

/** Short enough that a cell polls within five seconds of the computer's waking. */
const LOOK_MS = 2_000;

/** Less than this is the clock's own correction, or a busy computer. */
const GAP_MS = 5_000;

/**
 * Notices that the computer slept, or that its clock was set: wall and monotonic time have parted, or a timer came far too
 * late (where the monotonic clock counts sleep). `onGap` is called once a gap.
 */
export async function watchClock(ctx: AgentContext, onGap: () => void): Promise<void> {
  const { clock } = ctx;
  while (!ctx.draining.aborted) {
    const before = { wall: clock.now(), monotonic: clock.monotonicMs() };
    await clock.sleep(LOOK_MS, ctx.draining);
    if (ctx.draining.aborted) return;
    const monotonicMs = clock.monotonicMs() - before.monotonic;
    const wallMs = clock.now() - before.wall;
    const parted = Math.abs(wallMs - monotonicMs) > GAP_MS;
    if (!parted && monotonicMs - LOOK_MS <= GAP_MS) continue;
    ctx.log('warn', 'time-gap', {
      wallSeconds: Math.round(wallMs / 1000),
      monotonicSeconds: Math.round(monotonicMs / 1000),
    });
    onGap();
  }
}
