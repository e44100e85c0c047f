import type { ScenarioClient } from '../scenarios/scenario.ts';
import type { Simulation } from '../simulation.ts';
import { actionTypeKey } from '../world/action-types.ts';

/**
 * What a host needs to work in this world, client tokens included: this is the practice vendor's own file, and
 * everything in it is made up. Seconds in all durations.
 */
export function scenarioReport(simulation: Simulation, endpoint: string): object {
  const { scenario, world, seeds } = simulation;
  const { jobTimeoutSeconds } = scenario.timing;
  const arranged = new Map(scenario.actionTypes.map((type) => [actionTypeKey(type.id), type]));
  return {
    scenario: scenario.name,
    regions: scenario.regions,
    credentials: scenario.credentials,
    accountId: scenario.accountId,
    timing: scenario.timing,
    actionTypes: [...world.actionTypes.entries()].map(([key, type]) => ({
      ...type.id,
      jobTimeoutSeconds: type.jobTimeoutSeconds ?? jobTimeoutSeconds,
      executionUrlTemplate: type.executionUrlTemplate,
      processor: arranged.get(key)?.processor ?? 'http',
      secretConfiguration: arranged.get(key)?.secretConfiguration ?? [],
    })),
    clients: scenario.clients.filter((client) => client.onFile).map(clientEntry),
    missingTokens: scenario.clients.filter((client) => !client.onFile).map(clientEntry),
    pipelines: scenario.pipelines.map(({ name, region, executionMode, stages }) => ({
      name,
      region,
      executionMode,
      stages: stages.map((stage) => stage.name),
    })),
    backend: {
      startUrl: `${endpoint}/_backend/runs`,
      statusUrl: `${endpoint}/_backend/runs/{ExternalExecutionId}`,
      cancelUrl: `${endpoint}/_backend/runs/{ExternalExecutionId}/cancel`,
    },
    seeds: [...seeds.entries()].map(([chainId, seed]) => ({
      name: seed.name,
      chainId,
      region: seed.region,
      intended: seed.intended,
    })),
  };
}

function clientEntry({ clientId, label, clientToken }: ScenarioClient): object {
  return { clientId, label, clientToken };
}
