import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { preferencesSchema, type SavedView } from '#shared/domain/preferences.ts';
import { ManageViewsDialog } from '#renderer/features/runs/manage-views-dialog.tsx';
import { viewsText } from '#renderer/features/runs/saved-views.ts';
import { refusal, renderWithBridge } from '../../with-bridge.tsx';

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
afterEach(cleanup);

const mine: SavedView = { name: 'Mine', parameters: 'lane=failed' };
const late: SavedView = { name: 'Late', parameters: 'lane=at-risk' };

function aDialog(change?: () => ReturnType<typeof refusal>) {
  let savedViews = [mine, late];
  const preferences = () => ({ ok: true as const, value: preferencesSchema.parse({ savedViews }) });
  const onClose = vi.fn();
  renderWithBridge(<ManageViewsDialog onClose={onClose} />, {
    'preferences.get': preferences,
    'preferences.change': (payload) => {
      if (change) return change();
      ({ savedViews } = payload as { savedViews: SavedView[] });
      return preferences();
    },
  });
  return { onClose, kept: () => savedViews };
}
const names = () =>
  within(screen.getByRole('list', { name: 'Saved views' }))
    .getAllByRole('listitem')
    .map((one) => one.textContent);

it('renames a view in place by the keyboard, and refuses the name of a built-in one', async () => {
  const { kept } = aDialog();
  fireEvent.click(await screen.findByRole('button', { name: 'Rename Mine' }));
  const field = screen.getByRole('textbox', { name: 'New name of Mine' });
  expect(document.activeElement).toBe(field);
  fireEvent.change(field, { target: { value: 'At risk' } });
  fireEvent.keyDown(field, { key: 'Enter', keyCode: 13 });
  expect(screen.getByText('This name is taken by a built-in view.')).toBeTruthy();
  expect(kept()).toEqual([mine, late]);
  fireEvent.change(field, { target: { value: 'Broken' } });
  fireEvent.keyDown(field, { key: 'Enter', keyCode: 13 });
  await waitFor(() => expect(kept()).toEqual([{ ...mine, name: 'Broken' }, late]));
});

it('moves a view, and offers no way beyond the end', async () => {
  const { kept } = aDialog();
  const up = await screen.findByRole<HTMLButtonElement>('button', { name: 'Move Mine up' });
  expect(up.disabled).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Move Late up' }));
  await waitFor(() => expect(kept()).toEqual([late, mine]));
  expect(names()).toEqual(['Late', 'Mine']);
});

it('removes a view and brings it back', async () => {
  const { kept } = aDialog();
  fireEvent.click(await screen.findByRole('button', { name: 'Remove Mine' }));
  await screen.findByText('“Mine” was removed.');
  expect(kept()).toEqual([late]);
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(kept()).toEqual([mine, late]));
});

it('takes the views of another desk, and says what of a text is none', async () => {
  const { kept } = aDialog();
  const field = await screen.findByRole('textbox', { name: 'Import' });
  const take = () => fireEvent.click(screen.getByRole('button', { name: 'Import' }));
  fireEvent.change(field, { target: { value: '{' } });
  take();
  expect(await screen.findByText('This is no JSON.')).toBeTruthy();
  const other = { name: 'Other', parameters: 'lane=stuck' };
  fireEvent.change(field, { target: { value: viewsText([mine, other]) } });
  take();
  expect(await screen.findByText('1 added, 1 replaced.')).toBeTruthy();
  expect(kept()).toEqual([mine, late, other]);
});

it('says why a change could not be written, and shows the views as they are', async () => {
  aDialog(() => refusal('The preferences cannot be written.'));
  fireEvent.click(await screen.findByRole('button', { name: 'Remove Mine' }));
  expect(await screen.findByText('The preferences cannot be written.')).toBeTruthy();
  await waitFor(() => expect(names()).toEqual(['Mine', 'Late']));
});

it('closes by Escape', () => {
  const { onClose } = aDialog();
  const dialog = screen.getByRole('dialog', { name: 'Saved views' });
  fireEvent.keyDown(within(dialog).getByRole('button', { name: 'Import' }), { key: 'Escape', keyCode: 27 });
  expect(onClose).toHaveBeenCalledTimes(1);
});
