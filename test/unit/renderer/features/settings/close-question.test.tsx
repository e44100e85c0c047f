import { act, cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { environmentDraft } from '#renderer/features/settings/environment-draft.ts';
import { CloseQuestion } from '#renderer/features/settings/close-question.tsx';
import { keepDraft, keptDraft } from '#renderer/features/settings/kept-draft.ts';
import { renderWithBridge } from '../../with-bridge.tsx';

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
const draft = { definition: null, draft: environmentDraft(null) };

beforeEach(() => history.replaceState(null, '', '#/runs'));
afterEach(() => {
  cleanup();
  keepDraft(null);
});

/** On another page than the one that the draft was typed on. */
function aWindow() {
  const { asked } = renderWithBridge(<CloseQuestion />, {});
  let listener: ((payload: unknown) => void) | null = null;
  if (!window.actionDesk) throw new Error('no bridge');
  window.actionDesk.on = (channel, heard) => {
    if (channel === 'app:close-asked') listener = heard;
    return () => (listener = null);
  };
  return {
    told: () => asked.filter(({ channel }) => channel === 'app.setUnsaved').map(({ payload }) => payload),
    tryToClose: () => act(() => listener?.({})),
  };
}

it('tells of what is not stored, on whatever page, and asks nothing without it', async () => {
  const { told, tryToClose } = aWindow();
  tryToClose();
  expect(screen.queryByRole('dialog')).toBeNull();
  act(() => keepDraft(draft));
  await waitFor(() => expect(told()).toEqual([{ unsaved: true }]));
  act(() => keepDraft(null));
  await waitFor(() => expect(told().at(-1)).toEqual({ unsaved: false }));
});

it('stays by Escape, keeps what was typed, leads to it, and asks anew', async () => {
  const { told, tryToClose } = aWindow();
  act(() => keepDraft(draft));
  tryToClose();
  const dialog = screen.getByRole('dialog', { name: 'Discard what you typed?' });
  expect(dialog.textContent).toContain('The new environment is not stored.');
  fireEvent.keyDown(within(dialog).getByRole('button', { name: 'Stay' }), { key: 'Escape', keyCode: 27 });
  await waitFor(() => expect(location.hash).toBe('#/settings'));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(keptDraft()).toBe(draft);
  expect(told()).toEqual([{ unsaved: true }, { unsaved: true }]);
  tryToClose();
  expect(screen.getByRole('dialog')).toBeTruthy();
});

it('discards and tells so, which goes on with what was asked for', async () => {
  const { told, tryToClose } = aWindow();
  act(() => keepDraft(draft));
  tryToClose();
  fireEvent.click(screen.getByRole('button', { name: 'Discard' }));
  expect(keptDraft()).toBeNull();
  await waitFor(() => expect(told().at(-1)).toEqual({ unsaved: false }));
  expect(screen.queryByRole('dialog')).toBeNull();
});
