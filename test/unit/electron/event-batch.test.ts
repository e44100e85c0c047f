import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEventBatch } from '#main/electron/event-batch.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('collects the runs that changed for as long as the delay', () => {
  const send = vi.fn();
  const batch = createEventBatch(send, 100);
  batch.add({ kind: 'run-changed', runId: 'a' });
  vi.advanceTimersByTime(60);
  batch.add({ kind: 'run-changed', runId: 'b' });
  batch.add({ kind: 'run-changed', runId: 'a' });
  expect(send).not.toHaveBeenCalled();
  vi.advanceTimersByTime(40);
  expect(send.mock.calls).toEqual([['runs:changed', { runIds: ['a', 'b'] }]]);
});

it('says many as an empty list', () => {
  const send = vi.fn();
  const batch = createEventBatch(send, 100);
  for (let run = 0; run <= 200; run++) batch.add({ kind: 'run-changed', runId: `r${run}` });
  vi.advanceTimersByTime(100);
  expect(send).toHaveBeenCalledWith('runs:changed', { runIds: [] });
});

it('sends each kind once and begins anew', () => {
  const send = vi.fn();
  const batch = createEventBatch(send, 100);
  batch.add({ kind: 'clients-changed' });
  batch.add({ kind: 'notices-changed' });
  batch.add({ kind: 'cells-changed' });
  batch.add({ kind: 'cells-changed' });
  vi.advanceTimersByTime(100);
  expect(send.mock.calls).toEqual([
    ['clients:changed', {}],
    ['agent:changed', {}],
    ['notices:changed', {}],
  ]);
  batch.add({ kind: 'cells-changed' });
  vi.advanceTimersByTime(100);
  expect(send).toHaveBeenCalledTimes(4);
});

it('names each pipeline once that acts have touched', () => {
  const send = vi.fn();
  const batch = createEventBatch(send, 100);
  const release = { region: 'us-east-1', name: 'release' };
  const elsewhere = { region: 'eu-west-1', name: 'release' };
  for (const pipeline of [release, elsewhere, { ...release }])
    batch.add({ kind: 'pipeline-changed', pipeline });
  vi.advanceTimersByTime(100);
  expect(send.mock.calls).toEqual([['pipelines:changed', { pipelines: [release, elsewhere] }]]);
  batch.add({ kind: 'notices-changed' });
  vi.advanceTimersByTime(100);
  expect(send).toHaveBeenLastCalledWith('notices:changed', {});
});

it('sends nothing after it was stopped', () => {
  const send = vi.fn();
  const batch = createEventBatch(send, 100);
  batch.add({ kind: 'clients-changed' });
  batch.stop();
  vi.advanceTimersByTime(1000);
  expect(send).not.toHaveBeenCalled();
});
