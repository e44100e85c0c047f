import { z } from 'zod';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { servedActionTypeSchema, type ServedActionType } from '#shared/domain/environment.ts';

const scenarioSchema = z.object({
  regions: z.array(z.string()),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  actionTypes: z.array(
    z.object({
      category: z.string(),
      owner: z.string(),
      provider: z.string(),
      version: z.string(),
      jobTimeoutSeconds: z.number(),
      executionUrlTemplate: z.string().nullish(),
      processor: z.enum(['http', 'manual']),
      secretConfiguration: z.array(z.string()).default([]),
    }),
  ),
  clients: z.array(z.object({ clientId: z.string(), label: z.string(), clientToken: z.string() })),
  backend: z.object({ startUrl: z.string(), statusUrl: z.string(), cancelUrl: z.string() }),
});

/** What the practice vendor has on file, as the simulator tells it over HTTP. */
export interface PracticeScenario {
  regions: string[];
  credentials: { accessKeyId: string; secretAccessKey: string };
  clients: { clientId: string; label: string; clientToken: string }[];
  actionTypes: ServedActionType[];
}

/** Reads `/_simulator/scenario` and turns it into what an environment's settings hold. */
export async function readPracticeScenario(endpoint: string): Promise<PracticeScenario> {
  const response = await fetch(`${endpoint}/_simulator/scenario`);
  if (!response.ok)
    throw new ActionDeskError('internal', `The simulator answered HTTP status ${response.status}.`);
  const scenario = scenarioSchema.parse(await response.json());
  const actionTypes = scenario.actionTypes.map(
    ({ processor, executionUrlTemplate, secretConfiguration, ...identity }) =>
      servedActionTypeSchema.parse({
        ...identity,
        ...(executionUrlTemplate ? { executionUrlTemplate } : {}),
        secretConfigurationKeys: secretConfiguration,
        processor: processor === 'http' ? { kind: 'http', ...scenario.backend } : { kind: 'manual' },
      }),
  );
  return {
    regions: scenario.regions,
    credentials: scenario.credentials,
    clients: scenario.clients,
    actionTypes,
  };
}
