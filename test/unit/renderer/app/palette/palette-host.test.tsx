import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import { PaletteHost } from '#renderer/app/palette/palette-host.tsx';
import { aCell } from '#test/support/a-cell.ts';
import { CHANNEL_SAMPLES } from '#test/unit/electron/channel-samples.ts';
import { refusal, renderWithBridge } from '../../with-bridge.tsx';

const sample = (channel: RequestChannel) => () => ({
  ok: true as const,
  value: CHANNEL_SAMPLES[channel].answer as unknown,
});

const ANSWERS = {
  'agent.cells': sample('agent.cells'),
  'agent.control': sample('agent.control'),
  'environments.list': sample('environments.list'),
  'runs.list': sample('runs.list'),
  'runs.get': sample('runs.get'),
  'clients.list': sample('clients.list'),
  'app.info': sample('app.info'),
  'pipelines.list': sample('pipelines.list'),
  'pipelines.get': sample('pipelines.get'),
  'pipelines.whatIf': sample('pipelines.whatIf'),
  'app.copyText': () => ({ ok: true as const, value: null }),
};

function Host(): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <PaletteHost
      info={CHANNEL_SAMPLES['app.info'].answer}
      isOpen={isOpen}
      onOpen={setOpen}
      onHelp={() => undefined}
    />
  );
}

// It is loaded when it is opened first, which takes its time here.
beforeAll(() => import('#renderer/app/palette/palette.tsx'));
beforeEach(() => {
  location.hash = '#/agent';
  sessionStorage.clear();
  // What cmdk needs and the simulated page lacks.
  Element.prototype.scrollIntoView = () => undefined;
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function opened(answers: Partial<typeof ANSWERS> | Record<string, unknown> = {}) {
  const rendered = renderWithBridge(<Host />, { ...ANSWERS, ...answers });
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  const dialog = await screen.findByRole('dialog', { name: 'Command palette' });
  return { ...rendered, dialog, field: within(dialog).getByRole('combobox') };
}

const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });

describe('the palette', () => {
  it('opens with Ctrl+K on its field and closes with Escape', async () => {
    const { dialog, field } = await opened();
    expect(document.activeElement).toBe(field);
    fireEvent.keyDown(field, { key: 'Escape' });
    await waitFor(() => expect(dialog.isConnected).toBe(false));
  });

  it('goes to a page by the keyboard and offers it first the next time', async () => {
    const { field } = await opened();
    type(field, 'audit');
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(location.hash).toBe('#/audit'));
    fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
    const recent = await screen.findByRole('group', { name: 'Recent' });
    expect(within(recent).getByRole('option', { name: /Audit/ })).toBeDefined();
  });

  it('opens a run by its id at once, without waiting for a search', async () => {
    const { field } = await opened({ 'runs.list': () => refusal('the ledger is busy') });
    type(field, '11112222-3333-4444-5555-666677778888');
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(location.hash).toBe('#/runs/11112222-3333-4444-5555-666677778888'));
  });

  it('finds runs by customer and shows where they are', async () => {
    const { dialog, field, asked } = await opened();
    const [row] = CHANNEL_SAMPLES['runs.list'].answer.rows;
    type(field, 'cont');
    const runs = await within(dialog).findByRole('group', { name: 'Runs' });
    await within(runs).findByTestId(`palette-found ${row?.runId}`);
    expect(asked.find(({ channel }) => channel === 'runs.list')?.payload).toMatchObject({ text: 'cont' });
    fireEvent.click(within(runs).getByTestId(`palette-found ${row?.runId}`));
    await waitFor(() => expect(location.hash).toBe(`#/runs/${encodeURIComponent(row?.runId ?? '')}`));
  });

  it('says when runs cannot be searched, and still offers the pages', async () => {
    const { dialog, field } = await opened({ 'runs.list': () => refusal('The ledger is closed.') });
    type(field, 'runs');
    await within(dialog).findByText(/Runs could not be searched: The ledger is closed/);
    expect(within(dialog).getByTestId('palette-page runs')).toBeDefined();
  });

  it('says when no run holds the text', async () => {
    const empty = { ...CHANNEL_SAMPLES['runs.list'].answer, rows: [], total: 0 };
    const { dialog, field } = await opened({ 'runs.list': () => ({ ok: true, value: empty }) });
    type(field, 'nobody');
    await within(dialog).findByText('No run holds this text.');
  });

  it('pauses every cell and tells what came of it', async () => {
    const { dialog, asked } = await opened({ 'agent.cells': () => ({ ok: true, value: [aCell()] }) });
    await waitFor(() =>
      expect(within(dialog).getByTestId('palette-agent pause').getAttribute('aria-disabled')).toBe('false'),
    );
    fireEvent.click(within(dialog).getByTestId('palette-agent pause'));
    await waitFor(() =>
      expect(asked.find(({ channel }) => channel === 'agent.control')?.payload).toEqual({
        action: 'pause',
        keys: [],
      }),
    );
    await screen.findByTestId('agent-outcome');
  });

  it('copies the link to the run on screen', async () => {
    const { runId } = CHANNEL_SAMPLES['runs.get'].answer.run;
    location.hash = `#/runs/${encodeURIComponent(runId)}`;
    const { dialog, asked } = await opened();
    fireEvent.click(await within(dialog).findByTestId('palette-run copy link'));
    await waitFor(() =>
      expect(asked.find(({ channel }) => channel === 'app.copyText')?.payload).toEqual({
        text: `action-desk://run/${encodeURIComponent(runId)}`,
      }),
    );
  });

  it('asks before it changes the environment', async () => {
    const { dialog, asked } = await opened({
      'environments.list': () => ({
        ok: true,
        value: [{ name: 'staging', builtIn: false, active: false, definition: null }],
      }),
    });
    fireEvent.click(await within(dialog).findByTestId('palette-environment staging'));
    await screen.findByText('Work in staging?');
    expect(asked.some(({ channel }) => channel === 'environments.use')).toBe(false);
  });
});

describe('what the palette does to more than one run', () => {
  const hold = {
    ...{ holdId: 7, region: 'us-east-1', actionType: null, who: 'ada', reason: null, at: 1 },
  };
  const more = {
    'bulk.preview': () => ({
      ok: true as const,
      value: { total: 3, can: 2, cannot: [], exampleRunId: null, tooMany: false },
    }),
  };

  it('acts on all that the filter of the page leaves, by the keyboard', async () => {
    location.hash = '#/runs?lane=stuck';
    const { asked, field } = await opened(more);
    type(field, 'take over match');
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() =>
      expect(asked.findLast(({ channel }) => channel === 'bulk.preview')?.payload).toMatchObject({
        selection: { kind: 'matching', match: { lane: 'stuck' } },
        kind: 'take-over',
      }),
    );
  });

  it('pauses the one cell that was typed, and lists no cell before', async () => {
    const cells = ['us-east-1', 'eu-west-1'].map((region) => aCell({ region }));
    const { asked, field, dialog } = await opened({ 'agent.cells': () => ({ ok: true, value: cells }) });
    expect(dialog.textContent).not.toContain('Pause eu-west-1');
    // Lines that come after what was typed leave the mark, which Enter chooses, where it is.
    await waitFor(() =>
      expect(within(dialog).getByTestId('palette-agent pause').getAttribute('aria-disabled')).toBe('false'),
    );
    type(field, 'pause eu-west');
    const line = await screen.findByRole('option', { name: /Pause eu-west-1/ });
    expect(line.getAttribute('aria-selected')).toBe('true');
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() =>
      expect(asked.findLast(({ channel }) => channel === 'agent.control')?.payload).toEqual({
        action: 'pause',
        keys: [cells[1]?.key],
      }),
    );
  });

  it('opens the dialogs of holds', async () => {
    const holds = { 'holds.list': () => ({ ok: true, value: [hold] }) };
    const { field } = await opened(holds);
    await waitFor(() => expect(screen.getByText(/Release every action type in us-east-1/)).toBeTruthy());
    type(field, 'release every');
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(await screen.findByTestId('hold-submit')).toBeTruthy();
  });

  it('does nothing of it in a read-only environment, and says why', async () => {
    location.hash = '#/runs';
    const info = { ...CHANNEL_SAMPLES['app.info'].answer, protection: 'read-only', environment: 'live' };
    const { asked, field, dialog } = await opened({ ...more, 'app.info': () => ({ ok: true, value: info }) });
    type(field, 'fail all that match');
    await waitFor(() => expect(dialog.textContent).toContain('The environment live is read-only'));
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(asked.some(({ channel }) => channel === 'bulk.preview')).toBe(false);
  });
});

describe('pipelines in the palette', () => {
  it('opens a pipeline by its name, and lists none before something is typed', async () => {
    const { field, asked } = await opened();
    expect(asked.some(({ channel }) => channel === 'pipelines.list')).toBe(false);
    type(field, 'release us-east');
    const line = await screen.findByTestId('palette-pipeline us-east-1/release');
    expect(line.textContent).toContain('Open pipeline release in us-east-1');
    fireEvent.click(line);
    await waitFor(() => expect(location.hash).toBe('#/pipelines/us-east-1/release'));
  });

  it('says which regions could not be listed', async () => {
    const [region] = CHANNEL_SAMPLES['pipelines.list'].answer;
    const value = [{ ...region, problem: 'ListPipelines was throttled' }];
    const { field, dialog } = await opened({ 'pipelines.list': () => ({ ok: true, value }) });
    type(field, 'release');
    await within(dialog).findByText(/Pipelines of us-east-1 could not be listed/);
  });

  it('begins an act on the pipeline of the page, with what it will cause', async () => {
    location.hash = '#/pipelines/us-east-1/release?at=stage/Deploy/';
    const { field, asked } = await opened();
    await screen.findByRole('group', { name: 'This pipeline' });
    type(field, 'stop');
    const line = await screen.findByRole('option', { name: /^Stop 2…/ });
    fireEvent.click(line);
    expect((await screen.findByTestId('pipeline-act-submit')).textContent).toContain('Stop and wait');
    await waitFor(() =>
      expect(asked.findLast(({ channel }) => channel === 'pipelines.whatIf')?.payload).toMatchObject({
        pipeline: { region: 'us-east-1', name: 'release' },
        act: { kind: 'stop', abandon: false },
      }),
    );
  });

  it('offers no act on a pipeline elsewhere', async () => {
    const { dialog, asked } = await opened();
    await within(dialog).findByRole('group', { name: 'Go to' });
    expect(within(dialog).queryByRole('group', { name: 'This pipeline' })).toBeNull();
    expect(asked.some(({ channel }) => channel === 'pipelines.get')).toBe(false);
  });
});
