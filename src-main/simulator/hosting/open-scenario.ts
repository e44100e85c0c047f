import { buildZip } from '../artifacts/build-zip.ts';
import { sourceFiles } from '../artifacts/sample-files.ts';
import { operations } from '../codepipeline/operations.ts';
import { startRun } from '../run-orders.ts';
import type {
  ActionPlace,
  PastEvent,
  ScenarioBucket,
  ScenarioPipeline,
  Seed,
} from '../scenarios/scenario.ts';
import { addBucket, currentObject, deleteObject, putObject, readBody } from '../s3/store.ts';
import type { Simulation } from '../simulation.ts';
import { acknowledgeJob, pollJobs } from '../world/jobs.ts';
import { requirePipeline } from '../world/pipelines/find.ts';
import { startExecution } from '../world/pipelines/start.ts';
import { closeTransition } from '../world/pipelines/transitions.ts';
import { artifactBucketFor } from '../artifacts/artifact-store.ts';
import { bringUpToDate } from './bring-up-to-date.ts';
import { pushSource } from './source-changes.ts';

/**
 * Plays what happened before the simulator was started, at its own times, so that everything is as far as it would
 * be: buckets and pipelines are made, past events come, and seeds are found or started. Faults strike from then on.
 */
export function openScenario(simulation: Simulation): void {
  const { scenario, clock } = simulation;
  const now = clock.now();
  const at = (secondsAgo: number): number => now - secondsAgo * 1000;
  const opened = at(scenario.openedSecondsAgo);
  bringUpToDate(simulation, opened);
  for (const bucket of scenario.buckets) makeBucket(simulation, bucket, opened);
  for (const pipeline of scenario.pipelines) makePipeline(simulation, pipeline, opened);
  for (const { secondsAgo, event } of scenario.past) {
    bringUpToDate(simulation, at(secondsAgo));
    happen(simulation, event, at(secondsAgo));
  }
  bringUpToDate(simulation, now);
  for (const seed of scenario.seeds) sow(simulation, seed, now);
  simulation.faults.push(...scenario.faults.map((fault) => ({ ...fault })));
}

function makeBucket({ s3, entropy }: Simulation, bucket: ScenarioBucket, now: number): void {
  const { name, region, objectKeys } = bucket;
  addBucket(s3, name, { region, now, versioned: true });
  for (const key of objectKeys) {
    const application = key.split('/')[0] ?? key;
    const body = buildZip(sourceFiles(application, 'initial'), now);
    putObject(s3, name, key, { body, headers: { 'content-type': 'application/zip' }, now, entropy });
  }
}

/** Through the operation itself: what a scenario declares passes the checks that everybody's pipelines pass. */
function makePipeline(simulation: Simulation, declared: ScenarioPipeline, now: number): void {
  const { world, entropy, sealingKey, artifacts, scenario } = simulation;
  const create = operations.get('CreatePipeline');
  if (!create) throw new Error('CreatePipeline is not there');
  const { name, region, executionMode, variables } = declared;
  const elsewhere = declared.stages.flatMap(({ actions = [] }) => actions.flatMap((one) => one.region ?? []));
  const regions = [...new Set([region, ...elsewhere])];
  const storeOf = (where: string) => ({
    type: 'S3',
    location: artifactBucketFor(artifacts, where, now, entropy),
  });
  const stores =
    regions.length === 1
      ? { artifactStore: storeOf(region) }
      : { artifactStores: Object.fromEntries(regions.map((where) => [where, storeOf(where)])) };
  const pipeline = {
    name,
    roleArn: `arn:aws:iam::${scenario.accountId}:role/pipeline-service-role`,
    ...stores,
    stages: declared.stages,
    version: 1,
    executionMode,
    pipelineType: 'V2',
    ...(variables && { variables }),
  };
  const caller = { arn: engineerOf(scenario), accountId: scenario.accountId };
  create.run({ world, now, entropy, region, worker: null, caller, sealingKey }, { pipeline });
}

/** Who sets the scenarios' pipelines up, and whose hand it was in all that was done by hand. */
function engineerOf({ accountId }: Simulation['scenario']): string {
  return `arn:aws:iam::${accountId}:user/release-engineer`;
}

function happen(simulation: Simulation, event: PastEvent, now: number): void {
  const { world, entropy, scenario } = simulation;
  switch (event.kind) {
    case 'order':
      startRun(simulation, event.order, now);
      return;
    case 'push': {
      const { region, pipelineName, actionName, summary } = event;
      pushSource(simulation, { region, pipelineName, actionName, revisionId: null, summary }, now);
      return;
    }
    case 'start': {
      const pipeline = requirePipeline(world, event.region, event.pipelineName);
      const triggerDetail = engineerOf(scenario);
      const trigger = { triggerType: 'StartPipelineExecution' as const, triggerDetail };
      startExecution(world, pipeline, { trigger }, now, entropy);
      return;
    }
    case 'disable-transition': {
      const pipeline = requirePipeline(world, event.region, event.pipelineName);
      const { stageName, reason } = event;
      closeTransition(pipeline, { stageName, type: 'Inbound', reason }, engineerOf(scenario), now);
      return;
    }
    case 'claim': {
      const { region, actionTypeId, worker } = event;
      const [job] = pollJobs(world, { region, actionTypeId, limit: 1 }, now, entropy);
      if (!job) throw new Error(`no job of ${actionTypeId.provider} to claim in ${region}`);
      acknowledgeJob(world, job, job.nonce, now, worker);
      return;
    }
    case 'spoil-input':
      spoilInput(simulation, event.actionName, event.how, now);
  }
}

function spoilInput(
  simulation: Simulation,
  actionName: string,
  how: 'cut-short' | 'remove',
  now: number,
): void {
  const { world, s3, entropy } = simulation;
  const chain = [...world.chains.values()].findLast(({ data }) => data.pipeline.actionName === actionName);
  const [place] = chain?.data.inputArtifacts ?? [];
  const found = place && currentObject(s3, place.bucketName, place.objectKey);
  if (!place || !found) throw new Error(`${actionName} has no input artifact to spoil`);
  if (how === 'remove') {
    deleteObject(s3, place.bucketName, place.objectKey, { now, entropy });
    return;
  }
  const body = readBody(s3, found, 0, Math.floor(found.size / 2));
  putObject(s3, place.bucketName, place.objectKey, { body, headers: found.headers, now, entropy });
}

function sow(simulation: Simulation, { name, intended, run }: Seed, now: number): void {
  if ('order' in run) {
    const { chainId } = startRun(simulation, run.order, now);
    simulation.seeds.set(chainId, { name, intended, region: run.order.region });
  } else {
    const chainId = chainOf(simulation, run.action);
    simulation.seeds.set(chainId, { name, intended, region: run.action.region });
  }
}

function chainOf({ world }: Simulation, place: ActionPlace): string {
  const { region, pipelineName, stageName, actionName } = place;
  const chain = [...world.chains.values()].findLast(
    ({ data: { pipeline, region: at } }) =>
      at === region &&
      pipeline.pipelineName === pipelineName &&
      pipeline.stageName === stageName &&
      pipeline.actionName === actionName,
  );
  if (!chain) throw new Error(`${pipelineName}/${stageName}/${actionName} has no run yet`);
  return chain.chainId;
}
