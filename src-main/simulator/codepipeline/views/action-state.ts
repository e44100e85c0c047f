import type {
  ActionDeclaration,
  ActionExecution as ActionExecutionShape,
  ActionRevision,
  ActionState,
} from '@aws-sdk/client-codepipeline';
import type { ActionExecution, FoundRevision, PipelineExecution } from '../../world/pipelines/execution.ts';
import type { Pipeline, StagePlace } from '../../world/pipelines/pipeline.ts';
import type { World } from '../../world/world.ts';
import { linkOf } from './action-links.ts';
import type { Linked } from './action-links.ts';
import { maskedConfiguration } from './masked-configuration.ts';
import { epochSeconds } from './wire.ts';
import type { Wire } from './wire.ts';

/**
 * An action of the declaration in force with its latest execution, whichever pipeline execution that belongs
 * to. Only sources have a revision; it is the one that their latest execution found.
 */
export function actionState(
  world: World,
  pipeline: Pipeline,
  declared: ActionDeclaration,
  latest: { execution: PipelineExecution; action: ActionExecution } | null,
): Wire<ActionState> {
  const region = declared.region ?? pipeline.region;
  const typeId = declared.actionTypeId;
  const configuration = maskedConfiguration(
    world,
    region,
    typeId,
    latest?.action.resolvedConfiguration ?? declared.configuration ?? {},
  );
  const linked = { typeId, region, configuration };
  const revision = latest && revisionOf(latest.execution, latest.action.actionName);
  return {
    actionName: declared.name,
    currentRevision: revision ? currentRevision(revision) : undefined,
    latestExecution: latest ? latestExecution(world, linked, latest.action, revision) : undefined,
    entityUrl: linkOf(world, 'entity', linked),
    revisionUrl: revision ? revisionUrl(world, linked, revision) : undefined,
  };
}

/** The latest execution of an action through the index of its stage; null where it never ran, or in parallel. */
export function latestOf(
  pipeline: Pipeline,
  place: StagePlace | undefined,
  stageName: string,
  actionName: string,
): { execution: PipelineExecution; action: ActionExecution } | null {
  const where = place?.latestActions.get(actionName);
  const execution = where && pipeline.executions.get(where.executionId);
  if (!execution || execution.mode === 'PARALLEL') return null;
  const action = execution.stages
    .get(stageName)
    ?.actions.findLast(({ actionExecutionId }) => actionExecutionId === where.actionExecutionId);
  return action ? { execution, action } : null;
}

/** What a source action found in an execution; null for every other action. */
export function revisionOf(execution: PipelineExecution, actionName: string): FoundRevision | null {
  return execution.revisions.find((revision) => revision.actionName === actionName) ?? null;
}

function currentRevision(revision: FoundRevision): Wire<ActionRevision> {
  return {
    revisionId: revision.revisionId,
    revisionChangeId: revision.revisionChangeIdentifier ?? undefined,
    created: epochSeconds(revision.created),
  };
}

function latestExecution(
  world: World,
  linked: Linked,
  action: ActionExecution,
  revision: FoundRevision | null,
): Wire<ActionExecutionShape> {
  const { externalExecutionId, externalExecutionUrl } = externalOf(world, linked, action, revision);
  return {
    actionExecutionId: action.actionExecutionId,
    status: action.status,
    summary: action.summary ?? revision?.revisionSummary,
    lastStatusChange: epochSeconds(action.lastUpdateAt),
    token: action.work.kind === 'approval' && action.status === 'InProgress' ? action.work.token : undefined,
    lastUpdatedBy: action.updatedBy ?? undefined,
    externalExecutionId,
    externalExecutionUrl,
    percentComplete: action.percentComplete ?? undefined,
    errorDetails: action.errorDetails ?? undefined,
  };
}

/** The run outside and its link. For a source that is the revision it found. */
export function externalOf(
  world: World,
  linked: Linked,
  action: ActionExecution,
  revision: FoundRevision | null,
): { externalExecutionId: string | undefined; externalExecutionUrl: string | undefined } {
  const id = action.externalExecutionId ?? revision?.revisionId;
  if (id === undefined) return { externalExecutionId: undefined, externalExecutionUrl: undefined };
  return {
    externalExecutionId: id,
    externalExecutionUrl:
      id === revision?.revisionId
        ? revisionUrl(world, linked, revision)
        : linkOf(world, 'execution', linked, id),
  };
}

function revisionUrl(world: World, linked: Linked, revision: FoundRevision): string | undefined {
  const { revisionId, revisionUrl: own } = revision;
  return own ?? (revisionId === undefined ? undefined : linkOf(world, 'revision', linked, revisionId));
}
