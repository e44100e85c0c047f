/**
 * Which call goes first where not all may go at once: results keep customers' releases from failing, claims keep polled jobs
 * from going stale, polls bring new work, and what the console refreshes can wait, though not for ever: `nextPriority`.
 */
export const CALL_PRIORITIES = ['result', 'claim', 'poll', 'console'] as const;
export type CallPriority = (typeof CALL_PRIORITIES)[number];

/** After this a person who waits for a page takes turns with the polls, which in a slowed region leave no room of themselves. */
const CONSOLE_PATIENCE_MS = 2_000;

/**
 * Whose call goes next; null where nobody's may. `waitsSince` tells the monotonic time of the oldest call of a priority that
 * waits, `last` the priority of the call before, `underWay` the number of calls that have no answer yet.
 */
export function nextPriority(
  waitsSince: (priority: CallPriority) => number | null,
  last: CallPriority | null,
  underWay: number,
  limits: TrafficLimits,
  now: number,
): CallPriority | null {
  const first = CALL_PRIORITIES.find((each) => waitsSince(each) !== null);
  const asked = waitsSince('console');
  const overdue = asked !== null && now - asked >= CONSOLE_PATIENCE_MS;
  if (first === 'poll' && overdue && last !== 'console' && underWay < roomFor('console', limits))
    return 'console';
  return first && underWay < roomFor(first, limits) ? first : null;
}

/** The budget of one account in one region. AWS publishes no rates. */
export interface TrafficLimits {
  maxCallsAtOnce: number;
  /** Infinity: no bound until CodePipeline throttles. */
  maxCallsPerSecond: number;
}

/**
 * The pace after a throttled call. It is cut below what was really sent, grows by a tenth each second, and is forgotten when
 * it no longer bounds anything. Times are monotonic milliseconds.
 */
export interface Pace {
  /** Calls a second right after the last cut; null while nothing was throttled. */
  cutTo: number | null;
  cutAt: number;
  windowStart: number;
  sentInWindow: number;
  /** Calls a second in the window before. */
  sentBefore: number;
}

/** Slow enough for any throttle that is meant to pass, quick enough for a hundred keep-alives a minute. */
const SLOWEST_PER_SECOND = 2;
const GROWTH_PER_SECOND = 1.1;
const CUT = 0.7;
const WINDOW_MS = 1_000;
/** A pace above this bounds nobody. */
const UNBOUNDED_PER_SECOND = 1_000;

export const FULL_PACE: Pace = { cutTo: null, cutAt: 0, windowStart: 0, sentInWindow: 0, sentBefore: 0 };

/** Calls a second at `now`; Infinity where nothing bounds them. */
export function callsPerSecond(pace: Pace, now: number, limits: TrafficLimits): number {
  if (pace.cutTo === null) return limits.maxCallsPerSecond;
  const grown = pace.cutTo * GROWTH_PER_SECOND ** ((now - pace.cutAt) / 1000);
  return grown >= UNBOUNDED_PER_SECOND ? limits.maxCallsPerSecond : Math.min(grown, limits.maxCallsPerSecond);
}

/** Whether a throttle still bounds the pace at `now`. */
export function isSlowed(pace: Pace, now: number, limits: TrafficLimits): boolean {
  return pace.cutTo !== null && callsPerSecond(pace, now, limits) < limits.maxCallsPerSecond;
}

/** Calls that were sent in the last full second before `now`. */
export function sentPerSecond(pace: Pace, now: number): number {
  const ageMs = now - pace.windowStart;
  if (ageMs < WINDOW_MS) return pace.sentBefore;
  return ageMs < 2 * WINDOW_MS ? pace.sentInWindow : 0;
}

/** Counts a call that was sent at `now`. */
export function paceAfterCall(pace: Pace, now: number): Pace {
  const ageMs = now - pace.windowStart;
  if (ageMs < WINDOW_MS) return { ...pace, sentInWindow: pace.sentInWindow + 1 };
  const sentBefore = ageMs < 2 * WINDOW_MS ? pace.sentInWindow : 0;
  return { ...pace, windowStart: now, sentInWindow: 1, sentBefore };
}

/** One cut a second at most: calls that were under way together are throttled together. */
export function paceAfterThrottle(pace: Pace, now: number, limits: TrafficLimits): Pace {
  if (pace.cutTo !== null && now - pace.cutAt < WINDOW_MS) return pace;
  const sent = Math.max(pace.sentInWindow, pace.sentBefore);
  const base = Math.min(callsPerSecond(pace, now, limits), sent);
  const floor = Math.min(SLOWEST_PER_SECOND, limits.maxCallsPerSecond);
  return { ...pace, cutTo: Math.max(floor, base * CUT), cutAt: now };
}

/**
 * How many calls may be under way for one of this priority to begin. The more important find room even where all others hang
 * until their deadline.
 */
export function roomFor(priority: CallPriority, limits: TrafficLimits): number {
  const share = { result: 1, claim: 0.9, poll: 0.75, console: 0.25 }[priority];
  return Math.max(1, Math.floor(limits.maxCallsAtOnce * share));
}
