import { z } from 'zod';
import type { Runtime } from '#main/compose/runtime.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { judgeSeed, type SeedVerdict, type SeenRun } from './until-done-decision.ts';

const scenarioSchema = z.object({
  seeds: z.array(
    z.object({
      name: z.string(),
      chainId: z.string(),
      region: z.string(),
      intended: z.enum(['succeeded', 'failed', 'waits-for-human']),
    }),
  ),
});

const ledgerSchema = z.object({
  chains: z.array(
    z.object({ chainId: z.string(), final: z.enum(['succeeded', 'failed', 'abandoned']).nullable() }),
  ),
  jobs: z.array(z.object({ jobId: z.string(), chainId: z.string() })),
});

/** Asks the simulator and our ledger once how each seed of the scenario stands. Throws when either does not answer. */
export async function readPracticeProgress(runtime: Runtime): Promise<SeedVerdict[]> {
  const endpoint = runtime.simulatorEndpoint;
  if (endpoint === null) throw new ActionDeskError('not-allowed-now', 'No simulator runs here.');
  const [{ seeds }, { chains, jobs }] = await Promise.all([
    ask(`${endpoint}/_simulator/scenario`, scenarioSchema),
    ask(`${endpoint}/_simulator/ledger`, ledgerSchema),
  ]);
  return Promise.all(
    seeds.map(async (seed) => {
      const jobId = jobs.find((job) => job.chainId === seed.chainId)?.jobId ?? null;
      const chain = chains.find(({ chainId }) => chainId === seed.chainId);
      const run = jobId === null ? null : await findRun(runtime, jobId);
      return judgeSeed(seed, chain ? { ...chain, jobId } : null, run);
    }),
  );
}

async function findRun(runtime: Runtime, jobId: string): Promise<SeenRun> {
  try {
    return (await runtime.getRun(jobId)).run;
  } catch (error) {
    if (error instanceof ActionDeskError && error.code === 'not-found') return null;
    throw error;
  }
}

async function ask<T extends z.ZodType>(url: string, schema: T): Promise<z.infer<T>> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new ActionDeskError('unreachable', `${url} answered ${response.status}.`);
  return schema.parse(await response.json());
}
