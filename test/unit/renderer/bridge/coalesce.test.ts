import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coalesce } from '#renderer/bridge/coalesce.ts';

describe('coalesce', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('starts at once and gathers a burst into one more run after the gap', async () => {
    const work = vi.fn(() => Promise.resolve());
    const call = coalesce(work, 250);
    for (let n = 0; n < 40; n += 1) call();
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(249);
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(work).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(5000);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('never runs twice at once and goes on after a failure', async () => {
    let running = 0;
    let most = 0;
    const call = coalesce(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      running -= 1;
      throw new Error('refused');
    }, 250);
    call();
    await vi.advanceTimersByTimeAsync(500);
    call();
    await vi.advanceTimersByTimeAsync(5000);
    call();
    await vi.advanceTimersByTimeAsync(5000);
    expect(most).toBe(1);
  });
});
