import { requirePipeline } from '../world/pipelines/find.ts';
import { closeTransition } from '../world/pipelines/transitions.ts';
import { defineOperation } from './operation.ts';
import { disableStageTransitionInput } from './shapes/executions.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DisableStageTransition.html */
export const disableStageTransition = defineOperation(
  'DisableStageTransition',
  disableStageTransitionInput,
  (call, given) => {
    const { stageName, transitionType: type, reason } = given;
    const pipeline = requirePipeline(call.world, call.region, given.pipelineName);
    closeTransition(pipeline, { stageName, type, reason }, call.caller.arn, call.now);
    return {};
  },
);
