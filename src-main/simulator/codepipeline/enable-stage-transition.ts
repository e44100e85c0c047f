import { requirePipeline } from '../world/pipelines/find.ts';
import { openTransition } from '../world/pipelines/transitions.ts';
import { defineOperation } from './operation.ts';
import { enableStageTransitionInput } from './shapes/executions.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_EnableStageTransition.html */
export const enableStageTransition = defineOperation(
  'EnableStageTransition',
  enableStageTransitionInput,
  (call, given) => {
    const { world, now, entropy, region, caller } = call;
    const { stageName, transitionType: type } = given;
    const pipeline = requirePipeline(world, region, given.pipelineName);
    openTransition(world, pipeline, { stageName, type }, caller.arn, now, entropy);
    return {};
  },
);
