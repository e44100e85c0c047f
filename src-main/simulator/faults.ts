import type { Random } from './seeded-random.ts';

/**
 * A fault that was asked for. `operation` is an operation's name, `*`, or a prefix with a star (`s3:*`).
 * `error` answers with `errorType` instead of doing the work, `latency` waits `ms` real milliseconds first,
 * `drop-response` does the work and cuts the connection, `disconnect` cuts it before any work.
 */
export interface Fault {
  readonly operation: string;
  readonly kind: 'error' | 'latency' | 'drop-response' | 'disconnect';
  /** Null: in every region. */
  readonly region: string | null;
  readonly errorType: string;
  /** For `error`: the HTTP status, where it shall not follow from the error type. */
  readonly status: number | null;
  /** For `error`: sent as it is instead of an error document, like a proxy would do. */
  readonly body: string | null;
  readonly ms: number;
  /** How often it still strikes; null without an end. */
  times: number | null;
  readonly probability: number;
  /** So many calls that match go through before it strikes; none unless given. */
  after?: number;
}

/** What one request has to suffer: waits add up, at most one other fault strikes. */
export interface Suffering {
  readonly waitMs: number;
  readonly fault: Fault | null;
}

/** Takes what strikes now out of the list, in the order in which the faults were asked for. */
export function strike(faults: Fault[], operation: string, region: string | null, random: Random): Suffering {
  let waitMs = 0;
  for (const fault of [...faults]) {
    if (!matches(fault.operation, operation)) continue;
    if (fault.region !== null && fault.region !== region) continue;
    if (fault.probability < 1 && random() >= fault.probability) continue;
    if (fault.after) {
      fault.after -= 1;
      continue;
    }
    useUp(faults, fault);
    if (fault.kind !== 'latency') return { waitMs, fault };
    waitMs += fault.ms;
  }
  return { waitMs, fault: null };
}

function matches(pattern: string, operation: string): boolean {
  return pattern.endsWith('*') ? operation.startsWith(pattern.slice(0, -1)) : pattern === operation;
}

function useUp(faults: Fault[], fault: Fault): void {
  if (fault.times === null) return;
  fault.times -= 1;
  if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1);
}
