import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { LaneBar } from '#renderer/features/runs/lane-bar.tsx';
import { RUN_LANES } from '#shared/domain/run-lanes.ts';

it.each([
  [1, '1 All', '1 run'],
  [99_999, '99,999 All', '99,999 runs'],
  [100_369, '100.4K All', '100,369 runs'],
  [2_300_000, '2.3M All', '2,300,000 runs'],
])('counts %i runs so short that all lanes fit, and exactly on hover', (count, name, exactly) => {
  const counts = Object.fromEntries(RUN_LANES.map((lane) => [lane, count])) as Record<
    (typeof RUN_LANES)[number],
    number
  >;
  render(<LaneBar active="all" counts={counts} onChoose={() => undefined} />);
  expect(screen.getByRole('button', { name }).title).toContain(exactly);
});

it('counts nothing before the first answer', () => {
  render(<LaneBar active="all" counts={null} onChoose={() => undefined} />);
  expect(screen.getByRole('button', { name: '– All' }).title).toBe('Every run in the ledger');
});
