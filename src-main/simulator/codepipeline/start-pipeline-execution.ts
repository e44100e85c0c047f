import { requirePipeline } from '../world/pipelines/find.ts';
import { startExecution } from '../world/pipelines/start.ts';
import { defineOperation } from './operation.ts';
import { startPipelineExecutionInput } from './shapes/executions.ts';
import { checkRevisionOverrides, givenVariables } from './start-order.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StartPipelineExecution.html
 * A client request token starts one execution: used again, it answers with that one.
 */
export const startPipelineExecution = defineOperation(
  'StartPipelineExecution',
  startPipelineExecutionInput,
  (call, given) => {
    const { world, now, entropy, region, caller } = call;
    const { name, variables = [], sourceRevisions = [], clientRequestToken } = given;
    const pipeline = requirePipeline(world, region, name);
    const known = clientRequestToken === undefined ? undefined : pipeline.startTokens.get(clientRequestToken);
    if (known !== undefined) return { pipelineExecutionId: known };

    checkRevisionOverrides(pipeline, sourceRevisions);
    const { id } = startExecution(
      world,
      pipeline,
      {
        trigger: { triggerType: 'StartPipelineExecution', triggerDetail: caller.arn },
        variables: givenVariables(pipeline, variables),
        revisionOverrides: sourceRevisions,
      },
      now,
      entropy,
    );
    if (clientRequestToken !== undefined) pipeline.startTokens.set(clientRequestToken, id);
    return { pipelineExecutionId: id };
  },
);
