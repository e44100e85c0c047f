import type {
  ActionExecutionDetail,
  ActionExecutionResult,
  ArtifactDetail,
} from '@aws-sdk/client-codepipeline';
import type { ArtifactPlace } from '../../world/chain.ts';
import type { ActionExecution, PipelineExecution } from '../../world/pipelines/execution.ts';
import { stageOf } from '../../world/pipelines/find.ts';
import type { Pipeline } from '../../world/pipelines/pipeline.ts';
import type { World } from '../../world/world.ts';
import { externalOf, revisionOf } from './action-state.ts';
import type { Linked } from './action-links.ts';
import { maskedConfiguration } from './masked-configuration.ts';
import { epochSeconds } from './wire.ts';
import type { Wire } from './wire.ts';

/** One execution of an action as ListActionExecutions shows it, by the version its execution started with. */
export function actionExecutionDetail(
  world: World,
  pipeline: Pipeline,
  execution: PipelineExecution,
  action: ActionExecution,
): Wire<ActionExecutionDetail> {
  const { region } = action;
  const declared = stageOf(pipeline, execution, action.stageName).actions?.find(
    ({ name }) => name === action.actionName,
  );
  const typeId = declared?.actionTypeId;
  const masked = (configuration: Readonly<Record<string, string>>) =>
    maskedConfiguration(world, region, typeId, configuration);
  const resolvedConfiguration = masked(action.resolvedConfiguration);
  const linked = { typeId, region, configuration: resolvedConfiguration };
  return {
    pipelineExecutionId: execution.id,
    actionExecutionId: action.actionExecutionId,
    pipelineVersion: execution.pipelineVersion,
    stageName: action.stageName,
    actionName: action.actionName,
    startTime: epochSeconds(action.startedAt),
    lastUpdateTime: epochSeconds(action.lastUpdateAt),
    updatedBy: action.updatedBy ?? undefined,
    status: action.status,
    input: {
      actionTypeId: typeId,
      configuration: masked(declared?.configuration ?? {}),
      resolvedConfiguration,
      roleArn: declared?.roleArn,
      region,
      inputArtifacts: action.inputArtifacts.map(artifactDetail),
      namespace: declared?.namespace,
    },
    output: {
      outputArtifacts: action.outputArtifacts.map(artifactDetail),
      executionResult: executionResult(world, linked, execution, action),
      outputVariables: { ...action.outputVariables },
    },
  };
}

/** Where an artifact lies, in the words of the history. */
export function artifactDetail({ name, bucketName, objectKey }: ArtifactPlace): ArtifactDetail {
  return { name, s3location: { bucket: bucketName, key: objectKey } };
}

function executionResult(
  world: World,
  linked: Linked,
  execution: PipelineExecution,
  action: ActionExecution,
): ActionExecutionResult {
  const revision = revisionOf(execution, action.actionName);
  const errorDetails = action.errorDetails ?? undefined;
  // The token of an approval is its execution id outside: the only way to it for a pipeline in PARALLEL mode.
  if (action.work.kind === 'approval') {
    const { token } = action.work;
    return {
      externalExecutionId: token,
      externalExecutionSummary: action.summary ?? undefined,
      errorDetails,
    };
  }
  return {
    ...externalOf(world, linked, action, revision),
    externalExecutionSummary: action.summary ?? revision?.revisionSummary,
    errorDetails,
  };
}
