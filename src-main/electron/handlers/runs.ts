import type { Handlers } from '../answer-request.ts';
import type { RuntimeHost } from '../runtime-host.ts';

/** Runs: reads from the ledger, and acts through the agent. */
export function runsHandlers(host: RuntimeHost): Pick<Handlers, 'runs.list' | 'runs.get' | 'runs.act'> {
  return {
    'runs.list': async (query) => (await host.runtime()).listRuns(query),
    'runs.get': async ({ id }) => (await host.runtime()).getRun(id),
    'runs.act': async ({ runId, act }) => (await host.runtime()).act(runId, act),
  };
}
