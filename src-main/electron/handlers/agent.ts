import type { Handlers } from '../answer-request.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';

/** The agent's cells: one for each action type in each region. */
export function agentHandlers(
  host: RuntimeHost,
): Pick<Handlers, 'agent.cells' | 'agent.control' | 'agent.history' | 'agent.budget'> {
  return {
    'agent.cells': async () => (await host.runtime()).cells(),
    'agent.control': async ({ action, keys }) => (await host.runtime()).control(action, keys),
    'agent.history': async () => (await host.runtime()).agentHistory(),
    'agent.budget': async () => (await host.runtime()).agentBudget(),
  };
}
