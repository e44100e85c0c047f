import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { preferencesSchema, type FailureTemplate } from '#shared/domain/preferences.ts';
import { TemplatesDialog } from '#renderer/run-acts/templates-dialog.tsx';
import { refusal, renderWithBridge } from '../with-bridge.tsx';

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
afterEach(cleanup);

const outage: FailureTemplate = { name: 'Outage', failureType: 'SystemUnavailable', message: 'Ask {runId}.' };
const quota: FailureTemplate = { name: 'Quota', failureType: 'JobFailed', message: 'Too much.' };

function aDialog(change?: () => ReturnType<typeof refusal>) {
  let failureTemplates = [outage, quota];
  const preferences = () => ({ ok: true as const, value: preferencesSchema.parse({ failureTemplates }) });
  const onClose = vi.fn();
  const { asked } = renderWithBridge(<TemplatesDialog present={null} onClose={onClose} />, {
    'preferences.get': preferences,
    'preferences.change': (payload) => {
      if (change) return change();
      ({ failureTemplates } = payload as { failureTemplates: FailureTemplate[] });
      return preferences();
    },
  });
  const kept = () => asked.filter(({ channel }) => channel === 'preferences.change').at(-1)?.payload;
  return { kept, onClose };
}
const names = () => screen.queryAllByRole('listitem').map((one) => one.querySelector('strong')?.textContent);
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);

it('changes a text in its place, with a placeholder added by its button', async () => {
  const { kept } = aDialog();
  fireEvent.click(await screen.findByRole('button', { name: 'Edit Outage' }));
  expect(screen.getByRole('dialog', { name: 'Edit template' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /Add \{customer\}/ }));
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(kept()).toEqual({ failureTemplates: [{ ...outage, message: 'Ask {runId}.{customer}' }, quota] }),
  );
  await waitFor(() => expect(names()).toEqual(['Outage', 'Quota']));
});

it('deletes a text', async () => {
  const { kept } = aDialog();
  fireEvent.click(await screen.findByRole('button', { name: 'Delete Outage' }));
  await waitFor(() => expect(names()).toEqual(['Quota']));
  expect(kept()).toEqual({ failureTemplates: [quota] });
});

it('refuses a name that is taken, and keeps what was typed', async () => {
  const { kept } = aDialog();
  fireEvent.click(await screen.findByRole('button', { name: 'Edit Quota' }));
  fireEvent.change(field('Name'), { target: { value: 'Outage' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('name: another template is called Outage')).toBeTruthy();
  expect(field('Name').value).toBe('Outage');
  expect(kept()).toBeUndefined();
});

it('says why the texts could not be written, and shows them as they are', async () => {
  aDialog(() => refusal('The preferences cannot be written.'));
  fireEvent.click(await screen.findByRole('button', { name: 'Delete Outage' }));
  expect(await screen.findByText('The preferences cannot be written.')).toBeTruthy();
  await waitFor(() => expect(names()).toEqual(['Outage', 'Quota']));
});

it('closes by Escape', () => {
  const { onClose } = aDialog();
  const dialog = screen.getByRole('dialog', { name: 'Your failure texts' });
  fireEvent.keyDown(within(dialog).getByRole('button', { name: 'Done' }), { key: 'Escape', keyCode: 27 });
  expect(onClose).toHaveBeenCalledTimes(1);
});
