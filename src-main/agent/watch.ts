import { actionTypeKey } from '#shared/domain/action-type.ts';
import { isFinal, type RunState } from '#shared/domain/run-state.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import { cancelExpiredWork } from './after-care.ts';
import { cellKey } from './cell-key.ts';
import { enqueue, servedType, type AgentContext } from './context.ts';
import { decideOverdue, type OverdueFacts } from './decide/overdue.ts';
import { inSlices } from './in-slices.ts';
import { deliver } from './outbox.ts';
import type { OutboxRow, RunRecord } from './ports.ts';
import { agentLine } from './timeline-lines.ts';
import { work } from './work.ts';
import type { Lane } from './work-slots.ts';

const TIMED_OUT = 'The job timed out at CodePipeline before it was answered: its action has failed there.';
const NO_NEXT_JOB =
  'CodePipeline handed out no further job: the pipeline was stopped, or another agent goes on with the run.';

/** CodePipeline is asked about a job of uncertain deadline this often at most. */
const ASK_AGAIN_MS = 60_000;

/** One look's reading of the outbox, made when the first run needs it. */
type Unsettled = () => Promise<OutboxRow[]>;

/** Looks at the clock for every live run: see `decideOverdue` for what it may ask. */
export async function watch(ctx: AgentContext): Promise<void> {
  const askedAt = new Map<string, number>();
  let first = true;
  while (!ctx.draining.aborted) {
    try {
      const runs = await takeStock(ctx);
      // What an earlier process left is taken up at start: see recover.ts.
      if (!first) await lookAtAll(ctx, runs, askedAt);
    } catch (thrown) {
      ctx.log('error', 'watch-failed', { message: toActionDeskError(thrown).message });
    }
    first = false;
    await ctx.clock.sleep(ctx.settings.tickMs, ctx.draining);
  }
}

const EXPECTS_MORE: ReadonlySet<RunState> = new Set(['claiming', 'working', 'reporting', 'between-jobs']);

async function takeStock(ctx: AgentContext): Promise<RunRecord[]> {
  // Whatever is remembered from here on may be of a run that the reading does not know yet.
  const remembered = [ctx.hand, ctx.outputsAwaited].map((map) => ({ map, ids: [...map.keys()] }));
  const live = await ctx.ledger.liveRuns();
  const liveIds = new Set(live.map((run) => run.runId));
  for (const { map, ids } of remembered) for (const id of ids) if (!liveIds.has(id)) map.delete(id);
  const served = new Set(ctx.settings.types.map((type) => actionTypeKey(type.actionTypeId)));
  // A run of an action type that was taken out of the settings is left alone.
  const runs = live.filter((run) => served.has(actionTypeKey(run.actionTypeId)));
  const liveCells = new Map<string, number>();
  for (const run of runs) {
    if (!EXPECTS_MORE.has(run.state)) continue;
    const key = cellKey(run);
    liveCells.set(key, (liveCells.get(key) ?? 0) + 1);
  }
  ctx.liveCells = liveCells;
  ctx.deadlines.keepOnly(runs);
  for (const run of runs) ctx.deadlines.left(run, servedType(ctx, run.actionTypeId).jobTimeoutMs);
  return runs;
}

async function lookAtAll(
  ctx: AgentContext,
  runs: readonly RunRecord[],
  askedAt: Map<string, number>,
): Promise<void> {
  const ids = new Set<string>(runs.map((run) => run.runId));
  for (const runId of askedAt.keys()) if (!ids.has(runId)) askedAt.delete(runId);
  let read: Promise<OutboxRow[]> | null = null;
  const unsettled: Unsettled = () => (read ??= ctx.ledger.unsettledResults());
  await inSlices(ctx.clock, ctx.stop, runs, (run) => look(ctx, run, unsettled, askedAt));
}

async function look(
  ctx: AgentContext,
  run: RunRecord,
  unsettled: Unsettled,
  askedAt: Map<string, number>,
): Promise<void> {
  const now = ctx.clock.now();
  const { jobTimeoutMs } = servedType(ctx, run.actionTypeId);
  const listening = ctx.listening.get(cellKey(run));
  const asked = decideOverdue({
    run,
    now,
    left: ctx.deadlines.left(run, jobTimeoutMs),
    listening: listening ? listened(listening, ctx.clock.monotonicMs()) : null,
    claimSettleMs: ctx.settings.claimSettleMs,
    jobTimeoutMs,
  });
  if (asked === null) return;
  if (asked === 'ask-service') {
    const monotonic = ctx.clock.monotonicMs();
    if (monotonic - (askedAt.get(run.runId) ?? -Infinity) < ASK_AGAIN_MS) return;
    askedAt.set(run.runId, monotonic);
    takeUp(ctx, ctx.workQueue.lane(run), 'ask', run.runId, () => askService(ctx, run));
    return;
  }
  // The list is a moment old: what has gone on meanwhile is left alone.
  const present = await ctx.ledger.find(run.runId);
  if (present?.state !== run.state || present.currentJobId !== run.currentJobId) return;
  if (present.claimingSince !== run.claimingSince) return;
  if (asked === 'expire') {
    await expire(ctx, run, run.state === 'between-jobs' ? NO_NEXT_JOB : TIMED_OUT);
  } else if (asked === 'settle-claim') {
    const sentence = 'CodePipeline has not handed the job out again: the claim had been accepted.';
    const event = run.heldBy === 'engineer' ? 'claimed-by-engineer' : 'claimed-by-agent';
    const line = agentLine(now, run.currentJobId, 'claim settled', sentence, 'ok');
    await ctx.ledger.apply(run.runId, event, { claimingSince: null, message: null }, now, [line]);
    enqueue(ctx, ctx.workQueue.lane(run), 'work', run.runId, () => work(ctx, run.runId));
  } else {
    await goOn(ctx, run, unsettled);
  }
}

function listened(
  { since, until, wholeAt }: { since: number; until: number; wholeAt: number | null },
  nowMs: number,
): OverdueFacts['listening'] {
  const whole = wholeAt === null ? null : { forMs: wholeAt - since, agoMs: nowMs - wholeAt };
  return { forMs: until - since, whole };
}

async function expire(ctx: AgentContext, run: RunRecord, sentence: string): Promise<void> {
  const at = ctx.clock.now();
  const line = agentLine(at, run.currentJobId, 'expired', sentence, 'failed');
  const over = await ctx.ledger.apply(run.runId, 'job-over', { message: sentence }, at, [line]);
  ctx.hand.delete(run.runId);
  // Another agent may go on with a run whose next job did not come here.
  if (over && run.state !== 'between-jobs') cancelExpiredWork(ctx, run);
}

/** The clocks disagree on whether the job's time is over; its details tell whether CodePipeline still has it. */
async function askService(ctx: AgentContext, run: RunRecord): Promise<void> {
  const token = run.clientId ? (await ctx.tokens.find(run.clientId)).token : null;
  if (run.clientId && !token) return;
  const job = { region: run.region, protocol: run.protocol, jobId: run.currentJobId };
  try {
    await ctx.jobs.details(job, token);
    ctx.deadlines.stillOpen(run, servedType(ctx, run.actionTypeId).jobTimeoutMs);
  } catch (thrown) {
    const { code } = toActionDeskError(thrown);
    if (code !== 'aws-job-not-found' && code !== 'aws-invalid-job') return;
    const present = await ctx.ledger.find(run.runId);
    if (!present || isFinal(present.state) || present.currentJobId !== run.currentJobId) return;
    await expire(ctx, run, TIMED_OUT);
  }
}

async function goOn(ctx: AgentContext, run: RunRecord, unsettled: Unsettled): Promise<void> {
  if (run.state === 'working') {
    takeUp(ctx, ctx.workQueue.lane(run), 'work', run.runId, () => work(ctx, run.runId));
    return;
  }
  for (const row of await unsettled()) {
    // A row whose next try is planned is left to its plan.
    if (row.runId !== run.runId || row.nextTryAt > ctx.clock.now()) continue;
    takeUp(ctx, ctx.outQueue.lane(row.job), 'deliver', row.runId, () => deliver(ctx, row.outboxId, true));
  }
}

/** Enqueues a broken-off step, once until it has ended. */
function takeUp(ctx: AgentContext, lane: Lane, what: string, id: string, task: () => Promise<void>): void {
  const key = `${what} ${id}`;
  if (ctx.takenUp.has(key)) return;
  ctx.takenUp.add(key);
  enqueue(ctx, lane, what, id, () => task().finally(() => ctx.takenUp.delete(key)));
}
