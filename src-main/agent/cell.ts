import type { CellAction, CellMode, CellPace, CellSwitch, CellView } from '#shared/domain/agent-cell.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import type { PollCell } from '#shared/domain/job.ts';
import { cellKey } from './cell-key.ts';
import type { AgentContext } from './context.ts';
import { enqueue, servedType } from './context.ts';
import { AWAKE_WITHIN_MS, startDelayMs } from './decide/apart.ts';
import { batchSize, planNextPoll, SLOWEST_FACTOR, type PollOutcome } from './decide/next-poll.ts';
import { takeJob } from './intake.ts';

/** Beside the longest pause between two polls: a gap that is no silence of CodePipeline's. */
const LISTENING_GAP_MS = 5_000;

/** A poll that is older than this when the computer wakes hangs on a connection from before its sleep. */
const FRESH_POLL_MS = 1_000;

/** Timers of Node and of browsers hold no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const SWITCH_AFTER = { pause: 'paused', drain: 'draining', resume: 'on' } as const satisfies Partial<
  Record<CellAction, CellSwitch>
>;

/** One action type in one region: its own poll loop, so that a dead region never slows another. */
export interface Cell {
  readonly key: string;
  view(): CellView;
  /**
   * What a person asks of it, see `CellSwitch`. `poll-now` ends the present wait; a paused cell polls once and stays paused.
   *
   * @param by who asks.
   * @param withOthers other cells are woken at this moment too, so each polls in its turn.
   */
  control(action: CellAction, by: string | null, withOthers: boolean): void;
  /** The computer has slept, or its clock was set: forgets old failures and polls in its turn, unless paused. */
  awake(): void;
  /** Ends with the loop, after draining has begun. */
  run(): Promise<void>;
}

/** Which of an agent's cells it is: cells that begin together take their turns by it. */
export interface Turn {
  /** From 0. */
  place: number;
  of: number;
}

export function createCell(ctx: AgentContext, cell: PollCell, turn: Turn, onChange: () => void): Cell {
  const key = cellKey(cell);
  const { processor } = servedType(ctx, cell.actionTypeId);
  const user = { region: cell.region, actionTypeId: cell.actionTypeId };
  let mode: CellMode = 'starting';
  let pace: CellPace | undefined;
  let setTo: CellSwitch = 'on';
  let switched: CellView['switched'] = null;
  let wake = new AbortController();
  let lastPollAt: number | null = null;
  let lastAnswerAt: number | null = null;
  let lastPollMs: number | null = null;
  let nextPollAt: number | null = null;
  let pollCount = 0;
  let jobsSeen = 0;
  let lastError: string | null = null;
  let failuresInARow = 0;
  let failingSince: number | null = null;
  let pollingSince = ctx.clock.now();
  let inHand = 0;
  let pollOnceMore = false;
  let polling: { since: number; give: AbortController } | null = null;
  let busyAt = ctx.clock.monotonicMs();
  /** It was woken together with other cells and has not polled since. */
  let wokeWithOthers = false;

  /** A poll was answered that was sent at `at` (monotonic ms); polls that are far apart are not listening. */
  function heardUntil(at: number, whole: boolean): void {
    const gapMs = SLOWEST_FACTOR * ctx.settings.pollIntervalMs + LISTENING_GAP_MS;
    const last = ctx.listening.get(key);
    const before = last && at - last.until <= gapMs ? last : { since: at, wholeAt: null };
    ctx.listening.set(key, { since: before.since, until: at, wholeAt: whole ? at : before.wholeAt });
  }

  /** Polls once and hands each job to the queue; answers the pause before the next poll, in ms. */
  async function pollOnce(): Promise<number> {
    const asked = batchSize(ctx.queue.free(user), ctx.asking);
    const started = ctx.clock.monotonicMs();
    const give = new AbortController();
    const end = (): void => give.abort();
    ctx.draining.addEventListener('abort', end, { once: true });
    polling = { since: started, give };
    ctx.asking += asked;
    let outcome: PollOutcome;
    try {
      const polled = await ctx.jobs.poll(cell, asked, give.signal);
      if (lastError !== null) ctx.log('info', 'poll-recovered', { cell: key });
      lastError = null;
      failuresInARow = 0;
      failingSince = null;
      lastAnswerAt = ctx.clock.now();
      heardUntil(started, polled.length < asked);
      jobsSeen += polled.length;
      const now = ctx.clock.monotonicMs();
      if (polled.length > 0 || ctx.liveCells.has(key)) busyAt = now;
      outcome = { jobs: polled.length, asked, idleForMs: now - busyAt, inStep: wokeWithOthers };
      wokeWithOthers = false;
      for (const job of polled) {
        inHand += 1;
        enqueue(ctx, ctx.queue.lane(user), 'take job', job.jobId, () =>
          takeJob(ctx, cell, job)
            .catch((thrown: unknown) => {
              // A hand-out that could not be written down was heard of all the same: no silence about an uncertain claim.
              ctx.listening.delete(key);
              throw thrown;
            })
            .finally(() => (inHand -= 1)),
        );
      }
    } catch (thrown) {
      const error = toActionDeskError(thrown);
      if (!ctx.draining.aborted) {
        if (lastError !== error.message)
          ctx.log('warn', 'poll-failed', { cell: key, code: error.code, message: error.message });
        lastError = error.message;
        failingSince ??= ctx.clock.now();
      }
      ctx.listening.delete(key);
      outcome = { error, failuresInARow };
      failuresInARow += 1;
    } finally {
      polling = null;
      ctx.asking -= asked;
      ctx.draining.removeEventListener('abort', end);
    }
    pollCount += 1;
    lastPollAt = ctx.clock.now();
    lastPollMs = Math.round(ctx.clock.monotonicMs() - started);
    const plan = planNextPoll(outcome, ctx.settings.pollIntervalMs, ctx.random());
    mode = plan.mode;
    pace = plan.pace;
    return plan.delayMs;
  }

  /** A cell that drains and is cut off says that it is cut off: nothing comes to its end. */
  function shownMode(): CellMode {
    if (ctx.draining.aborted) return 'draining';
    if (setTo === 'paused') return 'paused';
    return setTo === 'draining' && (mode === 'polling' || mode === 'starting') ? 'draining' : mode;
  }

  async function waitUntilFree(): Promise<void> {
    if (ctx.queue.free(user) > 0) return;
    const before = pace;
    pace = 'waiting-for-slot';
    onChange();
    while (ctx.queue.free(user) <= 0 && !ctx.draining.aborted) await ctx.queue.freed();
    pace = before;
  }

  const rest = async (ms: number): Promise<void> => {
    nextPollAt = Number.isFinite(ms) ? ctx.clock.now() + ms : null;
    wake = new AbortController();
    onChange();
    const end = (): void => wake.abort();
    ctx.draining.addEventListener('abort', end, { once: true });
    await ctx.clock.sleep(Number.isFinite(ms) ? ms : LONGEST_TIMER_MS, wake.signal);
    ctx.draining.removeEventListener('abort', end);
  };

  return {
    key,
    view: () => ({
      key,
      region: cell.region,
      actionTypeId: cell.actionTypeId,
      processorKind: processor.kind,
      mode: shownMode(),
      switch: setTo,
      switched,
      ...(pace && setTo !== 'paused' && !ctx.draining.aborted ? { pace } : {}),
      lastPollAt,
      lastAnswerAt,
      lastPollMs,
      nextPollAt: setTo === 'paused' || ctx.draining.aborted ? null : nextPollAt,
      pollCount,
      jobsSeen,
      inHand,
      liveRuns: ctx.liveCells.get(key) ?? 0,
      freeSlots: ctx.queue.free(user),
      lastError,
      failuresInARow,
      failingSince,
      pollingSince,
    }),
    control(action, by, withOthers) {
      if (action === 'poll-now') {
        pollOnceMore = true;
        wokeWithOthers = withOthers;
        wake.abort();
        return;
      }
      const to = SWITCH_AFTER[action];
      if (to === setTo) return;
      const wasPaused = setTo === 'paused';
      setTo = to;
      switched = { at: ctx.clock.now(), by };
      if (to === 'draining') ctx.drainingCells.add(key);
      else ctx.drainingCells.delete(key);
      if (to === 'on' || wasPaused) {
        pollingSince = ctx.clock.now();
        wokeWithOthers = withOthers;
        wake.abort();
      }
      onChange();
    },
    awake() {
      failuresInARow = 0;
      pollingSince = ctx.clock.now();
      busyAt = ctx.clock.monotonicMs();
      if (polling && ctx.clock.monotonicMs() - polling.since > FRESH_POLL_MS) polling.give.abort();
      // A poll under way is followed by another soon; one that waits begins in its turn.
      if (setTo === 'paused') return;
      wokeWithOthers = true;
      wake.abort();
    },
    async run() {
      const inTurn = (withinMs: number): number => startDelayMs(turn.place, turn.of, withinMs, ctx.random());
      let delayMs = inTurn(ctx.settings.pollIntervalMs);
      while (!ctx.draining.aborted) {
        await rest(setTo === 'paused' ? Infinity : delayMs);
        if (wokeWithOthers) await rest(inTurn(Math.min(AWAKE_WITHIN_MS, ctx.settings.pollIntervalMs)));
        if (ctx.draining.aborted) break;
        // A pause that came during the rest holds this poll too.
        if (setTo === 'paused' && !pollOnceMore) continue;
        pollOnceMore = false;
        await waitUntilFree();
        if (ctx.draining.aborted) break;
        delayMs = await pollOnce();
      }
      onChange();
    },
  };
}
