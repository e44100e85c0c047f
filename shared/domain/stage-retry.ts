import type { RunDetail } from './run.ts';

/** Source: RetryStageExecution, stageRetryMode, in the CodePipeline API reference. */
export const STAGE_RETRY_MODES = ['FAILED_ACTIONS', 'ALL_ACTIONS'] as const;
export type StageRetryMode = (typeof STAGE_RETRY_MODES)[number];

/** Null when the stage of the run may be retried from here, else one sentence that says why not. */
export function whyNotRetryStage(detail: Pick<RunDetail, 'run' | 'pipelineExecutionId'>): string | null {
  const { run } = detail;
  if (run.state !== 'failed' && run.state !== 'expired')
    return 'Only a stage whose run has failed can be retried.';
  if (run.protocol === 'third-party')
    return 'The pipeline is in the customer’s account: the customer has to retry the stage there.';
  if (!run.pipelineName || !run.stageName || !detail.pipelineExecutionId)
    return 'CodePipeline did not tell the pipeline execution of this run.';
  return null;
}
