import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { AuditEntry } from '#shared/domain/audit.ts';
import type { Envelope } from '#shared/ipc/envelope.ts';
import { AuditPage } from '#renderer/features/audit/audit-page.tsx';
import { refusal, renderWithBridge } from '../../with-bridge.tsx';

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
afterEach(() => {
  cleanup();
  history.replaceState(null, '', '#/audit');
});

const FAILED: AuditEntry = {
  id: 7,
  at: Date.UTC(2026, 0, 2, 3, 4, 5),
  who: 'ada',
  act: 'fail',
  subject: 'run-1',
  subjectKind: 'run',
  outcome: 'took-effect',
  reason: 'the customer asked for it',
  before: 'waiting-for-engineer',
  after: 'failed',
};
const ok = (value: unknown): Envelope<unknown> => ({ ok: true, value });

function aPage(
  rows: AuditEntry[],
  more: { newer?: number; total?: number; exported?: Envelope<unknown> } = {},
) {
  const page = { rows, total: more.total ?? rows.length, upTo: 7, newer: more.newer ?? 0 };
  return renderWithBridge(<AuditPage />, {
    'audit.list': () => ok(page),
    'audit.choices': () => ok({ who: ['ada', 'bob'], acts: ['fail'] }),
    'audit.export': () => more.exported ?? ok({ file: 'audit.csv', entries: 1 }),
  });
}
const lists = (asked: { channel: string; payload: unknown }[]) =>
  asked.filter(({ channel }) => channel === 'audit.list').map(({ payload }) => payload);

it('tells who did what to what, why, and what came of it', async () => {
  aPage([FAILED]);
  const row = (await screen.findByText('Fail')).closest('tr');
  if (!row) throw new Error('expected a row');
  for (const text of ['ada', 'Took effect', 'the customer asked for it', 'Waiting for engineer', 'Failed'])
    expect(within(row).getByText(text)).toBeDefined();
  expect(within(row).getByRole('link', { name: 'Open run' }).getAttribute('href')).toBe('#/runs/run-1');
  expect(within(row).getByTitle('2026-01-02 03:04:05 UTC')).toBeDefined();
});

it('asks for the conditions of its address', async () => {
  history.replaceState(null, '', '#/audit?who=ada&on=run&text=run-1&page=2');
  const { asked } = aPage([FAILED], { total: 120 });
  await screen.findByText('Fail');
  expect(lists(asked)[0]).toMatchObject({
    filter: { who: 'ada', subjectKind: 'run', text: 'run-1' },
    page: 2,
  });
});

it('puts what is looked for into the address and goes back to the first page', async () => {
  history.replaceState(null, '', '#/audit?page=2');
  const { asked } = aPage([FAILED], { total: 120 });
  const field = await screen.findByRole('searchbox', { name: 'Find in the audit' });
  fireEvent.change(field, { target: { value: 'contoso' } });
  await waitFor(() => expect(location.hash).toBe('#/audit?text=contoso'));
  await waitFor(() => expect(lists(asked).at(-1)).toMatchObject({ filter: { text: 'contoso' }, page: 1 }));
});

it('keeps its pages to one moment and shows what came since only when asked', async () => {
  const { asked } = aPage([FAILED], { newer: 3 });
  const button = await screen.findByRole('button', { name: 'Show 3 newer' });
  await waitFor(() => expect(lists(asked).at(-1)).toMatchObject({ upTo: 7 }));
  const before = lists(asked).length;
  fireEvent.click(button);
  await waitFor(() => expect(lists(asked).slice(before)[0]).toMatchObject({ upTo: null }));
});

it('shows what was done a moment ago when it is opened again', async () => {
  const later = { ...FAILED, id: 8, act: 'acknowledge' };
  const page = { rows: [FAILED], total: 1, upTo: 7, newer: 0 };
  function Console() {
    const [isOpen, setOpen] = useState(true);
    return (
      <>
        <button onClick={() => setOpen(!isOpen)}>Elsewhere</button>
        {isOpen && <AuditPage />}
      </>
    );
  }
  renderWithBridge(<Console />, {
    'audit.list': (asked) => {
      const newer = (asked as { upTo: number | null }).upTo === 7 ? page.total - 1 : 0;
      return ok({ ...page, newer });
    },
    'audit.choices': () => ok({ who: ['ada'], acts: ['fail'] }),
  });
  await screen.findByText('Fail');
  fireEvent.click(screen.getByRole('button', { name: 'Elsewhere' }));
  Object.assign(page, { rows: [later, FAILED], total: 2, upTo: 8 });
  fireEvent.click(screen.getByRole('button', { name: 'Elsewhere' }));
  await screen.findByText('Acknowledge');
  expect(screen.queryByRole('button', { name: 'Show 1 newer' })).toBeNull();
});

it('writes the entries that match to a file and says how many', async () => {
  history.replaceState(null, '', '#/audit?who=ada');
  const { asked } = aPage([FAILED]);
  fireEvent.click(await screen.findByRole('button', { name: 'Export' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Export 1 matching as CSV…' }));
  await screen.findByText('1 entries were written to audit.csv.');
  expect(asked.find(({ channel }) => channel === 'audit.export')?.payload).toEqual({
    filter: { who: 'ada' },
    format: 'csv',
  });
});

it('says nothing where no file was chosen, and why where it could not be written', async () => {
  aPage([FAILED], { exported: refusal('The file could not be written (EACCES).') });
  fireEvent.click(await screen.findByRole('button', { name: 'Export' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Export all as JSON…' }));
  await screen.findByText('The file could not be written (EACCES).');
});

it('tells an empty audit from conditions that nothing fits', async () => {
  aPage([]);
  await screen.findByText('Nobody has done anything yet');
  cleanup();
  history.replaceState(null, '', '#/audit?outcome=overtaken');
  aPage([]);
  fireEvent.click(await screen.findByRole('button', { name: 'Show everything' }));
  await waitFor(() => expect(location.hash).toBe('#/audit'));
});

it('says why the audit could not be read, and asks again', async () => {
  const { asked } = renderWithBridge(<AuditPage />, {
    'audit.list': () => refusal('The ledger cannot be read.'),
    'audit.choices': () => refusal('The ledger cannot be read.'),
  });
  await screen.findByText('The ledger cannot be read.');
  const before = lists(asked).length;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(lists(asked).length).toBeGreaterThan(before));
});
