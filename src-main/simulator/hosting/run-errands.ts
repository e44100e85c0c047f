import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import { outputZipOf } from '../artifacts/sample-zips.ts';
import { currentObject, readBody } from '../s3/store.ts';
import type { Simulation } from '../simulation.ts';
import type { ArtifactPlace } from '../world/chain.ts';
import { freshPlace, storeIn } from '../world/pipelines/artifact-places.ts';
import type { Errand } from '../world/pipelines/errands.ts';
import { findAction, stageOf } from '../world/pipelines/find.ts';
import { declarationAt } from '../world/pipelines/pipeline.ts';
import { sourceRead } from '../world/pipelines/sources.ts';
import type { ActionAddress } from '../world/world.ts';
import { keepArtifact } from './keep-artifact.ts';
import { currentRevision, readSource } from './read-source.ts';
import type { SourcePlace } from './repositories.ts';

/** Does what the world has asked for, in order and at the world's own time; answers may bring further errands. */
export function runErrands(simulation: Simulation): void {
  const { errands } = simulation.world;
  for (let errand = errands.shift(); errand; errand = errands.shift()) runErrand(simulation, errand);
}

function runErrand(simulation: Simulation, errand: Errand): void {
  const now = simulation.world.settledAt;
  switch (errand.kind) {
    case 'read-source':
      bringSource(simulation, errand, now);
      return;
    case 'make-outputs':
      makeOutputs(simulation, errand.at, now);
      return;
    case 'copy-artifacts':
      for (const { from, to } of errand.copies) copyArtifact(simulation, from, to, errand.at, now);
  }
}

function bringSource(
  simulation: Simulation,
  { at, overrides }: Extract<Errand, { kind: 'read-source' }>,
  now: number,
): void {
  const { world, entropy } = simulation;
  const scene = sceneOf(simulation, at);
  if (scene?.action.status !== 'InProgress') return;
  const { pipeline, action, declared, keyId, bucketName } = scene;
  const source: SourcePlace = {
    region: action.region,
    provider: declared.actionTypeId?.provider ?? '',
    actionName: action.actionName,
    configuration: action.resolvedConfiguration,
  };
  const head = currentRevision(simulation, source, now);
  const found = readSource(simulation, source, overrides, now);
  if (!found.ok) {
    sourceRead(world, at, found, now, entropy);
  } else {
    const places = (declared.outputArtifacts ?? []).map(({ name = '' }) => ({
      ...freshPlace(pipeline.name, name, bucketName, entropy),
      revision: found.revisionId,
    }));
    const missing = places.find((place) => !keepArtifact(simulation, place, found.body, keyId, now));
    const result = missing ? noArtifactBucket(missing) : foundRevision(action.actionName, found, places);
    sourceRead(world, at, result, now, entropy);
  }
  // Polling compares with the head that was seen, also where an older revision was asked for or reading failed.
  if (head !== null) pipeline.sourceRevisions.set(action.actionName, head);
}

function foundRevision(
  actionName: string,
  found: Extract<ReturnType<typeof readSource>, { ok: true }>,
  places: readonly ArtifactPlace[],
) {
  const { revisionId, changeIdentifier, summary, url, created, outputVariables } = found;
  const revision = {
    actionName,
    revisionId,
    revisionChangeIdentifier: changeIdentifier,
    ...(summary !== undefined && { revisionSummary: summary }),
    ...(url !== undefined && { revisionUrl: url }),
    created,
    artifactName: places[0]?.name ?? null,
  };
  return { ok: true as const, revision, places: [...places], outputVariables };
}

function noArtifactBucket({ bucketName, objectKey }: ArtifactPlace) {
  const message = `Unable to put the artifact with Amazon S3 object key '${objectKey}' into the Amazon S3 artifact bucket '${bucketName}' (Service: Amazon S3; Status Code: 404; Error Code: NoSuchBucket)`;
  return { ok: false as const, code: 'PermissionError', message };
}

function makeOutputs(simulation: Simulation, at: ActionAddress, now: number): void {
  const scene = sceneOf(simulation, at);
  if (!scene) return;
  const zip = outputZipOf(simulation.samples, scene.declared.actionTypeId?.category ?? 'Build');
  for (const place of scene.action.outputArtifacts) keepArtifact(simulation, place, zip, scene.keyId, now);
}

function copyArtifact(
  simulation: Simulation,
  from: ArtifactPlace,
  to: ArtifactPlace,
  at: ActionAddress,
  now: number,
): void {
  const found = currentObject(simulation.s3, from.bucketName, from.objectKey);
  if (!found) return;
  keepArtifact(simulation, to, readBody(simulation.s3, found), sceneOf(simulation, at)?.keyId ?? null, now);
}

/** The action with its declaration and the store of its region; null when the pipeline is gone meanwhile. */
function sceneOf({ world }: Simulation, at: ActionAddress) {
  const found = findAction(world, at);
  if (!found) return null;
  const { pipeline, execution, action } = found;
  const declared: ActionDeclaration = stageOf(pipeline, execution, at.stageName).actions?.find(
    ({ name }) => name === action.actionName,
  ) ?? {
    name: action.actionName,
    actionTypeId: undefined,
  };
  const store = storeIn(declarationAt(pipeline, execution.pipelineVersion), action.region);
  return {
    pipeline,
    action,
    declared,
    bucketName: store?.bucketName ?? '',
    keyId: store?.encryptionKeyId ?? null,
  };
}
