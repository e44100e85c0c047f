import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

/**
 * One sample: how late the loop's timers were, the longest stretch that this program itself kept it busy, and the longest
 * pause of the garbage collector (by the wall clock).
 */
export interface Blocking {
  lateP99Ms: number;
  lateMs: number;
  ownMs: number;
  gcMs: number;
}

/**
 * Watches the event loop. On a machine that others use too a late timer says little: `ownMs` counts only processor time that
 * this thread used between two timers, which is what a faster program could avoid. Needs Node 24.
 */
export function watchOwnBlocking(): { take(): Blocking; end(): void } {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  let gc = 0;
  const pauses = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) gc = Math.max(gc, duration);
  });
  pauses.observe({ entryTypes: ['gc'] });
  let own = 0;
  let cpu = process.threadCpuUsage();
  const look = (): void => {
    const used = process.threadCpuUsage(cpu);
    cpu = process.threadCpuUsage();
    own = Math.max(own, (used.user + used.system) / 1000);
  };
  // A timer comes once a turn of the loop at most: what is used between two is about one turn's work.
  let running = true;
  const turn = (): void => {
    look();
    if (running) setTimeout(turn, 1).unref();
  };
  turn();
  return {
    take() {
      const late = { lateP99Ms: delay.percentile(99) / 1e6, lateMs: delay.max / 1e6 };
      const sample = { ...late, ownMs: own, gcMs: gc };
      own = 0;
      gc = 0;
      delay.reset();
      return sample;
    },
    end() {
      running = false;
      delay.disable();
      pauses.disconnect();
    },
  };
}
