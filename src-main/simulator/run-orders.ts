import { encryptionKeyArn, placeInput, reserveOutput } from './artifacts/artifact-store.ts';
import type { RunOrder } from './scenarios/scenario.ts';
import { pick } from './seeded-random.ts';
import type { Simulation } from './simulation.ts';
import type { Chain } from './world/chain.ts';
import { startChain } from './world/world.ts';

/**
 * Starts an ordered run as the pipeline would: its input artifacts lie in the region's bucket, its outputs have
 * a place, its first job is queued. `accountId` and ids are made up here. Throws ServiceError for an action type
 * nobody registered.
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
        reserveOutput(artifacts, { region, pipelineName, name }, entropy),
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
 * piles up, and after a long silence only one run comes, not all that were missed.
 */
export function advanceFlow(simulation: Simulation, now: number): void {
  const { flow, random, world } = simulation;
  const plan = simulation.scenario.flow;
  if (!plan) return;
  const pauseMs = () => plan.averageSeconds * 1000 * (0.8 + 0.4 * random());
  flow.nextAt ??= now + pauseMs();
  if (now < flow.nextAt) return;
  for (const id of flow.chainIds) {
    if ((world.chains.get(id)?.final ?? null) !== null) flow.chainIds.delete(id);
  }
  if (flow.chainIds.size >= plan.maxUnfinished) return;
  flow.chainIds.add(startRun(simulation, plan.draw(random), now).chainId);
  flow.nextAt = now + pauseMs();
}

function revisionFrom(entropy: Simulation['entropy']): string {
  return (entropy.uuid() + entropy.uuid()).replace(/-/g, '').slice(0, 40);
}
