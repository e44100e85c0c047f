import { describe, expect, it } from 'vitest';
import { aState } from '#test/support/fake-ports.ts';
import { createWorld, type World } from '#test/unit/agent/agent-world.ts';

/** Two agents with stores of their own on one action type; the second one polls ten times as often. */
async function twoAgents(world: World) {
  const first = await world.open({ pollIntervalMs: 1_000 });
  await world.clock.advance(1_000);
  const second = await world.open({ pollIntervalMs: 100 }, {}, world.anotherFolder());
  return { first, second };
}

function aWorldWithQuickWork() {
  const world = createWorld();
  const job = world.service.add('job');
  world.processor.answer = () => aState('153245', 'succeeded');
  return { world, job };
}

describe('two agents on one action type, each with a store of its own', () => {
  it('finish every job once, whoever wins it', async () => {
    const world = createWorld('http', 2_000);
    world.processor.answer = (what, id) =>
      what === 'start' ? aState(`work of ${id}`, 'running') : aState(id, 'succeeded');
    await twoAgents(world);
    for (let job = 0; job < 10; job += 1) world.service.add(`job-${job}`);
    await world.clock.advance(30_000);
    const jobs = [...world.service.jobs.values()];
    expect(jobs).toHaveLength(20);
    for (const job of jobs) expect(job.results, job.jobId).toHaveLength(1);
    expect(jobs.filter((job) => job.results[0]?.kind === 'success')).toHaveLength(10);
    expect(world.processor.starts).toHaveLength(10);
  });

  it('leave a job to the one whose nonce was valid, though the answer to its claim was lost', async () => {
    const { world, job } = aWorldWithQuickWork();
    const release = world.service.hold('acknowledge');
    const { first, second } = await twoAgents(world);
    await world.clock.advance(35_000);
    // Both have sent a claim; the job was handed out to the second one later, which made the first nonce invalid.
    expect(world.service.count('acknowledge', 'job')).toBe(2);
    world.service.disturb('acknowledge', { code: 'unreachable', afterwards: true, times: 2 });
    release();
    await world.clock.advance(5_000);
    expect((await first.run('job')).state).toBe('lost');
    expect((await second.run('job')).state).toBe('claiming');
    expect(world.processor.starts).toEqual([]);
    await world.clock.advance(120_000);
    expect((await second.run('job')).state).toBe('succeeded');
    expect(job.results).toHaveLength(1);
    expect(world.service.count('putResult')).toBe(1);
    expect(world.processor.starts).toEqual(['run-1-1']);
  });

  it('do the work under one key and never report a failure, where a lost claim was overtaken unheard', async () => {
    const { world, job } = aWorldWithQuickWork();
    world.processor.answer = () => aState('153245', 'running');
    const heal = world.service.disturb('acknowledge', { code: 'unreachable' });
    const { first, second } = await twoAgents(world);
    expect((await first.run('job')).state).toBe('claiming');
    await world.clock.advance(28_000);
    heal();
    const release = world.service.hold('putResult');
    await world.clock.advance(120_000);
    // The second one claimed it by the next hand-out. The first one heard nothing, which looks the same as having won.
    expect((await second.run('job')).state).toBe('reporting');
    expect((await first.run('job')).state).toBe('reporting');
    release();
    await world.clock.advance(5_000);
    expect(job.results).toMatchObject([{ kind: 'continue', continuationToken: '153245' }]);
    world.processor.answer = () => aState('153245', 'succeeded');
    await world.clock.advance(120_000);
    const sent = world.service.calls.filter(({ operation }) => operation === 'putResult');
    expect(sent.filter(({ result }) => result?.kind === 'failure')).toEqual([]);
    const ends = [...world.service.jobs.values()].flatMap(({ results }) => results);
    expect(ends.filter(({ kind }) => kind === 'success')).toHaveLength(1);
    expect(new Set(world.processor.starts)).toEqual(new Set(['run-1-1']));
  });
});
