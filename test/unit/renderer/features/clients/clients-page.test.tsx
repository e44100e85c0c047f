import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { ClientView, UnmatchedClient } from '#shared/domain/client.ts';
import { LIKELY_PAGE_NAMES } from '#shared/domain/configuration-page.ts';
import type { Envelope } from '#shared/ipc/envelope.ts';
import { ClientsPage } from '#renderer/features/clients/clients-page.tsx';
import { anInfo } from '../../an-info.ts';
import { refusal, renderWithBridge } from '../../with-bridge.tsx';

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
afterEach(cleanup);

const CONTOSO: ClientView = {
  clientId: '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d',
  label: 'Contoso',
  tokenUsable: true,
  createdAt: 1,
  lastUsedAt: null,
  invalidTokenCount: 0,
  refusedAt: null,
  disabledAt: null,
};
const FABRIKAM: ClientView = {
  ...CONTOSO,
  clientId: 'c15a94be-7f38-4e02-9b6d-2d80f7a3e5c3',
  label: 'Fabrikam',
  invalidTokenCount: 3,
  refusedAt: 5,
};
const ok = (value: unknown): Envelope<unknown> => ({ ok: true, value });
const waitingOf = (change: Partial<UnmatchedClient>): UnmatchedClient => ({
  clientId: CONTOSO.clientId,
  label: null,
  reason: 'missing',
  runCount: 3,
  runs: [{ runId: 'run-1', region: 'us-east-1', jobId: 'j1', polledAt: 1, deadlineAt: Date.now() + 90_000 }],
  ...change,
});

function aPage(
  rows: ClientView[],
  unmatched: UnmatchedClient[] = [],
  more: Record<string, () => unknown> = {},
) {
  const answers = {
    'clients.list': () =>
      ok({
        rows,
        total: rows.length,
        counts: { all: rows.length, unusable: 0, refused: 1, disabled: 0, unused: 2 },
        tokenKeeping: { kept: true, sentence: 'Tokens are encrypted.' },
      }),
    'clients.unmatched': () => ok({ unmatched, total: unmatched.length }),
    'app.info': () => refusal('no matter'),
    ...Object.fromEntries(Object.entries(more).map(([channel, answer]) => [channel, () => ok(answer())])),
  };
  return renderWithBridge(<ClientsPage />, answers);
}

const lastAsked = (asked: { channel: string; payload: unknown }[], channel: string): unknown =>
  asked.findLast((one) => one.channel === channel)?.payload;

async function chooseAct(client: ClientView, act: RegExp): Promise<void> {
  const menu = await screen.findByTestId(`client-acts-${client.clientId}`);
  fireEvent.click(within(menu).getByRole('button', { name: `Acts on ${client.label}` }));
  fireEvent.click(await screen.findByRole('menuitem', { name: act }));
}

const field = (testId: string): HTMLInputElement => {
  const found = screen.getByTestId(testId).querySelector('input');
  if (!found) throw new Error(`no field ${testId}`);
  return found;
};

it('shows how each client stands, and how often its token was refused', async () => {
  aPage([CONTOSO, FABRIKAM, { ...CONTOSO, clientId: 'x', label: 'Tailspin', disabledAt: 9 }]);
  const table = await screen.findByRole('table', { name: 'Clients' });
  const rows = within(table).getAllByRole('row').slice(1);
  expect(rows.map((row) => /Usable|Token refused|Disabled/.exec(row.textContent)?.[0])).toEqual([
    'Usable',
    'Token refused',
    'Disabled',
  ]);
  expect(rows[1]?.textContent).toContain('3 ×');
});

it('asks for another order, another text and another page, from the first page on', async () => {
  const { asked } = aPage([CONTOSO]);
  // The head's own button, and beside it the one that changes its width.
  const [order] = await screen.findAllByRole('button', { name: 'Refused' });
  if (order) fireEvent.click(order);
  await waitFor(() =>
    expect(lastAsked(asked, 'clients.list')).toMatchObject({ sortBy: 'invalidTokenCount', page: 1 }),
  );
  const search = screen.getByRole('searchbox', { name: 'Filter clients' });
  fireEvent.change(search, { target: { value: 'conto' } });
  await waitFor(() => expect(lastAsked(asked, 'clients.list')).toMatchObject({ text: 'conto', page: 1 }));
});

it('says what to do where there is no client, and what went wrong where they cannot be read', async () => {
  aPage([]);
  expect(await screen.findByText('No clients yet')).toBeTruthy();
  cleanup();
  renderWithBridge(<ClientsPage />, {
    'clients.list': () => refusal('The ledger file is damaged.'),
    'clients.unmatched': () => ok({ unmatched: [], total: 0 }),
    'app.info': () => refusal('no matter'),
  });
  expect(await screen.findByText('The ledger file is damaged.')).toBeTruthy();
});

it('lists whose jobs wait with their deadline, and offers what releases them', async () => {
  const { asked } = aPage(
    [CONTOSO],
    [waitingOf({}), waitingOf({ clientId: FABRIKAM.clientId, label: 'Fabrikam', reason: 'disabled' })],
    { 'clients.setDisabled': () => ({ client: FABRIKAM, releasedRuns: 3 }) },
  );
  const inbox = await screen.findByRole('table', { name: 'Unmatched clients' });
  expect(inbox.textContent).toMatch(/No token.*\+ 2.*in 1:\d\d/);
  fireEvent.click(within(inbox).getByRole('button', { name: 'Enable Fabrikam' }));
  fireEvent.click(screen.getByTestId('client-disable-confirm'));
  await waitFor(() =>
    expect(lastAsked(asked, 'clients.setDisabled')).toEqual({
      clientId: FABRIKAM.clientId,
      disabled: false,
      reason: '',
    }),
  );
  expect((await screen.findByTestId('client-outcome')).textContent).toBe('3 waiting runs go on.');
});

it('rotates a token, and says that the old one is gone', async () => {
  const { asked } = aPage([CONTOSO], [], { 'clients.rotate': () => ({ client: CONTOSO, releasedRuns: 0 }) });
  await chooseAct(CONTOSO, /Rotate/);
  expect(screen.getByText(/cannot be had back/)).toBeTruthy();
  fireEvent.click(screen.getByTestId('client-rotate-confirm'));
  expect(screen.getByText(/^Client token: expected/)).toBeTruthy();
  fireEvent.change(field('client-rotate-token'), { target: { value: ' s3cret ' } });
  fireEvent.change(field('client-reason'), { target: { value: 'leaked' } });
  fireEvent.click(screen.getByTestId('client-rotate-confirm'));
  await waitFor(() =>
    expect(lastAsked(asked, 'clients.rotate')).toEqual({
      clientId: CONTOSO.clientId,
      token: 's3cret',
      reason: 'leaked',
    }),
  );
});

it('removes a client only when its label is typed out', async () => {
  const { asked } = aPage([CONTOSO], [], { 'clients.remove': () => ({ removed: true }) });
  await chooseAct(CONTOSO, /Remove/);
  fireEvent.click(screen.getByTestId('client-remove-confirm'));
  fireEvent.change(field('client-remove-typed'), { target: { value: 'contoso' } });
  fireEvent.click(screen.getByTestId('client-remove-confirm'));
  expect(lastAsked(asked, 'clients.remove')).toBeUndefined();
  fireEvent.change(field('client-remove-typed'), { target: { value: 'Contoso' } });
  fireEvent.click(screen.getByTestId('client-remove-confirm'));
  await waitFor(() =>
    expect(lastAsked(asked, 'clients.remove')).toMatchObject({ clientId: CONTOSO.clientId }),
  );
});

it('renames and disables a client', async () => {
  const { asked } = aPage([CONTOSO], [], {
    'clients.rename': () => ({ client: { ...CONTOSO, label: 'Contoso Retail' } }),
    'clients.setDisabled': () => ({ client: CONTOSO, releasedRuns: 0 }),
  });
  await chooseAct(CONTOSO, /Rename/);
  fireEvent.change(field('client-rename-label'), { target: { value: 'Contoso Retail' } });
  fireEvent.click(screen.getByTestId('client-rename-confirm'));
  expect((await screen.findByTestId('client-outcome')).textContent).toBe(
    'Contoso is called Contoso Retail now.',
  );
  await chooseAct(CONTOSO, /Disable/);
  expect(screen.getByText(/Runs that have begun go on/)).toBeTruthy();
  fireEvent.click(screen.getByTestId('client-disable-confirm'));
  await waitFor(() => expect(lastAsked(asked, 'clients.setDisabled')).toMatchObject({ disabled: true }));
});

it('offers no change in a read-only environment, and says why', async () => {
  const more = { 'app.info': () => anInfo({ environment: 'live', protection: 'read-only' }) };
  aPage([CONTOSO], [waitingOf({})], more);
  const add = await screen.findByTestId('client-add');
  await waitFor(() => expect(add.getAttribute('aria-disabled')).toBe('true'));
  for (const id of ['client-import', 'client-page', `unmatched-add-${CONTOSO.clientId}`])
    expect(screen.getByTestId(id).getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(add);
  fireEvent.click(screen.getByTestId(`unmatched-add-${CONTOSO.clientId}`));
  expect(screen.queryByRole('dialog')).toBeNull();
  fireEvent.mouseEnter(add);
  expect(await screen.findAllByText(/The environment live is read-only/)).not.toHaveLength(0);
  const menu = screen.getByTestId(`client-acts-${CONTOSO.clientId}`);
  fireEvent.click(within(menu).getByRole('button', { name: 'Acts on Contoso' }));
  const rotate = await screen.findByRole('menuitem', { name: /Rotate/ });
  expect(rotate.getAttribute('aria-disabled')).toBe('true');
});

it('waits for a reason in a protected environment, and sends it', async () => {
  const { asked } = aPage([CONTOSO], [], {
    'app.info': () => anInfo({ environment: 'live', protection: 'protected' }),
    'clients.rename': () => ({ client: { ...CONTOSO, label: 'Contoso' } }),
  });
  await chooseAct(CONTOSO, /Rename/);
  const act = await screen.findByTestId('client-rename-confirm');
  await waitFor(() => expect(act.getAttribute('aria-disabled')).toBe('true'));
  fireEvent.click(act);
  expect(asked.some(({ channel }) => channel === 'clients.rename')).toBe(false);
  fireEvent.change(field('client-reason'), { target: { value: 'INC-42' } });
  fireEvent.click(act);
  await waitFor(() => expect(lastAsked(asked, 'clients.rename')).toMatchObject({ reason: 'INC-42' }));
});

it('opens the dialog that a link asks for, and takes that out of the address', async () => {
  location.hash = '#/clients?open=page';
  aPage([CONTOSO], [], {
    'clients.pageNames': () => LIKELY_PAGE_NAMES,
  });
  expect(await screen.findByRole('dialog', { name: 'From the configuration page' })).toBeTruthy();
  expect(location.hash).toBe('#/clients');
});
