import { setImmediate } from 'node:timers/promises';

const sliceMs = 12;

/** Lets the event loop breathe during long work in memory: ask `due` often, await `rest` when it says so. */
export class Pace {
  private since = performance.now();
  private asked = 0;
  private readonly signal: AbortSignal | undefined;

  constructor(signal?: AbortSignal) {
    this.signal = signal;
  }

  /** Cheap: looks at the clock at each 64th question. */
  due(): boolean {
    this.asked += 1;
    return (this.asked & 63) === 0 && performance.now() - this.since > sliceMs;
  }

  /** Throws the signal's reason when the work was given up meanwhile. */
  async rest(): Promise<void> {
    await setImmediate();
    this.signal?.throwIfAborted();
    this.since = performance.now();
  }
}
