import { expect, it } from 'vitest';
import { agentDesk } from '#main/compose/agent-desk.ts';
import type { Agent } from '#main/agent/agent.ts';
import type { Traffic } from '#main/agent/traffic.ts';
import type { CellView } from '#shared/domain/agent-cell.ts';
import { aCell } from '#test/support/a-cell.ts';

function aDesk() {
  let cells: CellView[] = [aCell(), aCell({ region: 'us-west-2', switch: 'paused' })];
  const asked: unknown[] = [];
  const audit: unknown[][] = [];
  const agent: Pick<Agent, 'cells' | 'control' | 'slots'> = {
    cells: () => cells,
    control: (...request) => {
      asked.push(request);
      cells = cells.map((cell) => ({ ...cell, switch: request[0] === 'pause' ? 'paused' : 'on' }));
      return cells;
    },
    slots: () => ({
      max: 20,
      users: [
        { region: 'us-east-1', actionType: 'a', used: 3, waiting: 0 },
        { region: 'us-west-2', actionType: 'a', used: 2, waiting: 4 },
      ],
    }),
  };
  const desk = agentDesk({
    agent: agent as Agent,
    traffic: { regions: () => [] } as unknown as Traffic,
    history: { watching: (service) => service, read: () => ({ endsAt: 1, cells: [] }) },
    acts: { record: (...entry) => void audit.push(entry) },
    pollIntervalMs: 1_000,
  });
  return { desk, asked, audit };
}

it('writes each switch that was really turned into the audit, with both states and who turned it', () => {
  const { desk, asked, audit } = aDesk();
  const ada = { who: 'ada', reason: 'maintenance' };
  desk.control('pause', [], ada);
  expect(asked).toEqual([['pause', [], 'ada']]);
  expect(audit).toEqual([['pause cell', aCell().key, 'took-effect', 'on', 'paused', ada]]);
  desk.control('pause', []);
  expect(audit).toHaveLength(1);
});

it('adds up who has slots', () => {
  const { desk } = aDesk();
  expect(desk.agentBudget()).toMatchObject({
    pollIntervalMs: 1_000,
    slots: { max: 20, used: 5, waiting: 4 },
  });
});
