import { describe, expect, it } from 'vitest';
import type { JobService } from '#main/agent/ports.ts';
import { asClientId, asJobId } from '#shared/domain/ids.ts';
import { aState, CLIENTS, THIRD_PARTY_TYPE } from '#test/support/fake-ports.ts';
import { createWorld } from '#test/unit/agent/agent-world.ts';

const MINUTE_MS = 60_000;
const STRANGER = asClientId('9d1e0c77-52f4-4d0b-8f5e-1b7c2a9e4d10');

/** An agent whose acknowledges do not reach CodePipeline until `heal` is called, just after the first was sent. */
async function anUnheardAcknowledge(settings: { maxConcurrentRuns?: number } = {}) {
  const world = createWorld();
  const job = world.service.add('job');
  const desk = await world.open(settings);
  const heal = world.service.disturb('acknowledge', { code: 'unreachable' });
  await world.clock.advance(900);
  expect((await desk.run('job')).state).toBe('claiming');
  return { world, job, desk, heal };
}

describe('silence settles a claim only while somebody listened', () => {
  it('does not take a job for ours because the polls of two minutes failed', async () => {
    const { world, job, desk, heal } = await anUnheardAcknowledge();
    world.processor.answer = () => aState('153245', 'succeeded');
    world.service.disturb('poll', { code: 'unreachable', times: 30 });
    await world.clock.advance(2 * MINUTE_MS);
    expect(job.state).toBe('open');
    expect(world.processor.starts).toEqual([]);
    heal();
    await world.clock.advance(7 * MINUTE_MS);
    expect((await desk.run('job')).state).toBe('succeeded');
    expect(job.results).toHaveLength(1);
  });

  it('leaves the claim open while its cell is paused', async () => {
    const { world, desk } = await anUnheardAcknowledge();
    desk.agent.control('pause', []);
    await world.clock.advance(2 * MINUTE_MS);
    expect((await desk.run('job')).state).toBe('claiming');
    expect(world.processor.starts).toEqual([]);
  });

  it('leaves the claim open after one poll by hand in a paused cell', async () => {
    const { world, desk } = await anUnheardAcknowledge();
    desk.agent.control('pause', []);
    desk.agent.control('poll-now', []);
    await world.clock.advance(2 * MINUTE_MS);
    expect((await desk.run('job')).state).toBe('claiming');
  });

  it('leaves the claim open while every slot is taken and nothing can be polled', async () => {
    const { world, desk } = await anUnheardAcknowledge({ maxConcurrentRuns: 1 });
    world.service.add('other', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
    const release = world.service.hold('details');
    await world.clock.advance(2 * MINUTE_MS);
    expect((await desk.run('job')).state).toBe('claiming');
    release();
  });

  it('leaves the claim open while a poll has no answer', async () => {
    const { world, desk } = await anUnheardAcknowledge();
    const release = world.service.hold('poll');
    await world.clock.advance(2 * MINUTE_MS);
    expect((await desk.run('job')).state).toBe('claiming');
    release();
  });
});

describe('a backlog that fills every batch', () => {
  /** A claim that never arrived; from then on each answer is full of jobs of an unknown customer until `clear`. */
  async function aHiddenJob() {
    const world = createWorld();
    const job = world.service.add('job', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
    world.processor.answer = () => aState('153245', 'succeeded');
    let polls = 0;
    let full = true;
    const poll: JobService['poll'] = async (cell, maxJobs, signal) => {
      if (!full || cell.actionTypeId.owner !== 'ThirdParty' || (polls += 1) === 1)
        return world.service.poll(cell, maxJobs, signal);
      await world.clock.sleep(5_000, signal);
      return Array.from({ length: maxJobs }, (_, at) => ({
        ...{ protocol: 'third-party', jobId: asJobId(`crowd-${at}`), clientId: STRANGER },
      }));
    };
    const heal = world.service.disturb('acknowledge', { code: 'unreachable' });
    const jobs = { ...world.service, poll };
    const desk = await world.open({ maxConcurrentRuns: 2 }, {}, world.folder, jobs);
    await world.clock.advance(35_000);
    heal();
    expect((await desk.run('job')).state).toBe('claiming');
    return { world, job, desk, clear: () => (full = false) };
  }

  it('lets no claim be taken for ours before the backlog is through', async () => {
    const { world, job, desk, clear } = await aHiddenJob();
    await world.clock.advance(2 * MINUTE_MS);
    expect((await desk.run('job')).state).toBe('claiming');
    expect(world.processor.starts).toEqual([]);
    clear();
    await world.clock.advance(MINUTE_MS);
    expect((await desk.run('job')).state).toBe('succeeded');
    expect(job.results).toHaveLength(1);
  });

  it('lets no claimed job run into its time-out: after five minutes the work begins', async () => {
    const { world, job, desk } = await aHiddenJob();
    job.state = 'claimed';
    await world.clock.advance(6 * MINUTE_MS);
    expect((await desk.run('job')).state).toBe('succeeded');
  });
});

describe('an acknowledge by hand', () => {
  /** A manual run that waits for its engineer. */
  async function aWaitingRun() {
    const world = createWorld('manual');
    const job = world.service.add('job');
    const desk = await world.open({}, { backendGraceMs: Infinity });
    await world.clock.advance(1_000);
    const { runId, state } = await desk.run('job');
    expect(state).toBe('waiting-for-engineer');
    return { world, job, desk, runId };
  }

  it('whose request was lost gives the run to the engineer only once CodePipeline has the claim', async () => {
    const { world, job, desk, runId } = await aWaitingRun();
    world.service.disturb('acknowledge', { code: 'unreachable', times: 1 });
    await desk.agent.act(runId, { kind: 'acknowledge' });
    expect(job.state).toBe('open');
    expect((await desk.run('job')).state).toBe('claiming');
    await world.clock.advance(100_000);
    expect(job.state).toBe('claimed');
    expect(await desk.run('job')).toMatchObject({ state: 'with-engineer', heldBy: 'engineer' });
  });

  it('whose answer was lost ends with the engineer and starts no work', async () => {
    const { world, desk, runId } = await aWaitingRun();
    world.service.disturb('acknowledge', { code: 'unreachable', times: 1, afterwards: true });
    await desk.agent.act(runId, { kind: 'acknowledge' });
    await world.clock.advance(100_000);
    expect(await desk.run('job')).toMatchObject({ state: 'with-engineer', heldBy: 'engineer' });
    expect(world.processor.starts).toEqual([]);
  });

  it('that was throttled leaves the run to be acknowledged again', async () => {
    const { world, desk, runId } = await aWaitingRun();
    world.service.disturb('acknowledge', { code: 'throttled', times: 1 });
    await desk.agent.act(runId, { kind: 'acknowledge' });
    expect((await desk.run('job')).heldBy).toBe('agent');
    await world.clock.advance(35_000);
    expect((await desk.run('job')).state).toBe('waiting-for-engineer');
    expect(await desk.agent.act(runId, { kind: 'acknowledge' })).toMatchObject({ after: 'with-engineer' });
    expect(world.processor.starts).toEqual([]);
  });
});

it('acknowledges a throttled job again before CodePipeline hands it out anew', async () => {
  const world = createWorld();
  world.service.add('job');
  world.processor.answer = () => aState('153245', 'succeeded');
  world.service.disturb('acknowledge', { code: 'throttled', times: 1 });
  const desk = await world.open();
  await world.clock.advance(20_000);
  expect((await desk.run('job')).state).toBe('succeeded');
});

describe('a hand-out that was heard', () => {
  it('is no silence, though the details of the job cannot be read', async () => {
    const world = createWorld();
    const job = world.service.add('job', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
    world.processor.answer = () => aState('153245', 'succeeded');
    const desk = await world.open();
    const healClaims = world.service.disturb('acknowledge', { code: 'unreachable' });
    await world.clock.advance(900);
    expect((await desk.run('job')).state).toBe('claiming');
    const healDetails = world.service.disturb('details', { code: 'throttled' });
    await world.clock.advance(5 * MINUTE_MS);
    expect(job.state).toBe('open');
    expect(world.processor.starts).toEqual([]);
    healClaims();
    healDetails();
    await world.clock.advance(MINUTE_MS);
    expect((await desk.run('job')).state).toBe('succeeded');
    expect(job.results).toHaveLength(1);
  });
});
