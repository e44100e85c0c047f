import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { ShortcutsDialog } from '#renderer/app/shortcuts-dialog.tsx';
import { SHORTCUTS } from '#renderer/app/shortcuts.ts';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it('lists every shortcut at its place, and closes by Escape', () => {
  const reported = vi.spyOn(console, 'error');
  const onDismiss = vi.fn();
  render(<ShortcutsDialog onDismiss={onDismiss} />);
  expect(reported).not.toHaveBeenCalled();
  const dialog = screen.getByRole('dialog', { name: 'Keyboard shortcuts' });
  expect(within(dialog).getAllByRole('term')).toHaveLength(SHORTCUTS.length);
  expect(
    within(within(dialog).getByRole('region', { name: 'One run' })).getByText('Find in the run'),
  ).toBeTruthy();
  fireEvent.keyDown(within(dialog).getByRole('button'), { key: 'Escape', keyCode: 27 });
  expect(onDismiss).toHaveBeenCalledTimes(1);
});
