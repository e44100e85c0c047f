import type { ActionTypeId, DeployActionExecutionTarget } from '@aws-sdk/client-codepipeline';
import { requirePipeline, stageOf } from '../world/pipelines/find.ts';
import type { Pipeline } from '../world/pipelines/pipeline.ts';
import { ServiceError } from '../world/service-error.ts';
import type { World } from '../world/world.ts';
import { defineOperation } from './operation.ts';
import { inOrderOf, pageOf } from './paging.ts';
import { listDeployActionExecutionTargetsInput } from './shapes/executions.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListDeployActionExecutionTargets.html
 * Only actions that deploy to EC2 have targets. Here they are stand-ins without instances, so the list of such
 * an action is empty. The service's error for other actions is not published: ValidationException.
 */
export const listDeployActionExecutionTargets = defineOperation(
  'ListDeployActionExecutionTargets',
  listDeployActionExecutionTargetsInput,
  (call, given) => {
    const { pipelineName, actionExecutionId, filters, nextToken, maxResults = 100 } = given;
    const pipelines =
      pipelineName === undefined
        ? pipelinesIn(call.world, call.region)
        : [requirePipeline(call.world, call.region, pipelineName)];
    const typeId = typeOfExecution(pipelines, actionExecutionId);
    if (!typeId) {
      const message = `The action execution with id '${actionExecutionId}' was not found`;
      throw new ServiceError('ActionExecutionNotFoundException', message);
    }
    if (typeId.owner !== 'AWS' || typeId.category !== 'Deploy' || typeId.provider !== 'EC2') {
      const message = `Deploy targets are not available for actions of provider ${typeId.provider}`;
      throw new ServiceError('ValidationException', message);
    }
    const filter = [pipelineName, actionExecutionId, filters];
    const request = { operation: 'ListDeployActionExecutionTargets', filter, nextToken, limit: maxResults };
    const none: DeployActionExecutionTarget[] = [];
    const page = pageOf(
      call,
      request,
      inOrderOf(none, ({ targetId }) => targetId ?? ''),
    );
    return { targets: page.items, nextToken: page.nextToken };
  },
);

function* pipelinesIn(world: World, region: string): Iterable<Pipeline> {
  for (const pipeline of world.pipelines.values()) if (pipeline.region === region) yield pipeline;
}

function typeOfExecution(pipelines: Iterable<Pipeline>, actionExecutionId: string): ActionTypeId | undefined {
  for (const pipeline of pipelines) {
    for (const execution of pipeline.executions.values()) {
      for (const { stageName, actions } of execution.stages.values()) {
        const action = actions.find((one) => one.actionExecutionId === actionExecutionId);
        if (!action) continue;
        const declared = stageOf(pipeline, execution, stageName).actions ?? [];
        return declared.find(({ name }) => name === action.actionName)?.actionTypeId;
      }
    }
  }
  return undefined;
}
