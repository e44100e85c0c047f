import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { SHORTCUTS } from '#renderer/app/shortcuts.ts';
import { ShortcutsList } from '#renderer/features/settings/shortcuts-list.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it('shows each shortcut once, at the place where it works', () => {
  // Two of the same name in one list are reported there.
  const reported = vi.spyOn(console, 'error');
  render(<ShortcutsList shortcuts={SHORTCUTS} />);
  expect(reported).not.toHaveBeenCalled();
  expect(screen.getAllByRole('term')).toHaveLength(SHORTCUTS.length);
  const table = within(screen.getByRole('region', { name: 'The table of runs' }));
  expect(table.getByText('Open the run')).toBeTruthy();
  expect(within(screen.getByRole('region', { name: 'An artifact' })).queryByText('Open the run')).toBeNull();
});
