import { describe, expect, it } from 'vitest';
import type { WorkAnswer } from '#main/agent/ports.ts';
import { aState, hanging, UNAVAILABLE } from '#test/support/fake-ports.ts';
import { createWorld } from '#test/unit/agent/agent-world.ts';

const MINUTE_MS = 60_000;

describe('a backend that hangs', () => {
  it('does not delay the result of another run when it holds every slot', async () => {
    const world = createWorld();
    const done = world.service.add('done');
    world.service.disturb('putResult', { code: 'throttled', times: 1, jobId: 'done' });
    world.processor.answer = (_what, key, signal) =>
      key === 'run-1-1' ? aState('153245', 'succeeded') : hanging(signal);
    await world.open({ maxConcurrentRuns: 2 });
    world.service.add('b');
    world.service.add('c');
    await world.clock.advance(30_000);
    expect(world.processor.starts.length).toBeGreaterThan(2);
    expect(done.results).toHaveLength(1);
  });

  it('is asked once, not once for each look at its run meanwhile, when it comes back', async () => {
    const world = createWorld();
    world.service.add('job');
    let back = (_answer: WorkAnswer): void => undefined;
    const answered = new Promise<WorkAnswer>((resolve) => (back = resolve));
    world.processor.answer = () => answered;
    await world.open({ maxConcurrentRuns: 5 });
    await world.clock.advance(5 * MINUTE_MS);
    const before = world.processor.starts.length;
    world.processor.answer = () => UNAVAILABLE;
    back(UNAVAILABLE);
    await world.clock.advance(100);
    expect(world.processor.starts.length - before).toBeLessThan(2);
  });

  it('keeps no cell from polling within two seconds of a restart with sixty runs in hand', async () => {
    const world = createWorld();
    for (let job = 0; job < 60; job += 1) world.service.add(`job-${job}`);
    world.processor.answer = () => UNAVAILABLE;
    const first = await world.open({ maxConcurrentRuns: 60, pollIntervalMs: 100 });
    await world.clock.advance(20_000);
    expect(await first.ledger.liveRuns()).toHaveLength(60);
    await first.end();

    world.processor.answer = (_what, _key, signal) => hanging(signal);
    const second = await world.open({ maxConcurrentRuns: 5 });
    await world.clock.advance(2_000);
    expect(second.agent.cells().map((cell) => cell.pollCount > 0)).toEqual([true, true]);
  });
});

describe('a silent backend', () => {
  /** How often the backend is asked in the second minute after `disturb`, with a run that it does not answer for. */
  async function startsAMinute(
    disturb: (act: (kind: 'retry-step' | 'take-over' | 'hand-back') => Promise<void>) => Promise<void>,
  ) {
    const world = createWorld();
    world.service.add('job');
    world.processor.answer = () => UNAVAILABLE;
    const desk = await world.open();
    await world.clock.advance(20_000);
    const { runId } = await desk.run('job');
    await disturb(async (kind) => void (await desk.agent.act(runId, { kind })));
    await world.clock.advance(MINUTE_MS);
    const before = world.processor.starts.length;
    await world.clock.advance(MINUTE_MS);
    return world.processor.starts.length - before;
  }

  it('is asked no more often after many retries by hand', async () => {
    const undisturbed = await startsAMinute(() => Promise.resolve());
    const retried = await startsAMinute(async (act) => {
      for (let turn = 0; turn < 10; turn += 1) await act('retry-step');
    });
    expect(undisturbed).toBeGreaterThan(0);
    expect(retried).toBeLessThanOrEqual(undisturbed + 1);
  });

  it('is asked no more often after its run was taken over and handed back many times', async () => {
    const undisturbed = await startsAMinute(() => Promise.resolve());
    const handed = await startsAMinute(async (act) => {
      for (let turn = 0; turn < 5; turn += 1) {
        await act('take-over');
        await act('hand-back');
      }
    });
    expect(handed).toBeLessThanOrEqual(undisturbed + 1);
  });
});

describe('a backend that answers strangely', () => {
  it('cannot replace the external execution id that its start gave', async () => {
    const world = createWorld('http', 1_000);
    world.service.add('job');
    world.processor.answer = (what) => aState(what === 'start' ? '153245' : '999999', 'running');
    const desk = await world.open();
    await world.clock.advance(10_000);
    expect(world.processor.asked.length).toBeGreaterThan(0);
    expect((await desk.run('job')).externalExecutionId).toBe('153245');
  });

  it('does not fail a run by one refused question for its state', async () => {
    const world = createWorld('http', 1_000);
    world.service.add('job');
    const refused: WorkAnswer = { kind: 'rejected', message: 'HTTP 401 gateway', httpStatus: 401 };
    world.processor.answer = (what, id) => {
      if (what === 'start') return aState('153245', 'running');
      return world.processor.asked.length === 1 ? refused : aState(id, 'succeeded');
    };
    const desk = await world.open();
    await world.clock.advance(2 * MINUTE_MS);
    expect(world.processor.asked.length).toBeGreaterThan(1);
    expect((await desk.run('job')).state).toBe('succeeded');
  });

  it('brings both runs to their end when it gives them the same external execution id', async () => {
    const world = createWorld('http', 5_000);
    world.service.add('a');
    world.service.add('b');
    let status: 'running' | 'succeeded' = 'running';
    world.processor.answer = () => aState('153245', status);
    await world.open();
    await world.clock.advance(12_000);
    status = 'succeeded';
    await world.clock.advance(2 * MINUTE_MS);
    const jobs = [...world.service.jobs.values()];
    for (const name of ['a', 'b']) {
      const last = jobs.findLast((job) => job.jobId.startsWith(name));
      expect(last?.results).toMatchObject([{ kind: 'success', externalExecutionId: '153245' }]);
    }
  });
});
