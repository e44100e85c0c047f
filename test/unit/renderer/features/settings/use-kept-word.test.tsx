import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useState, type ReactElement } from 'react';
import { environmentDraft } from '#renderer/features/settings/environment-draft.ts';
import { keepDraft } from '#renderer/features/settings/kept-draft.ts';
import { useKeptWord } from '#renderer/features/settings/use-kept-word.tsx';
import { renderWithBridge } from '../../with-bridge.tsx';

function Editor(): null {
  useKeptWord();
  return null;
}

function Page(): ReactElement {
  const [isThere, setThere] = useState(true);
  return isThere ? (
    <>
      <Editor />
      <button onClick={() => setThere(false)}>Leave</button>
    </>
  ) : (
    <p>elsewhere</p>
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  history.replaceState(null, '', '#/settings');
});
afterEach(() => {
  cleanup();
  keepDraft(null);
  vi.useRealTimers();
});

const leaveFor = (hash: string): void => {
  renderWithBridge(<Page />, {});
  history.replaceState(null, '', hash);
  fireEvent.click(screen.getByRole('button', { name: 'Leave' }));
};
const word = (): HTMLElement | null => screen.queryByTestId('draft-kept');

it('tells where the draft is when the page was left, leads back, and goes by itself', () => {
  keepDraft({ definition: null, draft: environmentDraft(null) });
  leaveFor('#/agent');
  expect(word()?.textContent).toContain('The new environment is not stored, and kept as you left it.');
  fireEvent.click(screen.getByRole('button', { name: 'Go on editing' }));
  expect(location.hash).toBe('#/settings');
  act(() => void vi.advanceTimersByTime(8_000));
  // The library lets it fade.
  act(() => void vi.advanceTimersByTime(1_000));
  expect(word()).toBeNull();
});

it.each([
  ['nothing is kept', '#/agent', false],
  ['another part of the page is opened', '#/settings?section=about', true],
])('says nothing where %s', (_what, hash, isKept) => {
  if (isKept) keepDraft({ definition: null, draft: environmentDraft(null) });
  leaveFor(hash);
  expect(word()).toBeNull();
});
