import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import type { ArtifactPlace } from '../chain.ts';
import { planAt } from '../due-times.ts';
import type { ActionAddress } from '../world.ts';
import { freshPlace, storeIn } from './artifact-places.ts';
import type { ArtifactCopy } from './artifact-places.ts';
import { approvalWork, jobWork, sourceWork, standInWork } from './action-work.ts';
import type { ActionOrder } from './action-work.ts';
import type { ActionExecution, ActionWork, PipelineExecution, StageExecution } from './execution.ts';
import { declarationAt, pipelineKey, stagePlace } from './pipeline.ts';
import type { Scene } from './scene.ts';
import { resolveVariables } from './variables.ts';

/** Why an action cannot even begin. */
class CannotBegin extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Begins an action: an approval, a source, jobs for workers, or a timed stand-in. What cannot begin (a variable
 * or an input artifact that is not there, no store in its region, no such action type) has failed at once.
 */
export function startAction(
  scene: Scene,
  execution: PipelineExecution,
  stage: StageExecution,
  declared: ActionDeclaration,
): void {
  const { pipeline, now, entropy } = scene;
  const actionExecutionId = entropy.uuid();
  const actionName = declared.name ?? '';
  const at: ActionAddress = {
    pipeline: pipelineKey(pipeline.region, pipeline.name),
    executionId: execution.id,
    stageName: stage.stageName,
    actionExecutionId,
  };
  const base = {
    actionExecutionId,
    stageName: stage.stageName,
    actionName,
    runOrder: declared.runOrder ?? 1,
    region: declared.region ?? pipeline.region,
    startedAt: now,
    lastUpdateAt: now,
    outputVariables: {},
    summary: null,
    percentComplete: null,
    externalExecutionId: null,
    errorDetails: null,
    updatedBy: null,
  };
  stage.actions.push(begin(scene, execution, declared, base, at));
  if (execution.mode === 'PARALLEL') return;
  stagePlace(pipeline, stage.stageName).latestActions.set(actionName, {
    executionId: execution.id,
    actionExecutionId,
  });
}

type Base = Omit<
  ActionExecution,
  'status' | 'work' | 'resolvedConfiguration' | 'inputArtifacts' | 'outputArtifacts'
>;

function begin(
  scene: Scene,
  execution: PipelineExecution,
  declared: ActionDeclaration,
  base: Base,
  at: ActionAddress,
): ActionExecution {
  try {
    const resolvedConfiguration = configurationOf(execution, declared);
    const inputs = inputsOf(scene, execution, declared, base.region, at);
    const outputArtifacts = outputsOf(scene, execution, declared, base.region);
    const order: ActionOrder = {
      at,
      execution,
      declared,
      region: base.region,
      resolvedConfiguration,
      inputArtifacts: inputs,
      outputArtifacts,
      encryptionKeyId: storeFor(scene, execution, base.region).encryptionKeyId,
    };
    const { work, externalExecutionId = null } = beginWork(scene, order);
    return {
      ...base,
      resolvedConfiguration,
      inputArtifacts: inputs,
      outputArtifacts,
      status: 'InProgress',
      work,
      externalExecutionId,
    };
  } catch (error) {
    if (!(error instanceof CannotBegin)) throw error;
    return {
      ...base,
      resolvedConfiguration: declared.configuration ?? {},
      inputArtifacts: [],
      outputArtifacts: [],
      status: 'Failed',
      work: { kind: 'stand-in', endsAt: null, outcome: { ok: true } },
      errorDetails: { code: error.code, message: error.message },
    };
  }
}

function beginWork(scene: Scene, order: ActionOrder): { work: ActionWork; externalExecutionId?: string } {
  const { declared, at } = order;
  const id = declared.actionTypeId;
  if (id?.category === 'Approval') {
    const work = approvalWork(scene, declared);
    if (work.kind === 'approval') planAt(scene.world.due, work.expiresAt, { kind: 'action', at });
    return { work };
  }
  const isForeignSource = id?.owner === 'ThirdParty' && id.provider === 'GitHub';
  if (id?.category === 'Source' && (id.owner === 'AWS' || isForeignSource)) {
    return { work: sourceWork(scene, order) };
  }
  if (id?.owner !== 'AWS') {
    const work = jobWork(scene, order);
    if (typeof work === 'string') throw new CannotBegin('ConfigurationError', work);
    return { work };
  }
  return standInWork(scene, order);
}

function configurationOf(
  execution: PipelineExecution,
  declared: ActionDeclaration,
): Readonly<Record<string, string>> {
  const resolved = resolveVariables(execution, declared.configuration ?? {});
  if (resolved.ok) return resolved.values;
  throw new CannotBegin(
    'ConfigurationError',
    `The variable reference ${resolved.reference} in the configuration of action '${declared.name}' could not be resolved`,
  );
}

function inputsOf(
  scene: Scene,
  execution: PipelineExecution,
  declared: ActionDeclaration,
  region: string,
  at: ActionAddress,
): ArtifactPlace[] {
  const copies: ArtifactCopy[] = [];
  const { bucketName } = storeFor(scene, execution, region);
  const places = (declared.inputArtifacts ?? []).map(({ name = '' }) => {
    const found = execution.artifacts.get(name);
    if (!found) {
      const message = `The input artifact '${name}' was not produced by this pipeline execution`;
      throw new CannotBegin('ConfigurationError', message);
    }
    if (found.bucketName === bucketName) return found;
    const place = freshPlace(scene.pipeline.name, name, bucketName, scene.entropy);
    const to = { ...place, revision: found.revision };
    copies.push({ from: found, to });
    return to;
  });
  if (copies.length > 0) scene.world.errands.push({ kind: 'copy-artifacts', at, copies });
  return places;
}

function outputsOf(
  scene: Scene,
  execution: PipelineExecution,
  declared: ActionDeclaration,
  region: string,
): ArtifactPlace[] {
  const { bucketName } = storeFor(scene, execution, region);
  return (declared.outputArtifacts ?? []).map(({ name = '' }) =>
    freshPlace(scene.pipeline.name, name, bucketName, scene.entropy),
  );
}

function storeFor(scene: Scene, execution: PipelineExecution, region: string) {
  const store = storeIn(declarationAt(scene.pipeline, execution.pipelineVersion), region);
  if (store) return store;
  throw new CannotBegin('ConfigurationError', `The pipeline has no artifact store for region ${region}`);
}
