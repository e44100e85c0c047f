import {
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  type CodePipelineClient,
  type StageState,
} from '@aws-sdk/client-codepipeline';

/** What CodePipeline itself says of a pipeline, asked past the console. */
export interface Truth {
  status(executionId: string): Promise<string | undefined>;
  stage(name: string): Promise<StageState>;
  /** `Execution Status` of the stage's latest, its id shortened as the console does. */
  inStage(name: string): Promise<string>;
  /** The ids in front of a stage, in their order. */
  inFront(name: string): Promise<string[]>;
  /** `Stage/Action Status` of an execution, sorted. */
  actions(executionId: string): Promise<string[]>;
}

/** The first part of an id, as the console shows it. */
export const short = (executionId: string | undefined): string => (executionId ?? '').split('-')[0] ?? '';

/** Asks CodePipeline without the product's own adapters. */
export function truthOf(client: CodePipelineClient, pipelineName: string): Truth {
  const stage = async (name: string): Promise<StageState> => {
    const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name: pipelineName }));
    const found = stageStates.find(({ stageName }) => stageName === name);
    if (!found) throw new Error(`there is no stage ${name}`);
    return found;
  };
  return {
    stage,
    async status(pipelineExecutionId) {
      const command = new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId });
      return (await client.send(command)).pipelineExecution?.status;
    },
    async inStage(name) {
      const { latestExecution } = await stage(name);
      return `${short(latestExecution?.pipelineExecutionId)} ${latestExecution?.status ?? ''}`.trim();
    },
    async inFront(name) {
      const { inboundExecutions = [] } = await stage(name);
      return inboundExecutions.map(({ pipelineExecutionId = '' }) => pipelineExecutionId);
    },
    async actions(pipelineExecutionId) {
      const command = new ListActionExecutionsCommand({ pipelineName, filter: { pipelineExecutionId } });
      const { actionExecutionDetails = [] } = await client.send(command);
      return actionExecutionDetails
        .map(({ stageName = '', actionName = '', status = '' }) => `${stageName}/${actionName} ${status}`)
        .sort();
    },
  };
}
