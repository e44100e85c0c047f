import { describe, expect, it } from 'vitest';
import type { Processor } from '#main/agent/ports.ts';
import { aState, UNAVAILABLE, type FakeProcessor } from '#test/support/fake-ports.ts';
import { createWorld } from '#test/unit/agent/agent-world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What a processor may do instead of answering. The contract says "answers, does not throw": nobody relies on it. */
const MISDEEDS: [string, () => unknown][] = [
  ['throws an error', () => Promise.reject(new Error('cannot read properties of undefined'))],
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
  ['throws a string', () => Promise.reject('no')],
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
  ['throws nothing at all', () => Promise.reject(undefined)],
  [
    'throws before it returns a promise',
    () => {
      throw new TypeError('not a function');
    },
  ],
  [
    'throws an object that cannot be printed',
    () => {
      throw Object.create(null);
    },
  ],
  ['never answers', () => new Promise(() => undefined)],
  ['answers nothing', () => Promise.resolve(undefined)],
  ['answers something of another kind', () => Promise.resolve({ kind: 'banana' })],
  ['answers a state without a state', () => Promise.resolve({ kind: 'state', httpStatus: 200 })],
  ['answers a status nobody knows', () => Promise.resolve(aState('153245', 'paused' as 'running'))],
  ['answers an id that is no text', () => Promise.resolve(aState(153245 as unknown as string, 'running'))],
];

/** Every call does the misdeed from the `from`th on. */
function misbehave(processor: FakeProcessor, misdeed: () => unknown, on: 'start' | 'status'): void {
  const plain = processor[on].bind(processor) as (...given: unknown[]) => unknown;
  const bad = (...given: unknown[]): unknown => {
    void plain(...given);
    return misdeed();
  };
  processor[on] = bad as Processor['start'] & Processor['status'];
}

describe.each(MISDEEDS)('a processor that %s', (_what, misdeed) => {
  it('when it should start: the job is kept alive, then one failure is reported, and others go on', async () => {
    const world = createWorld('http', 1_000);
    world.service.add('job');
    misbehave(world.processor, misdeed, 'start');
    const desk = await world.open({}, { jobTimeoutMs: 10 * MINUTE_MS, backendGraceMs: 25 * MINUTE_MS });
    await world.clock.advance(2 * HOUR_MS);
    const results = [...world.service.jobs.values()].map(({ results: [result] }) => result);
    expect(results.length).toBeGreaterThan(1);
    expect(results.slice(0, -1).every((result) => result?.kind === 'continue')).toBe(true);
    expect(results.at(-1)).toMatchObject({ kind: 'failure', type: 'SystemUnavailable' });
    expect((await desk.run('job')).state).toBe('failed');
    expect(new Set(world.processor.starts)).toEqual(new Set(['run-1-1']));
  });

  it('when it is asked for the state: the same, with the id of the work', async () => {
    const world = createWorld('http', 1_000);
    world.service.add('job');
    misbehave(world.processor, misdeed, 'status');
    const desk = await world.open({}, { jobTimeoutMs: 10 * MINUTE_MS, backendGraceMs: 25 * MINUTE_MS });
    await world.clock.advance(2 * HOUR_MS);
    const last = [...world.service.jobs.values()].at(-1)?.results;
    expect(last).toMatchObject([
      { kind: 'failure', type: 'SystemUnavailable', externalExecutionId: 'work-1' },
    ]);
    expect((await desk.run('job')).state).toBe('failed');
    expect(world.processor.starts).toEqual(['run-1-1']);
  });
});

it('fails neither the run nor its restart when the old work cannot be cancelled', async () => {
  const world = createWorld('http', 1_000);
  world.service.add('job');
  world.processor.answer = () => UNAVAILABLE;
  const desk = await world.open();
  await world.clock.advance(2_000);
  const { runId } = await desk.run('job');
  world.processor.answer = (what, id) => aState(what === 'start' ? 'work-2' : id, 'succeeded');
  world.processor.cancel = () => {
    throw new Error('cancel is broken');
  };
  const end = await desk.agent.act(runId, { kind: 'restart-work' });
  expect(end.outcome).toBe('took-effect');
  await world.clock.advance(2_000);
  expect((await desk.run('job')).state).toBe('succeeded');
});

it('starts the next attempt though the cancellation of the old one never ends', async () => {
  const world = createWorld('http', 5_000);
  world.service.add('job');
  const desk = await world.open();
  await world.clock.advance(1_000);
  const { runId, state } = await desk.run('job');
  expect(state).toBe('between-jobs');
  world.processor.cancel = () => new Promise(() => undefined);
  const acted = desk.agent.act(runId, { kind: 'restart-work' });
  await world.clock.advance(60_000);
  expect((await acted).outcome).not.toBe('overtaken');
  expect(world.processor.starts).toEqual(['run-1-1', 'run-1-2']);
});
