import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { preferencesSchema } from '#shared/domain/preferences.ts';
import { RUN_LANES, type RunLane } from '#shared/domain/run-lanes.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { Envelope } from '#shared/ipc/envelope.ts';
import { RunsPage } from '#renderer/features/runs/runs-page.tsx';
import { aRun } from '../../a-run.ts';
import { refusal, renderWithBridge } from '../../with-bridge.tsx';

const countsByLane = {
  ...(Object.fromEntries(RUN_LANES.map((lane) => [lane, 0])) as Record<RunLane, number>),
  all: 24,
  stuck: 3,
};
const runs = Array.from({ length: 24 }, (_, n) => aRun({ runId: `run-${n}`, clientLabel: `Customer ${n}` }));
const TEN_A_PAGE = preferencesSchema.parse({ runsPageSize: 10 });
const answered = (value: unknown) => () => ({ ok: true as const, value });

/** The page over a ledger of 24 runs, ten a page, that pages, counts and exports. */
function renderPage(change: Partial<Record<RequestChannel, () => Envelope<unknown>>> = {}) {
  return renderWithBridge(
    <I18nProvider locale="en" messages={[messages]}>
      <RunsPage acts={(selection) => <span>{`acts on ${selection.kind}`}</span>} />
    </I18nProvider>,
    {
      'runs.list': (payload) => {
        const { page, pageSize } = payload as { page: number; pageSize: number };
        const rows = runs.slice((page - 1) * pageSize, page * pageSize);
        const counts = { countsByState: { working: 24 }, countsByLane };
        return { ok: true, value: { rows, total: 24, ...counts, readAt: 0, nextLaneChangeAt: null } };
      },
      'runs.count': answered({ total: 24, countsByState: { working: 22, failed: 2 } }),
      'runs.values': answered([{ value: 'us-east-1', runs: 24 }]),
      'runs.export': answered({ file: 'runs.csv', runs: 23 }),
      'app.copyText': answered(null),
      'agent.cells': answered([]),
      'preferences.get': answered(TEN_A_PAGE),
      'preferences.change': (payload) => ({
        ok: true,
        value: { ...TEN_A_PAGE, ...(payload as object) },
      }),
      ...change,
    },
  );
}

// Looking through a whole table by role takes a simulated page a while.
configure({ asyncUtilTimeout: 8000 });

const box = (customer: string) => screen.findByRole('checkbox', { name: `Select the run of ${customer}` });
const bar = () => screen.getByRole('region', { name: 'Selected runs' });
const go = (hash: string) => {
  location.hash = hash;
  dispatchEvent(new HashChangeEvent('hashchange'));
};

describe('the runs page', () => {
  beforeEach(() => go('#/runs'));
  afterEach(cleanup);

  it('counts the lanes, says what each counts, and leads to one with a step back', async () => {
    renderPage();
    const lane = await screen.findByRole('button', { name: '3 Stuck' });
    expect(lane.title).toContain('no next job for 2 min');
    fireEvent.click(lane);
    expect(location.hash).toBe('#/runs?lane=stuck');
    await waitFor(() => expect(lane.getAttribute('aria-pressed')).toBe('true'));
  });

  it('says what an empty lane means, and of a filter only that nothing matches', async () => {
    const none = { rows: [], total: 0, countsByState: {}, countsByLane, readAt: 0, nextLaneChangeAt: null };
    go('#/runs?lane=needs-token');
    renderPage({ 'runs.list': answered(none) });
    expect(await screen.findByText('No run needs a token')).toBeTruthy();
    expect(screen.getByText(/This lane counts: There is no client token/)).toBeTruthy();
    go('#/runs?lane=needs-token&q=contoso');
    expect(await screen.findByText('No run matches')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Show all runs' }));
    expect(await screen.findByText('No runs yet')).toBeTruthy();
  });

  it('asks the ledger for what the address says, in pages of the chosen size', async () => {
    go(`#/runs?lane=failed&page=2&f=${encodeURIComponent('[["message",":","ECONN"]]')}`);
    const { asked } = renderPage();
    await screen.findByText('Customer 15');
    expect(asked.filter(({ channel }) => channel === 'runs.list').at(-1)?.payload).toEqual({
      lane: 'failed',
      filter: {
        operation: 'and',
        tokens: [{ property: 'message', operator: ':', values: ['ECONN'] }],
      },
      sortBy: 'createdAt',
      descending: true,
      page: 2,
      pageSize: 10,
    });
  });

  it('keeps what is selected over other pages, and copies the ids', async () => {
    const { asked } = renderPage();
    fireEvent.click(await box('Customer 3'));
    expect(within(bar()).getByText('1 run')).toBeTruthy();
    go('#/runs?page=2');
    fireEvent.click(await box('Customer 16'));
    await waitFor(() => expect(bar().textContent).toContain('2 runs selected, 1 not on this page'));
    expect(bar().textContent).toContain('acts on chosen');
    fireEvent.click(within(bar()).getByRole('button', { name: 'Copy ids' }));
    await screen.findByText('The ids of 2 runs are on the clipboard.');
    expect(asked.at(-1)).toEqual({ channel: 'app.copyText', payload: { text: 'run-3\nrun-16\n' } });
    go('#/runs');
    expect(await box('Customer 3')).toHaveProperty('checked', true);
  });

  it('selects all that match with a preview, less what is taken back, and exports them', async () => {
    const { asked } = renderPage();
    await box('Customer 7');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Select all runs on this page' }));
    expect(bar().textContent).toContain('10 runs selected');
    fireEvent.click(within(bar()).getByRole('button', { name: 'Select all 24 that match' }));
    expect(bar().textContent).toContain('All 24 runs that match');
    expect(await screen.findByText('22 Working, 2 Failed')).toBeTruthy();
    fireEvent.click(await box('Customer 7'));
    await waitFor(() => expect(bar().textContent).toContain('23 runs that match'));
    fireEvent.click(within(bar()).getByRole('button', { name: 'Export' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'As CSV…' }));
    await screen.findByText('23 runs were written to runs.csv.');
    expect(asked.find(({ channel }) => channel === 'runs.export')?.payload).toEqual({
      selection: { kind: 'matching', match: {}, except: ['run-7'] },
      format: 'csv',
    });
  });

  it('saves the view on screen under a name', async () => {
    go('#/runs?lane=stuck&sort=deadlineAt');
    const { asked } = renderPage();
    fireEvent.click(await screen.findByRole('button', { name: 'Views' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Save this view…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Save this view' });
    fireEvent.change(within(dialog).getByRole('textbox', { name: 'Name' }), { target: { value: 'At risk' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await within(dialog).findByText('This name is taken by a built-in view.')).toBeTruthy();
    fireEvent.change(within(dialog).getByRole('textbox', { name: 'Name' }), { target: { value: 'Calls' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await screen.findByText('The view “Calls” is saved.');
    expect(asked.find(({ channel }) => channel === 'preferences.change')?.payload).toEqual({
      savedViews: [{ name: 'Calls', parameters: 'lane=stuck&sort=deadlineAt' }],
    });
  });

  it('asks at once for all rows that are held and have left the newest page', async () => {
    let later = false;
    const counts = { total: 24, countsByState: { working: 24 }, countsByLane };
    // The ledger names a moment at which a lane changes, so that the page asks again by itself.
    let readAt = 0;
    const page = (rows: typeof runs) => ({ rows, ...counts, readAt: ++readAt, nextLaneChangeAt: readAt + 1 });
    const arrived = [aRun({ runId: 'new-1' }), aRun({ runId: 'new-2' })];
    const { asked } = renderPage({
      'runs.list': () => answered(page(later ? [...arrived, ...runs.slice(0, 8)] : runs.slice(0, 10)))(),
      'runs.rows': answered([aRun({ runId: 'run-9', clientLabel: 'Customer 9, later' })]),
    });
    fireEvent.click(await box('Customer 3'));
    later = true;
    expect(await screen.findByText('Customer 9, later')).toBeTruthy();
    expect(screen.getByText('Customer 8')).toBeTruthy();
    expect(screen.getByTestId('show-new').textContent).toBe('2 new runs');
    expect(asked.find(({ channel }) => channel === 'runs.rows')?.payload).toEqual({
      runIds: ['run-8', 'run-9'],
    });
    expect(asked.some(({ channel }) => channel === 'runs.get')).toBe(false);
  });

  it('stands still while it is paused, but not for another filter', async () => {
    renderPage();
    await box('Customer 3');
    fireEvent.click(screen.getByTestId('pause-updates'));
    go('#/runs?page=2');
    expect(await screen.findByText('Customer 15')).toBeTruthy();
    expect(screen.queryByText('Customer 3')).toBeNull();
  });

  it('says why a filter is not applied', async () => {
    renderPage();
    const input = await screen.findByRole('combobox', { name: 'Filter runs' });
    fireEvent.change(input, { target: { value: 'Started > soon' } });
    fireEvent.keyDown(input, { key: 'Enter', keyCode: 13 });
    expect(await screen.findByText(/Not applied: “Started > soon”, expected a time/)).toBeTruthy();
    expect(location.hash).toBe('#/runs');
  });

  it('shows what went wrong and asks again', async () => {
    const { asked } = renderPage({ 'runs.list': () => refusal('The ledger is damaged.') });
    expect(await screen.findByText('The ledger is damaged.')).toBeTruthy();
    const before = asked.filter(({ channel }) => channel === 'runs.list').length;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() =>
      expect(asked.filter(({ channel }) => channel === 'runs.list').length).toBeGreaterThan(before),
    );
  });
});
