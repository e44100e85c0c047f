import { act, cleanup, render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Notices, NoticesProvider, useNotify } from '#renderer/ui/notices.tsx';

let notify: ReturnType<typeof useNotify>;

function Teller(): ReactElement | null {
  notify = useNotify();
  return null;
}

describe('a message over the window', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    render(
      <NoticesProvider>
        <Notices />
        <Teller />
      </NoticesProvider>,
    );
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

  it('takes the focus a moment after it came when it is bad news', async () => {
    act(() => notify({ tone: 'error', title: 'Not saved', text: 'The disk is full.' }));
    await pass(1_000);
    expect(screen.getByRole('alert').contains(document.activeElement)).toBe(true);
  });

  it('leaves the focus where it is when it is good news', async () => {
    act(() => notify({ tone: 'success', title: 'Saved', text: '3 entries.' }));
    await pass(1_000);
    expect(screen.getByText('Saved')).toBeTruthy();
    expect(document.activeElement).toBe(document.body);
  });
});
