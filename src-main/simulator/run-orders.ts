import { encryptionKeyArn, placeInput, reserveOutput } from './artifacts/artifact-store.ts';
import type { ExecutionOrder, RunOrder } from './scenarios/scenario.ts';
import { pick } from './seeded-random.ts';
import type { Simulation } from './simulation.ts';
import type { Chain } from './world/chain.ts';
import { pipelineKey } from './world/pipelines/pipeline.ts';
import { startExecution } from './world/pipelines/start.ts';
import { startChain } from './world/world.ts';

/** The runs that came by themselves and are not over yet. Plain data, kept with the world. */
export interface Flow {
  readonly chainIds: Set<string>;
  executions: { readonly pipeline: string; readonly executionId: string }[];
  /** When the next one comes (epoch milliseconds); null until somebody polls. */
  nextAt: number | null;
}

/**
 * Starts an ordered run as a pipeline of another account would: its input artifacts lie in the region's bucket,
 * its outputs have a place, its first job is queued. `accountId` and ids are made up here. Throws ServiceError for
 * an action type nobody registered.
 */
export function startRun(
  simulation: Simulation,
  order: RunOrder,
  now: number,
  given: { pipelineExecutionId?: string; actionExecutionId?: string } = {},
): Chain {
  const { world, artifacts, entropy, random, samples, scenario } = simulation;
  const { region } = order;
  const { pipelineName } = order.pipeline;
  const content = () => ({ zip: pick(random, samples.inputs), revision: revisionFrom(entropy), now });
  return startChain(
    world,
    {
      region,
      actionTypeId: order.actionTypeId,
      clientId: order.clientId,
      accountId: scenario.accountId,
      configuration: order.configuration,
      secretConfiguration: order.secretConfiguration,
      inputArtifacts: order.inputArtifacts.map((name) =>
        placeInput(artifacts, { region, pipelineName, name }, content(), entropy),
      ),
      outputArtifacts: order.outputArtifacts.map((name) =>
        reserveOutput(artifacts, { region, pipelineName, name }, entropy, now),
      ),
      encryptionKeyId: order.customerKey ? encryptionKeyArn(artifacts, region) : null,
      pipeline: {
        ...order.pipeline,
        actionExecutionId: given.actionExecutionId ?? entropy.uuid(),
        pipelineArn: `arn:aws:codepipeline:${region}:${scenario.accountId}:${pipelineName}`,
        pipelineExecutionId: given.pipelineExecutionId ?? entropy.uuid(),
      },
    },
    now,
    entropy,
  );
}

/**
 * Starts the next run of the scenario's flow when it is due. Called with every poll: without pollers nothing
 * piles up, and after a long silence only one run comes, not all that were missed. True when one was started.
 */
export function advanceFlow(simulation: Simulation, now: number): boolean {
  const { flow, random } = simulation;
  const plan = simulation.scenario.flow;
  if (!plan) return false;
  const pauseMs = () => plan.averageSeconds * 1000 * (0.8 + 0.4 * random());
  flow.nextAt ??= now + pauseMs();
  if (now < flow.nextAt) return false;
  forgetFinished(simulation);
  if (flow.chainIds.size + flow.executions.length >= plan.maxUnfinished) return false;
  for (let tries = 0; tries < 20; tries += 1) {
    if (!startOrdered(simulation, plan.draw(random), now)) continue;
    flow.nextAt = now + pauseMs();
    return true;
  }
  return false;
}

function forgetFinished({ flow, world }: Simulation): void {
  for (const id of flow.chainIds) {
    if ((world.chains.get(id)?.final ?? null) !== null) flow.chainIds.delete(id);
  }
  flow.executions = flow.executions.filter(
    ({ pipeline, executionId }) => world.pipelines.get(pipeline)?.active.has(executionId) ?? false,
  );
}

/** False where the order would only stand in line: another draw brings more to see. */
function startOrdered(simulation: Simulation, order: RunOrder | ExecutionOrder, now: number): boolean {
  const { flow, world, entropy, scenario } = simulation;
  if ('actionTypeId' in order) {
    flow.chainIds.add(startRun(simulation, order, now).chainId);
    return true;
  }
  const key = pipelineKey(order.region, order.pipelineName);
  const pipeline = world.pipelines.get(key);
  if (!pipeline) return false;
  const mode = pipeline.versions.at(-1)?.executionMode;
  if (mode !== 'PARALLEL' && pipeline.active.size > 0) return false;
  const trigger = {
    triggerType: 'StartPipelineExecution' as const,
    triggerDetail: `arn:aws:iam::${scenario.accountId}:user/release-bot`,
  };
  const execution = startExecution(world, pipeline, { trigger, variables: order.variables }, now, entropy);
  flow.executions.push({ pipeline: key, executionId: execution.id });
  return true;
}

function revisionFrom(entropy: Simulation['entropy']): string {
  return (entropy.uuid() + entropy.uuid()).replace(/-/g, '').slice(0, 40);
}
