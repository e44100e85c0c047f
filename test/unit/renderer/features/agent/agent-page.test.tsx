import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentPage } from '#renderer/features/agent/agent-page.tsx';
import type { AgentBudget } from '#shared/domain/agent-budget.ts';
import type { CellView } from '#shared/domain/agent-cell.ts';
import type { Protection } from '#shared/domain/environment.ts';
import type { Hold } from '#shared/domain/hold.ts';
import { aCell, aPast } from '#test/support/a-cell.ts';
import { anInfo } from '../../an-info.ts';
import { refusal, renderWithBridge } from '../../with-bridge.tsx';

const types = ['LoadTest', 'SmokeTest', 'Review'].map((provider) => ({ ...aCell().actionTypeId, provider }));
const cells = ['us-east-1', 'us-west-2'].flatMap((region) =>
  types.map((actionTypeId) => aCell({ region, actionTypeId })),
);
const budget: AgentBudget = {
  pollIntervalMs: 1_000,
  slots: { max: 20, used: 3, waiting: 0, users: [] },
  regions: [
    {
      ...{ region: 'us-east-1', callsPerSecond: 7, callsPerSecondAllowed: 8, underWay: 2, atOnceAllowed: 40 },
      waiting: { result: 1, claim: 0, poll: 4, console: 0 },
      throttledSince: null,
    },
  ],
};

const noHolds: Hold[] = [];

function show(present: CellView[] = cells, holds = noHolds, protection: Protection = 'open') {
  let now = present;
  return renderWithBridge(<AgentPage />, {
    'holds.list': () => ({ ok: true, value: holds }),
    'app.info': () => ({ ok: true, value: anInfo({ protection }) }),
    'agent.cells': () => ({ ok: true, value: now }),
    'agent.history': () => ({
      ok: true,
      value: { endsAt: 1, cells: present.map(({ key }) => ({ ...aPast(), key })) },
    }),
    'agent.budget': () => ({ ok: true, value: budget }),
    'agent.control': (payload) => {
      const { action, keys } = payload as { action: string; keys: string[] };
      const set = { pause: 'paused', drain: 'draining', resume: 'on' }[action] as CellView['switch'];
      now = now.map((cell) =>
        set && (keys.length === 0 || keys.includes(cell.key)) ? { ...cell, switch: set } : cell,
      );
      return { ok: true, value: now };
    },
  });
}
const controls = (asked: ReturnType<typeof show>['asked']) =>
  asked.filter(({ channel }) => channel === 'agent.control').map(({ payload }) => payload);

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
beforeEach(() => (location.hash = '#/agent'));
afterEach(cleanup);

describe('the matrix', () => {
  const open = async (present?: CellView[]) => {
    location.hash = '#/agent?view=matrix';
    const shown = show(present);
    const grid = await screen.findByRole('grid', { name: 'Cells: regions down, action types across' });
    return { ...shown, grid };
  };
  const key = (name: string, more: object = {}) =>
    fireEvent.keyDown(document.activeElement ?? document.body, { key: name, ...more });

  it('has one tab stop, and arrows walk over cells and headers', async () => {
    const { grid } = await open();
    const stops = () => grid.querySelectorAll('[tabindex="0"]');
    expect(stops()).toHaveLength(1);
    (stops()[0] as HTMLElement).focus();
    expect(document.activeElement).toBe(screen.getByTestId(`cell-${cells[0]!.key}`));
    key('ArrowRight');
    key('ArrowDown');
    expect(document.activeElement).toBe(screen.getByTestId(`cell-${cells[4]!.key}`));
    expect(stops()).toHaveLength(1);
    key('Home');
    expect(document.activeElement).toBe(within(grid).getByRole('rowheader', { name: 'us-west-2' }));
  });

  it('selects a cell, a row, a column and all by the keyboard', async () => {
    const { grid } = await open();
    const selected = () => within(grid).queryAllByRole('gridcell', { selected: true }).length;
    grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    key(' ');
    expect(selected()).toBe(1);
    key('Home');
    key('Enter');
    expect(selected()).toBe(3);
    key('PageUp');
    key('ArrowRight');
    key('Enter');
    expect(selected()).toBe(2);
    expect(screen.getByTestId('agent-scope').textContent).toBe('2 cells selected');
    key('a', { ctrlKey: true });
    expect(selected()).toBe(6);
    key('Escape');
    expect(selected()).toBe(0);
  });

  it('says in words what each cell is at, and why, also in the strip of the one looked at', async () => {
    const lost = {
      ...cells[0]!,
      mode: 'failing' as const,
      failuresInARow: 2,
      lastError: 'connect ECONNREFUSED',
    };
    await open([lost, ...cells.slice(1)]);
    const cell = screen.getByRole('gridcell', {
      name: /^us-east-1, LoadTest 1: Cut off\. Cut off: backing off/,
    });
    fireEvent.mouseEnter(cell);
    const strip = screen.getByRole('region', { name: 'Chosen cell' });
    expect(strip.textContent).toContain('connect ECONNREFUSED');
    expect(strip.textContent).toContain('after 2 failed polls in a row');
  });

  it('is what many cells open with', async () => {
    const many = Array.from({ length: 20 }, (_, at) => aCell({ region: `region-${at}` }));
    show(many);
    expect(await screen.findByRole('grid', { name: /regions down/ })).toBeTruthy();
  });
});

describe('the switches', () => {
  it('drain what is selected, and tell what came of it', async () => {
    location.hash = '#/agent?view=matrix';
    const { asked } = show();
    fireEvent.click(await screen.findByTestId(`cell-${cells[1]!.key}`));
    fireEvent.click(screen.getByRole('button', { name: 'Drain' }));
    expect(await screen.findByText('Draining 1 of 1 cell.')).toBeTruthy();
    expect(controls(asked)).toEqual([{ action: 'drain', keys: [cells[1]!.key] }]);
  });

  it('apply to all where nothing is selected', async () => {
    const { asked } = show();
    fireEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(await screen.findByText('Paused 6 of 6 cells.')).toBeTruthy();
    expect(controls(asked)).toEqual([{ action: 'pause', keys: [] }]);
    await waitFor(() => expect(screen.getByTestId('cell-pause').getAttribute('aria-disabled')).toBe('true'));
  });

  it('select the cells of one condition from the counts', async () => {
    show([{ ...cells[0]!, mode: 'failing' }, ...cells.slice(1)]);
    fireEvent.click(within(await screen.findByTestId('conditions')).getByRole('button', { name: /Cut off/ }));
    expect(screen.getByTestId('agent-scope').textContent).toBe('1 cell selected');
    fireEvent.click(screen.getByRole('button', { name: 'Clear' }));
    expect(screen.getByTestId('agent-scope').textContent).toBe('All 6 cells');
  });
});

it('shows the budget of each region and who waits', async () => {
  location.hash = '#/agent?view=budget';
  show();
  const row = (await screen.findByText('us-east-1')).closest('tr');
  expect(row?.textContent).toContain('7 of 8');
  expect(row?.textContent).toContain('1 results · 0 claims · 4 polls · 0 console');
  expect(screen.getByTestId('slots').textContent).toContain('3 of 20 slots in use, nothing waits.');
});

it('says what to do where there is no cell, and what went wrong where it could not ask', async () => {
  show([]);
  expect(await screen.findByText('The agent polls nothing')).toBeTruthy();
  cleanup();
  renderWithBridge(<AgentPage />, { 'agent.cells': () => refusal('The environment is not at work.') });
  expect(await screen.findByText('The environment is not at work.')).toBeTruthy();
});

describe('a hold', () => {
  const hold: Hold = {
    ...{ holdId: 1, region: 'us-west-2', actionType: null, who: 'ada', reason: 'INC-42', at: Date.now() },
  };
  const sentence = /Held by ada since .*\(every action type in us-west-2, “INC-42”\)/;

  it('shows its cells as held, with which hold and by whom, in the list', async () => {
    location.hash = '#/agent?view=list';
    show(cells, [hold]);
    expect(await screen.findAllByText(sentence)).toHaveLength(3);
    expect(screen.getByTestId('agent-headline').textContent).toContain('Partly held');
    const counts = within(screen.getByTestId('conditions'));
    fireEvent.click(counts.getByRole('button', { name: /Held\s*3/ }));
    expect(screen.getByTestId('agent-scope').textContent).toBe('3 cells selected');
  });

  it('shows them in the matrix and in the strip of the cell that one looks at, by the keyboard too', async () => {
    location.hash = '#/agent?view=matrix';
    show(cells, [hold]);
    await waitFor(() =>
      expect(screen.getByTestId(`cell-${cells[3]!.key}`).getAttribute('aria-label')).toMatch(sentence),
    );
    const grid = screen.getByRole('grid', { name: /Cells/ });
    grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowDown' });
    expect(screen.getByTestId('cell-inspector').textContent).toMatch(sentence);
  });
});

it('turns no switch in a read-only environment, and says why; a poll may be asked for', async () => {
  const { asked } = show(cells, noHolds, 'read-only');
  const pause = await screen.findByTestId('cell-pause');
  await waitFor(() => expect(pause.getAttribute('aria-disabled')).toBe('true'));
  fireEvent.click(pause);
  expect(controls(asked)).toEqual([]);
  fireEvent.click(screen.getByTestId('cell-poll-now'));
  await waitFor(() => expect(controls(asked)).toEqual([{ action: 'poll-now', keys: [] }]));
});
