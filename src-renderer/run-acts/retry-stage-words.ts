import type { RunDetail } from '#shared/domain/run.ts';
import type { StageRetryMode } from '#shared/domain/stage-retry.ts';
import type { ApiCall } from './api-call.ts';
import { shellQuoted } from './cli-command.ts';

/** What a mode retries. */
export const MODE_WORDS: Record<StageRetryMode, string> = {
  FAILED_ACTIONS: 'Only the actions of the stage that failed',
  ALL_ACTIONS: 'The whole stage from its first action',
};

/** The call for a pipeline in our own account. */
export function retryStageCall({ run, pipelineExecutionId }: RunDetail, retryMode: StageRetryMode): ApiCall {
  const { pipelineName, stageName } = run;
  return {
    operation: 'RetryStageExecution',
    parameters: { pipelineName, stageName, pipelineExecutionId, retryMode },
  };
}

/**
 * The command for a customer to run in a POSIX shell with credentials of their own; it looks up the execution, which third-party jobs do not
 * tell. Null while pipeline or stage are not known.
 */
export function customerCommand({ run }: Pick<RunDetail, 'run'>, mode: StageRetryMode): string | null {
  const { pipelineName, stageName, region } = run;
  if (!pipelineName || !stageName) return null;
  const query = `stageStates[?stageName==\`"${stageName}"\`].latestExecution.pipelineExecutionId | [0]`;
  return [
    'aws codepipeline retry-stage-execution',
    `--region ${shellQuoted(region)}`,
    `--pipeline-name ${shellQuoted(pipelineName)}`,
    `--stage-name ${shellQuoted(stageName)}`,
    `--retry-mode ${mode}`,
    `--pipeline-execution-id "$(aws codepipeline get-pipeline-state --region ${shellQuoted(region)} --name ${shellQuoted(pipelineName)} --query ${shellQuoted(query)} --output text)"`,
  ].join(' \\\n  ');
}
