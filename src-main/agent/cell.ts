import type { CellMode, CellPace, CellView } from '#shared/domain/agent-cell.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import type { PollCell } from '#shared/domain/job.ts';
import { cellKey } from './cell-key.ts';
import type { AgentContext } from './context.ts';
import { enqueue, servedType } from './context.ts';
import { batchSize, planNextPoll, SLOWEST_FACTOR, type PollOutcome } from './decide/next-poll.ts';
import { takeJob } from './intake.ts';

/** Beside the longest pause between two polls: a gap that is no silence of CodePipeline's. */
const LISTENING_GAP_MS = 5_000;

/** A poll that is older than this when the computer wakes hangs on a connection from before its sleep. */
const FRESH_POLL_MS = 1_000;

/** Timers of Node and of browsers hold no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** One action type in one region: its own poll loop, so that a dead region never slows another. */
export interface Cell {
  readonly key: string;
  view(): CellView;
  pause(): void;
  resume(): void;
  /** Ends the present wait; a paused cell polls once and stays paused. */
  pollNow(): void;
  /** The computer has slept, or its clock was set: forgets old failures and polls at once, unless paused. */
  awake(): void;
  /** Ends with the loop, after draining has begun. */
  run(): Promise<void>;
}

export function createCell(ctx: AgentContext, cell: PollCell, onChange: () => void): Cell {
  const key = cellKey(cell);
  const { processor } = servedType(ctx, cell.actionTypeId);
  const user = { region: cell.region, actionTypeId: cell.actionTypeId };
  let mode: CellMode = 'starting';
  let pace: CellPace | undefined;
  let paused = false;
  let wake = new AbortController();
  let lastPollAt: number | null = null;
  let lastPollMs: number | null = null;
  let nextPollAt: number | null = null;
  let pollCount = 0;
  let jobsSeen = 0;
  let lastError: string | null = null;
  let failuresInARow = 0;
  let inHand = 0;
  let pollOnceMore = false;
  let polling: { since: number; give: AbortController } | null = null;
  let busyAt = ctx.clock.monotonicMs();

  /** A poll was answered that was sent at `at` (monotonic ms); polls that are far apart are not listening. */
  function heardUntil(at: number): void {
    const before = ctx.listening.get(key);
    const gapMs = SLOWEST_FACTOR * ctx.settings.pollIntervalMs + LISTENING_GAP_MS;
    const since = before && at - before.until <= gapMs ? before.since : at;
    ctx.listening.set(key, { since, until: at });
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
      heardUntil(started);
      jobsSeen += polled.length;
      const now = ctx.clock.monotonicMs();
      if (polled.length > 0 || ctx.liveCells.has(key)) busyAt = now;
      outcome = { jobs: polled.length, asked, idleForMs: now - busyAt };
      for (const job of polled) {
        inHand += 1;
        enqueue(ctx, ctx.queue.lane(user), 'take job', job.jobId, () =>
          takeJob(ctx, cell, job).finally(() => (inHand -= 1)),
        );
      }
    } catch (thrown) {
      const error = toActionDeskError(thrown);
      if (!ctx.draining.aborted) {
        if (lastError !== error.message)
          ctx.log('warn', 'poll-failed', { cell: key, code: error.code, message: error.message });
        lastError = error.message;
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

  async function waitUntilFree(): Promise<void> {
    if (ctx.queue.free(user) > 0) return;
    pace = 'waiting-for-slot';
    onChange();
    while (ctx.queue.free(user) <= 0 && !ctx.draining.aborted) await ctx.queue.freed();
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
      mode: ctx.draining.aborted ? 'draining' : paused ? 'paused' : mode,
      ...(pace && !paused && !ctx.draining.aborted ? { pace } : {}),
      lastPollAt,
      lastPollMs,
      nextPollAt: paused || ctx.draining.aborted ? null : nextPollAt,
      pollCount,
      jobsSeen,
      inHand,
      lastError,
    }),
    pause() {
      paused = true;
      onChange();
    },
    resume() {
      paused = false;
      wake.abort();
      onChange();
    },
    pollNow() {
      pollOnceMore = true;
      wake.abort();
    },
    awake() {
      failuresInARow = 0;
      busyAt = ctx.clock.monotonicMs();
      if (polling && ctx.clock.monotonicMs() - polling.since > FRESH_POLL_MS) polling.give.abort();
      // A poll under way is followed by another soon; one that waits begins now.
      if (!paused) wake.abort();
    },
    async run() {
      // Cells of one agent do not poll in step.
      let delayMs = Math.round(ctx.random() * Math.min(500, ctx.settings.pollIntervalMs));
      while (!ctx.draining.aborted) {
        await rest(paused ? Infinity : delayMs);
        if (ctx.draining.aborted) break;
        // A pause that came during the rest holds this poll too.
        if (paused && !pollOnceMore) continue;
        pollOnceMore = false;
        await waitUntilFree();
        if (ctx.draining.aborted) break;
        delayMs = await pollOnce();
      }
      onChange();
    },
  };
}
