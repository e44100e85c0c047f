import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { CellMode, CellView } from '#shared/domain/agent-cell.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import type { PollCell } from '#shared/domain/job.ts';
import type { AgentContext } from './context.ts';
import { enqueue, servedType } from './context.ts';
import { planNextPoll } from './decide/next-poll.ts';
import { takeJob } from './intake.ts';

/** Never asks for more than this in one poll, whatever is free. */
const MAX_BATCH = 50;

/** Beside three polling intervals: a gap that is no silence of CodePipeline's. */
const LISTENING_GAP_MS = 5_000;

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
  /** Ends with the loop, after draining has begun. */
  run(): Promise<void>;
}

export function cellKey(cell: PollCell): string {
  return `${cell.region}/${actionTypeKey(cell.actionTypeId)}`;
}

export function createCell(ctx: AgentContext, cell: PollCell, onChange: () => void): Cell {
  const key = cellKey(cell);
  const { processor } = servedType(ctx, cell.actionTypeId);
  let mode: CellMode = 'starting';
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

  /** A poll was answered that was sent at `at` (monotonic ms); polls that are far apart are not listening. */
  function heardUntil(at: number): void {
    const before = ctx.listening.get(key);
    const gapMs = 3 * ctx.settings.pollIntervalMs + LISTENING_GAP_MS;
    const since = before && at - before.until <= gapMs ? before.since : at;
    ctx.listening.set(key, { since, until: at });
  }

  /** Polls once and hands each job to the queue; answers the pause before the next poll, in ms. */
  async function pollOnce(): Promise<number> {
    const free = ctx.settings.maxConcurrentRuns - ctx.queue.pending - ctx.queue.size;
    const asked = Math.max(1, Math.min(MAX_BATCH, free));
    const started = ctx.clock.monotonicMs();
    let outcome: Parameters<typeof planNextPoll>[0];
    try {
      const polled = await ctx.jobs.poll(cell, asked, ctx.draining);
      if (lastError !== null) ctx.log('info', 'poll-recovered', { cell: key });
      lastError = null;
      failuresInARow = 0;
      heardUntil(started);
      jobsSeen += polled.length;
      outcome = { jobs: polled.length, asked };
      for (const job of polled) {
        inHand += 1;
        enqueue(ctx, ctx.queue, 'take job', job.jobId, () =>
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
    }
    pollCount += 1;
    lastPollAt = ctx.clock.now();
    lastPollMs = Math.round(ctx.clock.monotonicMs() - started);
    const plan = planNextPoll(outcome, ctx.settings.pollIntervalMs, ctx.random());
    mode = plan.mode;
    return plan.delayMs;
  }

  async function waitUntilFree(): Promise<void> {
    while (ctx.queue.pending + ctx.queue.size >= ctx.settings.maxConcurrentRuns) {
      await new Promise<void>((resolve) =>
        ctx.queue.addEventListener('next', () => resolve(), { once: true }),
      );
    }
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
        delayMs = await pollOnce();
      }
      onChange();
    },
  };
}
