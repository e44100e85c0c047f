import { requirePipeline } from '../world/pipelines/find.ts';
import { putActionRevision as putRevision } from '../world/pipelines/revisions.ts';
import { defineOperation } from './operation.ts';
import { putActionRevisionInput } from './shapes/executions.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutActionRevision.html */
export const putActionRevision = defineOperation(
  'PutActionRevision',
  putActionRevisionInput,
  (call, given) => {
    const { world, now, entropy, region, caller } = call;
    const { stageName, actionName, actionRevision } = given;
    const pipeline = requirePipeline(world, region, given.pipelineName);
    const revision = { ...actionRevision, created: new Date(actionRevision.created * 1000) };
    return putRevision(world, pipeline, { stageName, actionName, revision }, caller.arn, now, entropy);
  },
);
