import { act, cleanup, render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useNowFor } from '#renderer/ui/clock.ts';

const drawn = vi.fn();

function Minutes(): ReactElement {
  const minuteOf = (at: number): number => Math.floor(at / 60_000);
  const now = useNowFor(minuteOf);
  drawn();
  return <p>{minuteOf(now)}</p>;
}

describe('the clock', () => {
  beforeEach(() => vi.useFakeTimers({ now: 58_000 }));
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });

  it('draws what shows little of the time only when that changes', () => {
    render(<Minutes />);
    drawn.mockClear();
    act(() => void vi.advanceTimersByTime(1_000));
    expect(drawn).not.toHaveBeenCalled();
    act(() => void vi.advanceTimersByTime(2_000));
    expect(screen.getByText('1')).toBeTruthy();
    expect(drawn).toHaveBeenCalledTimes(1);
  });
});
