import type { ActOutcome } from '#shared/domain/acts.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { checkProtection, nameToType } from '#shared/domain/protection.ts';
import { whyNotRetryStage, type StageRetryMode } from '#shared/domain/stage-retry.ts';
import type { ActOnPipeline } from './pipeline-acting.ts';
import type { Actor, Runtime } from './runtime.ts';

/** What became of a stage, in AWS's words for its status. */
export interface StageReport {
  outcome: ActOutcome;
  sentence: string;
  before: string;
  after: string;
}

/**
 * Retries the failed stage of a run in our own account: the retry of its pipeline, with all that is checked and read back there.
 * The audit has it with the run. Throws `invalid-input` where a protected environment was not given reason and name,
 * `not-allowed-now` where the run's stage is not ours to retry, and what the act throws.
 */
export function createRetryStage(parts: {
  desk: Pick<Runtime, 'environment' | 'protection' | 'getRun'>;
  act: ActOnPipeline;
}): (runId: string, mode: StageRetryMode, by?: Actor) => Promise<StageReport> {
  const { desk, act } = parts;
  return async (runId, mode, by) => {
    const detail = await desk.getRun(runId);
    const { run, pipelineExecutionId } = detail;
    // As with every act on a run that its customer sees, the name is typed out; on the pipeline's own page a retry asks for none.
    checkProtection(desk, nameToType(run).name, by);
    const why = whyNotRetryStage(detail);
    if (why !== null || !run.pipelineName || !run.stageName || !pipelineExecutionId)
      throw new ActionDeskError('not-allowed-now', why ?? 'The stage of this run is not known.');
    const { outcome, sentence, before, after } = await act(
      { region: run.region, name: run.pipelineName },
      { kind: 'retry', stageName: run.stageName, executionId: pipelineExecutionId, mode },
      by,
      { act: 'retry stage', subject: run.runId },
    );
    return { outcome, sentence, before, after };
  };
}
