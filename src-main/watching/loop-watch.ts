import { monitorEventLoopDelay } from 'node:perf_hooks';

const BEAT_MS = 1_000;
const REMEMBERED_MS = 60_000;
const RESOLUTION_MS = 20;

/** How the event loop of this process does. */
export interface LoopWatch {
  /** The longest standstill of the last minute, the present one included, in ms. */
  longestStallMs(): number;
  /** 99th percentile of the delay since the last call, in seconds. */
  takeDelayP99Seconds(): number;
  end(): void;
}

/** Begins to watch; its timer keeps no process alive. */
export function watchLoop(beatMs = BEAT_MS): LoopWatch {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let beatAt = performance.now();
  let stalls: { at: number; ms: number }[] = [];
  const beat = setInterval(() => {
    const now = performance.now();
    const ms = now - beatAt - beatMs;
    beatAt = now;
    stalls = stalls.filter((stall) => now - stall.at < REMEMBERED_MS);
    if (ms > beatMs) stalls.push({ at: now, ms });
  }, beatMs);
  beat.unref();
  return {
    longestStallMs: () =>
      Math.max(0, performance.now() - beatAt - beatMs, ...stalls.map((stall) => stall.ms)),
    takeDelayP99Seconds() {
      // The histogram holds the time between two of its own timers.
      const seconds = Math.max(0, delay.percentile(99) / 1e9 - RESOLUTION_MS / 1e3);
      delay.reset();
      return Number.isFinite(seconds) ? seconds : 0;
    },
    end() {
      clearInterval(beat);
      delay.disable();
    },
  };
}
