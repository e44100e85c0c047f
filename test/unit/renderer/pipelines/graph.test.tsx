import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { columnsOf } from '#renderer/features/pipelines/graph/columns.ts';
import {
  columnHeight,
  columnStart,
  isDrawnWhole,
  placeGroups,
} from '#renderer/features/pipelines/graph/geometry.ts';
import { PipelineGraph } from '#renderer/features/pipelines/graph/pipeline-graph.tsx';
import { isSameValue } from '#renderer/features/pipelines/graph/same-value.ts';
import { aLargeSnapshot } from '#test/bench/large-pipeline.ts';
import { busy } from './a-pipeline.ts';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe('where the actions of a stage are', () => {
  const [column] = columnsOf(aLargeSnapshot('QUEUED', 1, 20, 1), []);
  const { placed, height } = placeGroups(column!.groups);

  it('places side by side actions in a frame, and the next run order below it', () => {
    expect(placed.map(({ runOrder, top, cards }) => [runOrder, top, cards.length])).toEqual([
      [1, 0, 10],
      [2, placed[0]!.height + 12, 10],
    ]);
    expect(placed[0]!.cards.slice(0, 2).map((card) => [card.top, card.height])).toEqual([
      [23, 45],
      [72, 45],
    ]);
    expect(height).toBe(placed[1]!.top + placed[1]!.height);
  });

  it('makes room for links and progress', () => {
    const group = column!.groups[0]!;
    const [cell] = group.actions;
    const with_ = (more: object) =>
      placeGroups([{ runOrder: 1, actions: [{ ...cell!, ...more }] }]).placed[0]!.cards[0]!.height;
    expect(with_({ status: 'Succeeded' })).toBe(45);
    expect(with_({ status: 'Succeeded', url: 'https://example.com' })).toBe(65);
    expect(with_({ status: 'InProgress', percentComplete: 40 })).toBe(48);
  });

  it('gives the place in front of a stage room for all who wait there', () => {
    const inbound = Array.from({ length: 50 }, (_one, at) => ({
      executionId: String(at),
      status: 'InProgress' as const,
    }));
    expect(columnHeight({ ...column!, groups: [], inbound })).toBeGreaterThan(50 * 23);
  });

  it('draws small pipelines whole, and parts of those with many stages or many actions', () => {
    const drawn = (stages: number, actions: number) =>
      isDrawnWhole(columnsOf(aLargeSnapshot('QUEUED', stages, actions, 1), []));
    expect([drawn(3, 50), drawn(12, 10), drawn(13, 1), drawn(4, 50)]).toEqual([true, true, false, false]);
  });
});

describe('the graph of a large pipeline', () => {
  const rendered = () =>
    render(
      <PipelineGraph
        snapshot={aLargeSnapshot('QUEUED', 50, 50, 50)}
        runs={[]}
        chosen={null}
        onChoose={vi.fn()}
      />,
    );
  beforeEach(() => {
    vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(900);
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  });

  it('draws what is in view, and says of how many', () => {
    rendered();
    const stages = within(screen.getByRole('list', { name: 'Stages' }));
    const [first, ...others] = stages.getAllByTestId(/^stage-/);
    expect(others.length).toBeLessThan(7);
    expect(first?.parentElement?.getAttribute('aria-setsize')).toBe('50');
    expect(screen.queryByTestId('action-Stage0-Action0')).not.toBeNull();
    expect(screen.queryByTestId('action-Stage0-Action40')).toBeNull();
    expect(document.querySelectorAll('.ad-pl-card').length).toBeLessThan(120);
    const group = within(first!).getByRole('list', { name: 'Run order 1, at the same time' });
    expect(within(group).getAllByRole('listitem')[0]?.getAttribute('aria-setsize')).toBe('10');
  });

  it('reaches every action by keyboard, and never loses the one that has the focus', () => {
    rendered();
    const graph = screen.getByTestId('pipeline-graph');
    graph.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    for (let step = 0; step < 50; step += 1) fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
    expect((document.activeElement as HTMLElement).dataset['node']).toBe('action/Stage0/Action49/');
    fireEvent.keyDown(document.activeElement!, { key: 'End' });
    expect((document.activeElement as HTMLElement).dataset['node']).toBe('stage/Stage49/');
    const held = document.activeElement as HTMLElement;
    Object.assign(graph, { scrollLeft: 5_000, scrollTop: 1_500 });
    fireEvent.scroll(graph);
    expect(document.activeElement).toBe(held);
    expect(graph.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
    expect(held.closest<HTMLElement>('.ad-pl-unit')?.style.insetInlineStart).toBe(`${columnStart(49)}px`);
  });
});

it('takes two readings of a pipeline for the same where they say the same', () => {
  const [before] = columnsOf(busy(), []);
  const [now] = columnsOf(busy(), []);
  expect(isSameValue(before, now)).toBe(true);
  expect(isSameValue(before, { ...now, status: 'Failed' })).toBe(false);
  expect(isSameValue({ ...before, since: undefined }, { ...now, since: 1 })).toBe(false);
});
