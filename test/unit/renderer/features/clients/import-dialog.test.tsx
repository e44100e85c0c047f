import { cleanup, configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Envelope } from '#shared/ipc/envelope.ts';
import { ImportDialog } from '#renderer/features/clients/import-dialog.tsx';
import { refusal, renderWithBridge } from '../../with-bridge.tsx';

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
afterEach(cleanup);

const ok = (value: unknown): Envelope<unknown> => ({ ok: true, value });
const kept = { kept: true, sentence: 'Tokens are encrypted.' };
const counts = { new: 1, replaces: 1, same: 0, bad: 1 };
const rows = [
  {
    ...{ place: 'line 3', verdict: 'bad', clientId: null, label: null, labelBefore: null },
    problem: 'clientId: expected a UUID',
  },
];

function aDialog(more: Parameters<typeof renderWithBridge>[1] = {}) {
  const onClose = vi.fn();
  const rendered = renderWithBridge(<ImportDialog tokenKeeping={kept} onClose={onClose} />, {
    'clients.openImport': () => ok({ opened: true, name: 'clients.csv', counts }),
    'clients.importRows': () => ok({ rows, total: 1 }),
    'clients.importProgress': () => ok({ phase: 'reading', done: 0, total: 0 }),
    'clients.closeImport': () => ok(null),
    'clients.takeImport': () => ok({ added: 1, replaced: 1, releasedRuns: 2 }),
    ...more,
  });
  return { ...rendered, onClose };
}

it('shows bad lines first, and takes the others only when told to', async () => {
  const { asked, onClose } = aDialog();
  fireEvent.click(screen.getByTestId('import-choose'));
  expect(await screen.findByText('clientId: expected a UUID')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Import 2 clients' }));
  expect(asked.some(({ channel }) => channel === 'clients.takeImport')).toBe(false);
  fireEvent.click(screen.getByRole('checkbox', { name: 'Take the others all the same' }));
  fireEvent.click(screen.getByRole('button', { name: 'Import 2 clients' }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(asked.find(({ channel }) => channel === 'clients.takeImport')?.payload).toMatchObject({
    skipBad: true,
  });
  expect(screen.getByTestId('client-outcome').textContent).toBe('2 waiting runs are looked at again.');
});

it('reads pasted text under the names and the label that were given', async () => {
  const { asked } = aDialog();
  const area = screen.getByTestId('import-text').querySelector('textarea');
  if (area) fireEvent.change(area, { target: { value: 'a,b,c' } });
  for (const [testId, value] of [
    ['import-label', 'Contoso'],
    ['import-name-token', 'Geheim'],
  ] as const) {
    const input = screen.getByTestId(testId).querySelector('input');
    if (input) fireEvent.change(input, { target: { value } });
  }
  fireEvent.click(screen.getByTestId('import-read'));
  await screen.findByTestId('import-preview');
  expect(asked.find(({ channel }) => channel === 'clients.openImport')?.payload).toMatchObject({
    source: { kind: 'text', name: 'pasted text', text: 'a,b,c' },
    label: 'Contoso',
    names: { clientId: '', label: '', token: 'Geheim' },
  });
});

it('says what is wrong with a file, and ends the import when it is closed', async () => {
  const { asked, unmount } = aDialog({ 'clients.openImport': () => refusal('The file is not UTF-8.') });
  fireEvent.click(screen.getByTestId('import-choose'));
  expect(await screen.findByText('The file is not UTF-8.')).toBeTruthy();
  unmount();
  expect(asked.at(-1)?.channel).toBe('clients.closeImport');
});

it('stays where it is when no file was chosen', async () => {
  const { asked } = aDialog({
    'clients.openImport': () =>
      ok({ opened: false, name: '', counts: { new: 0, replaces: 0, same: 0, bad: 0 } }),
  });
  fireEvent.click(screen.getByTestId('import-choose'));
  await waitFor(() => expect(asked.some(({ channel }) => channel === 'clients.openImport')).toBe(true));
  expect(screen.getByTestId('import-choose')).toBeTruthy();
  expect(screen.queryByTestId('import-preview')).toBeNull();
});
