import type { CellSwitch, CellView } from '#shared/domain/agent-cell.ts';
import type { Agent } from '../agent/agent.ts';
import type { Traffic } from '../agent/traffic.ts';
import { osUser } from '../platform/os-user.ts';
import type { PollHistory } from './agent-history.ts';
import type { ClientActs } from './client-acts.ts';
import type { Runtime } from './runtime.ts';

/** The part of a runtime that is about the agent itself: its cells, their switches, their past and what bounds them. */
export function agentDesk(parts: {
  agent: Agent;
  traffic: Traffic;
  history: PollHistory;
  acts: Pick<ClientActs, 'record'>;
  pollIntervalMs: number;
}): Pick<Runtime, 'cells' | 'control' | 'agentHistory' | 'agentBudget'> {
  const { agent, traffic, history, acts, pollIntervalMs } = parts;
  return {
    cells: () => agent.cells(),
    control(action, keys, by) {
      const before = new Map(agent.cells().map((cell) => [cell.key, cell.switch]));
      const after = agent.control(action, keys, by?.who ?? osUser());
      for (const { key, from, to } of turned(before, after))
        acts.record(`${action} cell`, key, 'took-effect', from, to, by);
      return after;
    },
    agentHistory: () => history.read(),
    agentBudget() {
      const { max, users } = agent.slots();
      const sum = (of: (user: (typeof users)[number]) => number): number =>
        users.reduce((total, user) => total + of(user), 0);
      return {
        pollIntervalMs,
        slots: { max, used: sum((user) => user.used), waiting: sum((user) => user.waiting), users },
        regions: traffic.regions(),
      };
    },
  };
}

function turned(
  before: ReadonlyMap<string, CellSwitch>,
  after: readonly CellView[],
): { key: string; from: CellSwitch; to: CellSwitch }[] {
  return after.flatMap((cell) => {
    const from = before.get(cell.key);
    return from === undefined || from === cell.switch ? [] : [{ key: cell.key, from, to: cell.switch }];
  });
}
