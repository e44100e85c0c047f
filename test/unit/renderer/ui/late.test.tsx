import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useLate } from '#renderer/ui/late.ts';

describe('what is told only when it lasts', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });
  const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));

  it('is told after the time, and no longer than it lasts', () => {
    const { result, rerender } = renderHook(({ active }) => useLate(active, 100), {
      initialProps: { active: true },
    });
    pass(99);
    expect(result.current).toBe(false);
    pass(1);
    expect(result.current).toBe(true);
    rerender({ active: false });
    expect(result.current).toBe(false);
  });

  it('begins anew after a break', () => {
    const { result, rerender } = renderHook(({ active }) => useLate(active, 100), {
      initialProps: { active: true },
    });
    pass(80);
    rerender({ active: false });
    rerender({ active: true });
    pass(80);
    expect(result.current).toBe(false);
  });
});
