import { describe, expect, it, vi } from 'vitest';
import { tieTimersToPage } from '#test/support/page-timers.ts';

const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate } = globalThis;
const aPage = () => {
  const host = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate };
  return { host, timers: tieTimersToPage(host) };
};
/** Until timers that were due have fired: both kinds fire in the order they were set. */
const due = () => new Promise((resolve) => setTimeout(() => setImmediate(resolve), 1));

describe('the timers of a simulated page', () => {
  it('fire with their arguments while the page is there', async () => {
    const { host } = aPage();
    const fired = vi.fn();
    host.setTimeout(fired, 1, 'timeout');
    host.setImmediate(fired, 'immediate');
    host.clearTimeout(host.setTimeout(fired, 1, 'cleared'));
    host.clearImmediate(host.setImmediate(fired, 'cleared'));
    await due();
    expect(fired.mock.calls.flat().toSorted()).toEqual(['immediate', 'timeout']);
  });

  it('never fire after its end, whether set before or afterwards', async () => {
    const { host, timers } = aPage();
    const fired = vi.fn();
    const setAll = (): void => {
      host.setTimeout(fired, 1);
      host.setInterval(fired, 1);
      host.setImmediate(fired);
    };
    setAll();
    timers.end();
    setAll();
    await due();
    expect(fired).not.toHaveBeenCalled();
  });

  it('tell where intervals were started that were left running', () => {
    const { host, timers } = aPage();
    const first = host.setInterval(() => undefined, 1_000);
    const second = host.setInterval(() => undefined, 1_000);
    expect(timers.intervals()).toEqual([
      expect.stringContaining('page-timers.test.ts'),
      expect.stringContaining('page-timers.test.ts'),
    ]);
    host.clearInterval(first);
    host.clearInterval(Number(second));
    expect(timers.intervals()).toEqual([]);
  });
});
