import { describe, expect, it } from 'vitest';
import { createTraffic } from '#main/agent/traffic.ts';
import { aState, CLIENTS, CUSTOM_TYPE, hanging, THIRD_PARTY_TYPE } from '#test/support/fake-ports.ts';
import { createWorld } from '#test/unit/agent/agent-world.ts';

const MINUTE_MS = 60_000;

/** An agent with one finished run, whose result CodePipeline refuses to take `times` times (undefined: for ever). */
async function anUndeliveredResult(times?: number) {
  const world = createWorld();
  const job = world.service.add('job', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
  world.processor.answer = () => aState('153245', 'succeeded');
  world.service.disturb('putResult', { code: 'throttled', ...(times === undefined ? {} : { times }) });
  const desk = await world.open();
  await world.clock.advance(500);
  const { runId, state } = await desk.run('job');
  expect(state).toBe('reporting');
  return { world, job, desk, runId };
}

describe('delivery of results', () => {
  it('shows a run as expired when its job ended before the throttled result was taken', async () => {
    const { world, job, desk } = await anUndeliveredResult(1);
    job.state = 'over';
    await world.clock.advance(MINUTE_MS);
    expect((await desk.run('job')).state).toBe('expired');
    expect(job.results).toEqual([]);
  });

  it('sends a waiting result no more often because tokens changed many times', async () => {
    const { world, desk } = await anUndeliveredResult();
    for (let change = 0; change < 10; change += 1) {
      await desk.agent.tokensChanged(null);
      await world.activity.rest();
    }
    await world.clock.advance(2 * MINUTE_MS);
    const before = world.service.count('putResult');
    await world.clock.advance(MINUTE_MS);
    expect(world.service.count('putResult') - before).toBeLessThan(6);
  });

  it.each(['throttled', 'aws-invalid-client-token'] as const)(
    'knows the echo of a result that an earlier process has sent, also after %s',
    async (code) => {
      const world = createWorld();
      const job = world.service.add('job', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
      world.processor.answer = () => aState('153245', 'succeeded');
      const first = await world.open();
      first.ledger.settleResult = () => Promise.reject(new Error('the process ends here'));
      await world.clock.advance(1_000);
      expect(job.results).toHaveLength(1);
      await first.end();
      world.service.disturb('putResult', { code, times: 1 });
      const second = await world.open();
      await world.clock.advance(MINUTE_MS / 2);
      world.tokens.refusedIds.length = 0;
      await world.clock.advance(2 * MINUTE_MS);
      expect((await second.run('job')).state).toBe('succeeded');
    },
  );

  it('says that retrying a step had no effect when the result was refused again', async () => {
    const { desk, runId } = await anUndeliveredResult();
    const end = await desk.agent.act(runId, { kind: 'retry-step' });
    expect(end).toMatchObject({ outcome: 'no-effect', after: 'reporting' });
  });

  it('counts a token as refused only when CodePipeline refused it', async () => {
    const world = createWorld();
    world.service.add('job', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
    world.processor.answer = () => aState('153245', 'succeeded');
    await world.open();
    world.service.disturb('putResult', { code: 'aws-invalid-client-token' });
    await world.clock.advance(10 * MINUTE_MS);
    expect(world.tokens.refusedIds.length).toBe(world.service.count('putResult'));
    expect(world.tokens.refusedIds.length).toBeLessThan(3);
  });
});

describe('a result that nobody can send', () => {
  it('is given up once its job is long over', async () => {
    const { world, desk } = await anUndeliveredResult(1);
    world.tokens.refusedIds.push(CLIENTS.one);
    await world.clock.advance(50 * MINUTE_MS);
    expect((await desk.run('job')).state).toBe('reporting');
    await world.clock.advance(30 * MINUTE_MS);
    expect((await desk.run('job')).state).toBe('expired');
    expect(await desk.ledger.unsettledResults()).toEqual([]);
  });

  it('does not hold up a drain while its client token is missing', async () => {
    const { world, desk } = await anUndeliveredResult(1);
    world.tokens.refusedIds.push(CLIENTS.one);
    await world.clock.advance(MINUTE_MS);
    const drained = desk.agent.drain(MINUTE_MS);
    await world.clock.advance(2_000);
    expect(await Promise.race([drained, Promise.resolve('still waiting')])).toBe(true);
    expect(await desk.ledger.unsettledResults()).toHaveLength(1);
  });
});

describe('a result whose action type was taken out of the settings', () => {
  async function aForeignResult() {
    const { world, job, desk } = await anUndeliveredResult(3);
    await desk.end();
    const later = await world.open({}, { actionTypeId: CUSTOM_TYPE });
    return { world, job, later };
  }

  it('is sent until CodePipeline has taken it', async () => {
    const { world, job } = await aForeignResult();
    await world.clock.advance(5 * MINUTE_MS);
    expect(job.results).toHaveLength(1);
  });

  it('keeps no other result from being sent in a drain', async () => {
    const { world, job, later } = await aForeignResult();
    const drained = later.agent.drain(MINUTE_MS);
    await world.clock.advance(MINUTE_MS);
    expect(await drained).toBe(true);
    expect(job.results).toHaveLength(1);
  });
});

describe('a drain', () => {
  it('sends every other result when one cannot be written down', async () => {
    const world = createWorld();
    const jobs = ['one', 'two'].map((jobId) => world.service.add(jobId));
    world.processor.answer = (_what, _id, signal) => hanging(signal);
    const desk = await world.open();
    await world.clock.advance(1_000);
    const first = (await desk.run('one')).runId;
    const writeResult = desk.ledger.writeResult.bind(desk.ledger);
    desk.ledger.writeResult = (runId, ...rest) =>
      runId === first ? Promise.reject(new Error('an I/O error')) : writeResult(runId, ...rest);
    const drained = desk.agent.drain(20_000);
    await world.clock.advance(21_000);
    expect(await drained).toBe(false);
    expect(jobs.map(({ results }) => results.length)).toEqual([0, 1]);
  });

  it('waits for a result that is to be sent again later', async () => {
    const { world, job, desk } = await anUndeliveredResult(1);
    const resultsAtTheEnd = desk.agent.drain(30_000).then(() => job.results.length);
    await world.clock.advance(40_000);
    expect(await resultsAtTheEnd).toBe(1);
  });

  it('carries out every further try that becomes due meanwhile', async () => {
    const { world, job, desk } = await anUndeliveredResult(3);
    const drained = desk.agent.drain(MINUTE_MS);
    await world.clock.advance(MINUTE_MS);
    expect(await drained).toBe(true);
    expect(job.results).toHaveLength(1);
  });

  it.each(['start', 'status'])('hands a run over whose backend hangs at its %s, in time', async (step) => {
    const world = createWorld();
    const job = world.service.add('job', step === 'status' ? { token: '153245' } : {});
    world.processor.answer = (_what, _id, signal) => hanging(signal);
    // A grace that is over at once: that we gave up must not count as the backend's silence.
    const desk = await world.open({}, { backendGraceMs: 0 });
    await world.clock.advance(1_000);
    const drained = desk.agent.drain(20_000);
    await world.clock.advance(9_000);
    expect(job.results).toEqual([]);
    await world.clock.advance(3_000);
    expect(await drained).toBe(true);
    const continuationToken = step === 'status' ? '153245' : 'action-desk:run-1-1';
    expect(job.results).toMatchObject([{ kind: 'continue', continuationToken }]);
  });

  it('says that it did not finish while a result is unsent', async () => {
    const { world, desk } = await anUndeliveredResult();
    const drained = desk.agent.drain(30_000);
    await world.clock.advance(40_000);
    expect(await drained).toBe(false);
  });
});

describe('a stop', () => {
  it('leaves results that wait for their turn to the next start once the traffic is closed', async () => {
    const world = createWorld();
    const jobs = ['one', 'two', 'three'].map((jobId) => world.service.add(jobId));
    world.processor.answer = () => aState('153245', 'succeeded');
    const limits = { maxCallsAtOnce: 1, maxCallsPerSecond: Infinity };
    const traffic = createTraffic(world.service, limits, world.clock);
    const desk = await world.open({}, {}, world.folder, traffic.jobs);
    const answer = world.service.hold('putResult');
    await world.clock.advance(10_000);
    const stopped = desk.agent.stop();
    traffic.close();
    answer();
    await stopped;
    expect(world.service.count('putResult')).toBe(1);
    await desk.end();
    await world.open();
    await world.clock.advance(40_000);
    expect(jobs.map(({ results }) => results.length)).toEqual([1, 1, 1]);
  });

  it.each([
    ['every slot is taken by a backend that hangs', ['a', 'b']],
    ['more jobs wait for a slot', ['a', 'b', 'c', 'd', 'e', 'f']],
  ])('ends at once while %s', async (_case, jobIds) => {
    const world = createWorld();
    for (const jobId of jobIds) world.service.add(jobId);
    world.processor.answer = (_what, _key, signal) => hanging(signal);
    const desk = await world.open({ maxConcurrentRuns: 2 });
    await world.clock.advance(50_000);
    expect(world.processor.starts.length).toBeGreaterThan(0);
    await desk.agent.stop();
    const starts = world.processor.starts.length;
    await world.clock.advance(MINUTE_MS);
    expect(world.processor.starts).toHaveLength(starts);
  });

  it('ends at once while a result waits to be sent again beside backends that hang', async () => {
    const world = createWorld();
    const done = world.service.add('done');
    world.service.disturb('putResult', { code: 'throttled', jobId: 'done' });
    world.processor.answer = (_what, key, signal) =>
      key === 'run-1-1' ? aState('153245', 'succeeded') : hanging(signal);
    const desk = await world.open({ maxConcurrentRuns: 2 });
    world.service.add('b');
    world.service.add('c');
    await world.clock.advance(30_000);
    expect((await desk.run('done')).state).toBe('reporting');
    await desk.agent.stop();
    const tries = world.service.count('putResult');
    await world.clock.advance(MINUTE_MS);
    expect(world.service.count('putResult')).toBe(tries);
    expect(done.results).toEqual([]);
  });

  it('during a claim starts no work', async () => {
    const world = createWorld();
    world.service.add('job');
    const release = world.service.hold('acknowledge');
    const desk = await world.open();
    await world.clock.advance(1_000);
    expect(world.service.count('acknowledge')).toBe(1);
    const stopped = desk.agent.stop();
    release();
    await stopped;
    await world.activity.rest();
    expect(world.processor.starts).toEqual([]);
  });
});

it('polls no more from the moment of a pause', async () => {
  const world = createWorld();
  const desk = await world.open();
  await world.clock.advance(1_000);
  desk.agent.control('pause', []);
  const polls = world.service.count('poll');
  expect(polls).toBeGreaterThan(0);
  await world.clock.advance(10_000);
  expect(world.service.count('poll')).toBe(polls);
});
