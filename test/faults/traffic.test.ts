import { describe, expect, it } from 'vitest';
import type { Processor } from '#main/agent/ports.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import {
  aState,
  createFakeProcessor,
  CUSTOM_TYPE,
  hanging,
  REGION,
  THIRD_PARTY_TYPE,
  CLIENTS,
} from '#test/support/fake-ports.ts';
import { createWorld, type World } from '#test/unit/agent/agent-world.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const ELSEWHERE = 'eu-west-1';

/** Replaces the polls of one region, and counts those of each. */
function withRegion(world: World, dead: (signal: AbortSignal) => Promise<never>): Map<string, number> {
  const polls = new Map<string, number>();
  const poll = world.service.poll.bind(world.service);
  world.service.poll = (cell, maxJobs, signal) => {
    polls.set(cell.region, (polls.get(cell.region) ?? 0) + 1);
    return cell.region === ELSEWHERE ? dead(signal) : poll(cell, maxJobs, signal);
  };
  return polls;
}

describe('one region that is dead', () => {
  const refused = () => Promise.reject(new ActionDeskError('not-connected', 'ECONNREFUSED'));
  const html = () => Promise.reject(new ActionDeskError('unreachable', '<html>502 Bad Gateway</html>'));

  const hangs = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new ActionDeskError('unreachable', 'given up')));
    });

  it.each([
    ['refuses connections', refused],
    ['answers as a proxy', html],
    ['hangs', hangs],
  ])('and %s leaves the other at its pace', async (_how, dead) => {
    const world = createWorld();
    const polls = withRegion(world, dead);
    world.processor.answer = () => aState('153245', 'succeeded');
    const desk = await world.open({ regions: [ELSEWHERE, REGION] });
    await world.clock.advance(30 * SECOND_MS);
    // Two action types, each polled every second.
    expect(polls.get(REGION)).toBeGreaterThanOrEqual(58);
    world.service.add('job');
    await world.clock.advance(2 * SECOND_MS);
    expect((await desk.run('job')).state).toBe('succeeded');
  });
});

describe('throttling', () => {
  /** Every call is throttled with this probability, spread evenly, until `end` is called. */
  async function throttledWorld(share: number) {
    const world = createWorld('http', 30 * SECOND_MS);
    let calls = 0;
    let on = true;
    const orThrottled = <A extends unknown[], T>(call: (...args: A) => Promise<T>) =>
      function throttledCall(...args: A): Promise<T> {
        calls += 1;
        return on && (calls * share) % 1 < share
          ? Promise.reject(new ActionDeskError('throttled', 'ThrottlingException'))
          : call(...args);
      };
    const { service } = world;
    service.poll = orThrottled(service.poll.bind(service));
    service.details = orThrottled(service.details.bind(service));
    service.acknowledge = orThrottled(service.acknowledge.bind(service));
    service.putResult = orThrottled(service.putResult.bind(service));
    const desk = await world.open();
    return { world, desk, calls: () => calls, end: () => (on = false) };
  }

  it.each([0.01, 0.5])('of %f of all calls loses nothing', async (share) => {
    const { world, desk } = await throttledWorld(share);
    for (let at = 0; at < 10; at += 1) world.service.add(`job-${at}`);
    let status: 'running' | 'succeeded' = 'running';
    world.processor.answer = (what, id) => aState(what === 'start' ? `work of ${id}` : id, status);
    await world.clock.advance(2 * MINUTE_MS);
    status = 'succeeded';
    await world.clock.advance(4 * MINUTE_MS);
    for (let at = 0; at < 10; at += 1) expect((await desk.run(`job-${at}`)).state).toBe('succeeded');
    expect(new Set(world.processor.starts).size).toBe(10);
  });

  it('of everything for minutes is met with few calls, and what waits goes out when it ends', async () => {
    const { world, desk, calls, end } = await throttledWorld(1);
    world.service.add('job');
    world.processor.answer = () => aState('153245', 'succeeded');
    await world.clock.advance(5 * MINUTE_MS);
    expect(calls()).toBeLessThan(60);
    expect(desk.agent.cells().every((cell) => cell.mode === 'throttled')).toBe(true);
    end();
    await world.clock.advance(2 * MINUTE_MS);
    expect((await desk.run('job')).state).toBe('succeeded');
  });
});

describe('slots', () => {
  it('of another action type stay free while the backend of one hangs', async () => {
    const world = createWorld();
    const hangs: Processor = createFakeProcessor();
    hangs.start = (_request, _key, signal) => hanging(signal);
    for (let at = 0; at < 40; at += 1) world.service.add(`hangs-${at}`);
    world.processor.answer = () => aState('153245', 'succeeded');
    const common = {
      ...{ jobTimeoutMs: 60 * MINUTE_MS, backendGraceMs: 30 * MINUTE_MS, cancelWhenExpired: true },
      ...{ executionUrlTemplate: null, secretConfigurationKeys: new Set<string>(), outputGraceMs: 60_000 },
    };
    const desk = await world.open({
      types: [
        { ...common, actionTypeId: CUSTOM_TYPE, processor: hangs },
        { ...common, actionTypeId: THIRD_PARTY_TYPE, processor: world.processor },
      ],
    });
    await world.clock.advance(5 * SECOND_MS);
    world.service.add('quick', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
    await world.clock.advance(2 * SECOND_MS);
    expect((await desk.run('quick')).state).toBe('succeeded');
    expect(world.service.count('acknowledge')).toBeLessThan(20);
  });

  it('are what a poll asks for, and none is asked for while none is free', async () => {
    const world = createWorld();
    const asked: number[] = [];
    const poll = world.service.poll.bind(world.service);
    world.service.poll = (cell, maxJobs, signal) => {
      if (cell.actionTypeId.owner === 'Custom') asked.push(maxJobs);
      return poll(cell, maxJobs, signal);
    };
    for (let at = 0; at < 10; at += 1) world.service.add(`job-${at}`);
    world.processor.answer = (_what, _id, signal) => hanging(signal);
    const desk = await world.open({ maxConcurrentRuns: 4 });
    await world.clock.advance(20 * SECOND_MS);
    expect(asked).toEqual([3]);
    const cell = desk.agent.cells().find((each) => each.actionTypeId.owner === 'Custom');
    expect(cell?.pace).toBe('waiting-for-slot');
    expect(world.service.count('acknowledge')).toBe(3);
  });
});

describe('the pace of an idle cell', () => {
  it('slows to three intervals, says so, and quickens with the first job', async () => {
    const world = createWorld('http', 5 * SECOND_MS);
    const desk = await world.open({ pollIntervalMs: 10 * SECOND_MS });
    await world.clock.advance(10 * MINUTE_MS);
    const idle = world.service.count('poll');
    await world.clock.advance(5 * MINUTE_MS);
    // Two cells, ten or eleven polls each in five minutes at 28.5 s.
    expect(world.service.count('poll') - idle).toBeLessThanOrEqual(22);
    expect(desk.agent.cells().map((cell) => cell.pace)).toEqual(['idle', 'idle']);
    world.service.add('job');
    await world.clock.advance(30 * SECOND_MS);
    const live = world.service.count('poll');
    await world.clock.advance(5 * MINUTE_MS);
    expect(world.service.count('poll') - live).toBeGreaterThanOrEqual(30 + 10);
  });
});

describe('a poisonous job', () => {
  it('blocks neither its batch nor the next one', async () => {
    const world = createWorld();
    for (const jobId of ['poison', 'good']) world.service.add(jobId);
    world.processor.answer = () => aState('153245', 'succeeded');
    const desk = await world.open();
    const seen = desk.ledger.jobSeen.bind(desk.ledger);
    desk.ledger.jobSeen = (job, newRunId) => {
      if (job.job.jobId === 'poison') throw new TypeError('a field that nobody expected');
      return seen(job, newRunId);
    };
    await world.clock.advance(2 * SECOND_MS);
    expect((await desk.run('good')).state).toBe('succeeded');
    world.service.add('next');
    await world.clock.advance(2 * SECOND_MS);
    expect((await desk.run('next')).state).toBe('succeeded');
  });

  it('of an action type that is not served any more does not keep deadlines from being looked at', async () => {
    const world = createWorld('manual');
    world.service.add('gone');
    world.service.add('kept', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
    const first = await world.open();
    await world.clock.advance(2 * SECOND_MS);
    await first.end();
    const common = { jobTimeoutMs: 60 * MINUTE_MS, backendGraceMs: Infinity, cancelWhenExpired: true };
    const second = await world.open({
      types: [
        {
          ...{ ...common, actionTypeId: THIRD_PARTY_TYPE, processor: world.processor, outputGraceMs: 60_000 },
          ...{ executionUrlTemplate: null, secretConfigurationKeys: new Set<string>() },
        },
      ],
    });
    for (const job of world.service.jobs.values()) job.state = 'over';
    await world.clock.advance(61 * MINUTE_MS);
    expect((await second.run('kept')).state).toBe('expired');
    expect(second.logged.filter((line) => line.event === 'watch-failed')).toEqual([]);
  });
});
