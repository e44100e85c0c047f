import { GetPipelineStateCommand, RetryStageExecutionCommand } from '@aws-sdk/client-codepipeline';
import type { StageRetryMode } from '#shared/domain/stage-retry.ts';
import { boundedCall } from './bounded-call.ts';
import type { CodePipelineClients } from './clients.ts';

/** A stage of a pipeline in the account of the credentials. */
export interface StageRef {
  region: string;
  pipelineName: string;
  stageName: string;
}

/** Stages of pipelines in our own account. Every method makes one call and throws an ActionDeskError. */
export interface PipelineStages {
  /** The execution that is in the stage or was last, with AWS's word for its status; null where there was none. */
  latest(stage: StageRef): Promise<{ pipelineExecutionId: string; status: string } | null>;
  retry(stage: StageRef, pipelineExecutionId: string, mode: StageRetryMode): Promise<void>;
}

export function createPipelineStages(clients: CodePipelineClients): PipelineStages {
  const bounds = { timeoutMs: clients.callTimeoutMs, secrets: [] };
  return {
    async latest({ region, pipelineName, stageName }) {
      const command = new GetPipelineStateCommand({ name: pipelineName });
      const answer = await boundedCall('GetPipelineState', bounds, (options) =>
        clients.of(region).send(command, options),
      );
      const stage = answer.stageStates?.find((one) => one.stageName === stageName);
      const id = stage?.latestExecution?.pipelineExecutionId;
      return id ? { pipelineExecutionId: id, status: stage.latestExecution?.status ?? 'unknown' } : null;
    },
    async retry({ region, pipelineName, stageName }, pipelineExecutionId, retryMode) {
      const input = { pipelineName, stageName, pipelineExecutionId, retryMode };
      await boundedCall('RetryStageExecution', bounds, (options) =>
        clients.of(region).send(new RetryStageExecutionCommand(input), options),
      );
    },
  };
}
