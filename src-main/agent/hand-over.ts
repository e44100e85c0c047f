import type { AgentContext } from './context.ts';
import { lintResult } from './decide/result-linter.ts';
import { unconfirmedToken } from '#shared/domain/continuation-token.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import type { JobResult } from '#shared/domain/job.ts';
import type { RunRecord } from './ports.ts';
import { agentLine, lintLines } from './timeline-lines.ts';

const SUMMARY = 'The worker is being restarted; the work goes on.';

/**
 * The agent leaves: claimed work that it has no answer for (a silent backend, an artifact that is not there yet) is continued
 * under its token, so that whoever polls next goes on with it. Left claimed, it would be nobody's until its time-out. The
 * results lie in the outbox afterwards; what an engineer holds stays theirs. Answers false where some could not be written
 * down: the others are handed over all the same.
 */
export async function handOver(ctx: AgentContext): Promise<boolean> {
  const claimed = (await ctx.ledger.liveRuns()).filter(isOurs);
  const ends = await Promise.allSettled(
    claimed.map(({ runId }) =>
      ctx.serial(runId, async () => {
        const run = await ctx.ledger.find(runId);
        if (!run || !isOurs(run) || ctx.stop.aborted) return;
        const at = ctx.clock.now();
        const { result, findings } = lintResult(continuation(run), { run, said: null });
        const line = agentLine(
          at,
          run.currentJobId,
          'handed over',
          'The agent ends: its next job is for whoever polls.',
        );
        const lines = [...lintLines(at, run.currentJobId, findings), line];
        await ctx.ledger.writeResult(runId, result, { message: SUMMARY }, at, lines);
      }),
    ),
  );
  const failed = ends.filter((end) => end.status === 'rejected');
  if (failed[0]) {
    const { message } = toActionDeskError(failed[0].reason);
    ctx.log('warn', 'not-handed-over', { runs: failed.length, message });
  }
  return failed.length === 0;
}

function isOurs(run: RunRecord): boolean {
  return run.state === 'working' && run.heldBy === 'agent';
}

function continuation(run: RunRecord): JobResult {
  return {
    kind: 'continue',
    continuationToken: run.externalExecutionId ?? unconfirmedToken(run),
    externalExecutionId: run.externalExecutionId,
    percentComplete: run.percentComplete,
    summary: SUMMARY,
  };
}
