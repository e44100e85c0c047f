import type { Simulation } from '../simulation.ts';

/** How much there is of everything, counted by state: a quick look at a world, and at what it costs. */
export function worldSummary({ world, s3, faults, flow }: Simulation): object {
  const pipelines = [...world.pipelines.values()];
  return {
    pipelines: pipelines.length,
    executions: countBy(
      pipelines.flatMap((pipeline) => [...pipeline.executions.values()]),
      ({ status }) => status,
    ),
    jobs: countBy([...world.jobs.values()], ({ status }) => status),
    webhooks: world.webhooks.size,
    standIns: world.standIns.length,
    buckets: s3.buckets.size,
    faults: faults.length,
    flowing: flow.chainIds.size + flow.executions.length,
  };
}

function countBy<T>(all: readonly T[], nameOf: (one: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of all) counts[nameOf(one)] = (counts[nameOf(one)] ?? 0) + 1;
  return counts;
}
