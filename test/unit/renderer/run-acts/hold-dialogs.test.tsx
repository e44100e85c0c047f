import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Hold } from '#shared/domain/hold.ts';
import { HoldDialog, ReleaseDialog } from '#renderer/run-acts/hold-dialogs.tsx';
import { aCell } from '#test/support/a-cell.ts';
import { anInfo } from '../an-info.ts';
import { refusal, renderWithBridge } from '../with-bridge.tsx';

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
afterEach(cleanup);

const hold: Hold = {
  ...{ holdId: 7, region: 'us-east-1', actionType: null, who: 'ada', reason: 'INC-42', at: 1 },
};
const ok = (value: unknown) => ({ ok: true as const, value });

it('releases a hold with a reason, and closes when it took effect', async () => {
  const onClose = vi.fn();
  const { asked } = renderWithBridge(<ReleaseDialog hold={hold} onClose={onClose} />, {
    'holds.release': () => ok({ released: true, releasedRuns: 2 }),
  });
  const reason = screen.getByTestId('act-reason').querySelector('input');
  if (reason) fireEvent.change(reason, { target: { value: 'over' } });
  fireEvent.click(screen.getByTestId('hold-submit'));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(asked.find(({ channel }) => channel === 'holds.release')?.payload).toEqual({
    holdId: 7,
    reason: 'over',
  });
});

it('stays open with the sentence of a refusal', async () => {
  const onClose = vi.fn();
  renderWithBridge(<ReleaseDialog hold={hold} onClose={onClose} />, {
    'holds.release': () => refusal('The ledger cannot be written.'),
  });
  fireEvent.click(screen.getByTestId('hold-submit'));
  expect(await screen.findByText(/The ledger cannot be written/)).toBeTruthy();
  expect(onClose).not.toHaveBeenCalled();
});

it('waits for a reason in a protected environment', async () => {
  const { asked } = renderWithBridge(<ReleaseDialog hold={hold} onClose={vi.fn()} />, {
    'app.info': () => ok(anInfo({ protection: 'protected', environment: 'live' })),
    'holds.release': () => ok({ released: true, releasedRuns: 0 }),
  });
  await screen.findByText(/This environment is protected/);
  const submit = screen.getByTestId<HTMLButtonElement>('hold-submit');
  expect(submit.disabled).toBe(true);
  fireEvent.click(submit);
  expect(asked.some(({ channel }) => channel === 'holds.release')).toBe(false);
});

const cells = () => ok([aCell({ region: 'us-east-1' }), aCell({ region: 'eu-west-1' })]);
/** Opens a list and takes an option, by keys alone. */
async function chooseByKeys(label: string, option: RegExp): Promise<void> {
  const opener = screen.getByRole('button', { name: new RegExp(label) });
  fireEvent.keyDown(opener, { key: 'ArrowDown', keyCode: 40 });
  await screen.findByRole('option', { name: option });
  const list = screen.getByRole('listbox');
  const marked = () => list.querySelector('[class*="highlighted"]')?.textContent ?? '';
  for (let tries = 0; tries < 5 && !option.test(marked()); tries += 1)
    fireEvent.keyDown(list, { key: 'ArrowDown', keyCode: 40 });
  fireEvent.keyDown(list, { key: 'Enter', keyCode: 13 });
}

it('holds a region that is chosen by the keyboard, and nothing before one is chosen', async () => {
  const onClose = vi.fn();
  const { asked } = renderWithBridge(<HoldDialog onClose={onClose} />, {
    'agent.cells': cells,
    'holds.add': () => ok({ hold: { ...hold, region: 'eu-west-1' }, added: true }),
  });
  const submit = screen.getByTestId<HTMLButtonElement>('hold-submit');
  expect(submit.disabled).toBe(true);
  await chooseByKeys('Region', /eu-west-1/);
  await screen.findByText(/the agent stops claiming every action type in eu-west-1/);
  fireEvent.click(submit);
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(asked.find(({ channel }) => channel === 'holds.add')?.payload).toEqual({
    scope: { region: 'eu-west-1', actionType: null },
  });
  expect(await screen.findByText(/Nothing new is claimed for every action type in eu-west-1/)).toBeTruthy();
});

it('keeps the choice after a refusal and says why', async () => {
  const onClose = vi.fn();
  renderWithBridge(<HoldDialog onClose={onClose} />, {
    'agent.cells': cells,
    'holds.add': () => refusal('The ledger cannot be written.'),
  });
  await chooseByKeys('Action type', /Northwind-LoadTest/);
  fireEvent.click(screen.getByTestId('hold-submit'));
  expect(await screen.findByText(/The ledger cannot be written/)).toBeTruthy();
  expect(screen.getByRole('button', { name: /Action type.*Northwind-LoadTest/ })).toBeTruthy();
  expect(onClose).not.toHaveBeenCalled();
});

it('closes by Escape, and nothing is held', () => {
  const onClose = vi.fn();
  const { asked } = renderWithBridge(<HoldDialog onClose={onClose} />, { 'agent.cells': cells });
  const dialog = screen.getByRole('dialog', { name: 'Hold new jobs' });
  fireEvent.keyDown(within(dialog).getByRole('button', { name: 'Cancel' }), { key: 'Escape', keyCode: 27 });
  expect(onClose).toHaveBeenCalledTimes(1);
  expect(asked.some(({ channel }) => channel === 'holds.add')).toBe(false);
});
