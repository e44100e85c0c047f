import type { PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import type { DeclaredStage, ExecutionRow, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { emptyWorld, type World } from '../../simulator/world/world.ts';
import type { PipelineExecution } from '../../simulator/world/pipelines/execution.ts';
import { pipelineKey, stagePlace, type Pipeline } from '../../simulator/world/pipelines/pipeline.ts';
import { isUnderWay, stagesOf } from './load-stages.ts';
import { placeExecutions } from './place-executions.ts';
import { nameOf } from '#shared/domain/pipeline-told.ts';

/** A simulated pipeline that stands where the real one stood when it was read, and what could not be carried over. */
export interface LoadedWorld {
  readonly world: World;
  readonly pipeline: Pipeline;
  /** A sentence each. */
  readonly unknowns: string[];
}

/** Work that never ends by itself: how long the real one takes is nobody's knowledge here. */
const ENDLESS = { durationMs: null, outcome: { ok: true } } as const;
const ANY = { provider: null, pipelineName: null, stageName: null, actionName: null, times: null };

/**
 * Builds a world of the simulator from what CodePipeline told of a pipeline. Artifacts, variables and configurations stay
 * behind: they decide how an action ends, never where an execution may go.
 *
 * @param since the earlier of two moments that are compared: see `stagesOf`.
 */
export function loadWorld(snapshot: PipelineSnapshot, since: PipelineSnapshot = snapshot): LoadedWorld {
  const { ref } = snapshot;
  const world = emptyWorld({ continueAfterMs: 0, redeliverAfterMs: 0, jobTimeoutMs: 0 });
  world.standIns.push({ ...ANY, ...ENDLESS });
  const pipeline: Pipeline = {
    arn: '',
    region: ref.region,
    name: ref.name,
    createdAt: 0,
    updatedAt: 0,
    versions: [declarationOf(snapshot)],
    stages: new Map(),
    executions: new Map(),
    active: new Set(),
    tags: [],
    sourceRevisions: new Map(),
    startTokens: new Map(),
  };
  world.pipelines.set(pipelineKey(ref.region, ref.name), pipeline);
  const unknowns: string[] = [];
  for (const row of [...snapshot.executions].reverse()) {
    pipeline.executions.set(row.executionId, executionOf(snapshot, since, row, pipeline.executions.size + 1));
    if (isUnderWay(row.status) && row.pipelineVersion !== null && row.pipelineVersion !== snapshot.version)
      unknowns.push(
        `${nameOf(row.executionId)} runs version ${row.pipelineVersion} of the pipeline; here it is tried with version ${snapshot.version}.`,
      );
  }
  for (const state of snapshot.states) {
    const place = stagePlace(pipeline, state.name);
    const { transition } = state;
    if (transition?.enabled === false)
      place.inbound = { closed: true, reason: null, changedBy: '', changedAt: transition.changedAt ?? 0 };
  }
  placeExecutions(snapshot, since, pipeline, unknowns);
  return { world, pipeline, unknowns };
}

/** By that name conditions of a declared type are found in a stage. */
const KINDS = { BEFORE_ENTRY: 'beforeEntry', ON_SUCCESS: 'onSuccess', ON_FAILURE: 'onFailure' } as const;

function declarationOf(snapshot: PipelineSnapshot): PipelineDeclaration {
  return {
    name: snapshot.ref.name,
    roleArn: '',
    version: 1,
    pipelineType: snapshot.pipelineType,
    executionMode: snapshot.executionMode,
    artifactStore: { type: 'S3', location: 'not-read' },
    stages: snapshot.stages.map(stageDeclaration),
  };
}

function stageDeclaration(stage: DeclaredStage): StageDeclaration {
  const declared: StageDeclaration = {
    name: stage.name,
    actions: stage.actions.map(({ name, runOrder, actionTypeId }) => ({
      name,
      runOrder,
      // Only approvals differ from other work: people end them. Everything else is a stand-in here.
      actionTypeId:
        actionTypeId.category === 'Approval'
          ? { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' }
          : { category: 'Invoke', owner: 'AWS', provider: 'Work', version: '1' },
      configuration: {},
      inputArtifacts: [],
      outputArtifacts: [],
    })),
  };
  if (stage.onFailure !== null)
    declared.onFailure = {
      result: stage.onFailure as 'FAIL',
      ...(stage.retryMode === null ? {} : { retryConfiguration: { retryMode: stage.retryMode } }),
    };
  for (const condition of stage.conditions) {
    const rules = (condition.rules.length === 0 ? ['rule'] : condition.rules).map((name) => ({
      name,
      ruleTypeId: { category: 'Rule' as const, provider: 'Work' },
    }));
    const kind = KINDS[condition.type];
    const before = declared[kind] ?? {};
    const conditions = [...(before.conditions ?? []), { result: condition.result as 'FAIL', rules }];
    declared[kind] = { ...before, conditions };
  }
  return declared;
}

function executionOf(
  snapshot: PipelineSnapshot,
  since: PipelineSnapshot,
  row: ExecutionRow,
  ordinal: number,
): PipelineExecution {
  const stages = new Map(stagesOf(snapshot, row, since).map((stage) => [stage.stageName, stage]));
  return {
    id: row.executionId,
    ordinal,
    pipelineVersion: 1,
    mode: row.mode ?? snapshot.executionMode,
    type: row.type === 'ROLLBACK' ? 'ROLLBACK' : 'STANDARD',
    rollbackTargetId: row.rollbackTargetId,
    // A rollback runs one stage: the one that it is seen in or in front of.
    onlyStage: row.type === 'ROLLBACK' ? stageOfRollback(snapshot, row, [...stages.keys()]) : null,
    trigger: {},
    startedAt: row.startedAt ?? 0,
    lastUpdateAt: row.updatedAt ?? 0,
    status: row.status,
    statusSummary: row.statusSummary,
    stopReason: null,
    position: { at: 'end' },
    stages,
    variables: {},
    revisionOverrides: [],
    revisions: [],
    artifacts: new Map(),
    namespaces: new Map(),
  };
}

function stageOfRollback(
  snapshot: PipelineSnapshot,
  row: ExecutionRow,
  seen: readonly string[],
): string | null {
  const waitsAt = snapshot.states.find(({ inbound }) =>
    inbound.some(({ executionId }) => executionId === row.executionId),
  );
  return seen.at(-1) ?? waitsAt?.name ?? null;
}
