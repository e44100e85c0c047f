import type { RegionBudget } from '#shared/domain/agent-budget.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import {
  CALL_PRIORITIES,
  callsPerSecond,
  isSlowed,
  FULL_PACE,
  nextPriority,
  paceAfterCall,
  paceAfterThrottle,
  sentPerSecond,
  type CallPriority,
  type Pace,
  type TrafficLimits,
} from './decide/traffic.ts';
import type { Clock, JobService } from './ports.ts';

/**
 * The one way to CodePipeline for agent and console: a budget for each region, results first. A plain
 * queue with a bound knows neither a pace that changes nor room that depends on the priority.
 */
export interface Traffic {
  /** The agent's port, with every call in its turn. */
  readonly jobs: JobService;
  /**
   * Makes any other call in its turn; throws what the call throws. A call whose signal is aborted before its turn throws
   * `not-connected`: nothing was sent.
   */
  call<T>(region: string, priority: CallPriority, send: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** What each region uses of its budget; regions that were never called are missing. */
  regions(): RegionBudget[];
  /** Calls that wait are given up as `not-connected`, and so is every later one; those under way end by themselves. */
  close(): void;
  /** Calls that wait for their turn and calls under way, over all regions. */
  load(): { waiting: number; underWay: number };
}

interface Waiting {
  /** Monotonic ms. */
  since: number;
  start: () => void;
  giveUp: () => void;
}

interface Region {
  waiting: Record<CallPriority, Waiting[]>;
  underWay: number;
  /** The priority of the call that was sent last. */
  last: CallPriority | null;
  pace: Pace;
  /** Monotonic ms before which no call begins. */
  nextAt: number;
  timer: boolean;
  /** Epoch ms of the throttle that began the present slow pace; stale once that pace bounds nothing. */
  throttledSince: number | null;
}

const FOREVER = new AbortController().signal;

/** `limits` hold for each region by itself: what one region suffers is not felt in another. */
export function createTraffic(service: JobService, limits: TrafficLimits, clock: Clock): Traffic {
  const regions = new Map<string, Region>();
  let closed = false;

  function regionOf(name: string): Region {
    let region = regions.get(name);
    if (!region) {
      const waiting = { result: [], claim: [], poll: [], console: [] };
      const quiet = { underWay: 0, last: null, nextAt: 0, timer: false, throttledSince: null };
      region = { waiting, pace: FULL_PACE, ...quiet };
      regions.set(name, region);
    }
    return region;
  }

  function startWhatMay(region: Region): void {
    for (;;) {
      const now = clock.monotonicMs();
      const { waiting, underWay, last } = region;
      const waitsSince = (each: CallPriority): number | null => waiting[each][0]?.since ?? null;
      const priority = nextPriority(waitsSince, last, underWay, limits, now);
      if (!priority) return;
      if (now < region.nextAt) {
        startLater(region, region.nextAt - now);
        return;
      }
      region.pace = paceAfterCall(region.pace, now);
      region.nextAt = now + 1000 / callsPerSecond(region.pace, now, limits);
      region.underWay += 1;
      region.last = priority;
      waiting[priority].shift()?.start();
    }
  }

  function startLater(region: Region, delayMs: number): void {
    if (region.timer) return;
    region.timer = true;
    void clock.sleep(delayMs, FOREVER).then(() => {
      region.timer = false;
      startWhatMay(region);
    });
  }

  function turn(region: Region, priority: CallPriority, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = region.waiting[priority];
      const giveUp = (): void => {
        const at = queue.indexOf(waiting);
        if (at >= 0) queue.splice(at, 1);
        reject(new ActionDeskError('not-connected', 'The call was given up before it was sent.'));
      };
      const waiting: Waiting = {
        since: clock.monotonicMs(),
        start: () => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        },
        giveUp,
      };
      queue.push(waiting);
      if (closed || signal?.aborted) {
        giveUp();
        return;
      }
      signal?.addEventListener('abort', giveUp, { once: true });
      startWhatMay(region);
    });
  }

  const call: Traffic['call'] = async (name, priority, send, signal) => {
    const region = regionOf(name);
    await turn(region, priority, signal);
    try {
      return await send();
    } catch (thrown) {
      if (toActionDeskError(thrown).code === 'throttled') {
        const now = clock.monotonicMs();
        if (!isSlowed(region.pace, now, limits)) region.throttledSince = clock.now();
        region.pace = paceAfterThrottle(region.pace, now, limits);
      }
      throw thrown;
    } finally {
      region.underWay -= 1;
      startWhatMay(region);
    }
  };

  return {
    call,
    jobs: {
      poll: (cell, maxJobs, signal) =>
        call(cell.region, 'poll', () => service.poll(cell, maxJobs, signal), signal),
      details: (job, token) => call(job.region, 'claim', () => service.details(job, token)),
      acknowledge: (job, nonce, token) =>
        call(job.region, 'claim', () => service.acknowledge(job, nonce, token)),
      putResult: (job, result, token) =>
        call(job.region, 'result', () => service.putResult(job, result, token)),
    },
    regions() {
      const now = clock.monotonicMs();
      return [...regions].map(([name, region]) => {
        const allowed = callsPerSecond(region.pace, now, limits);
        return {
          region: name,
          callsPerSecond: sentPerSecond(region.pace, now),
          callsPerSecondAllowed: Number.isFinite(allowed) ? Math.round(allowed * 10) / 10 : null,
          underWay: region.underWay,
          atOnceAllowed: limits.maxCallsAtOnce,
          waiting: {
            result: region.waiting.result.length,
            claim: region.waiting.claim.length,
            poll: region.waiting.poll.length,
            console: region.waiting.console.length,
          },
          throttledSince: isSlowed(region.pace, now, limits) ? region.throttledSince : null,
        };
      });
    },
    close() {
      closed = true;
      for (const { waiting } of regions.values())
        for (const call of CALL_PRIORITIES.flatMap((each) => waiting[each])) call.giveUp();
    },
    load() {
      const all = [...regions.values()];
      const waiting = all.flatMap((region) => CALL_PRIORITIES.map((each) => region.waiting[each].length));
      return {
        waiting: waiting.reduce((sum, count) => sum + count, 0),
        underWay: all.reduce((sum, region) => sum + region.underWay, 0),
      };
    },
  };
}
