import { overrideCondition } from '../world/pipelines/override.ts';
import { requirePipeline } from '../world/pipelines/find.ts';
import { defineOperation } from './operation.ts';
import { overrideStageConditionInput } from './shapes/executions.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_OverrideStageCondition.html */
export const overrideStageCondition = defineOperation(
  'OverrideStageCondition',
  overrideStageConditionInput,
  (call, given) => {
    const { world, now, entropy, region, caller } = call;
    const { stageName, pipelineExecutionId: executionId, conditionType: type } = given;
    const pipeline = requirePipeline(world, region, given.pipelineName);
    overrideCondition(world, pipeline, { stageName, executionId, type }, caller.arn, now, entropy);
    return {};
  },
);
