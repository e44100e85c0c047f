import { describe, expect, it } from 'vitest';
import type { ServedType } from '#main/agent/settings.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { aState } from '#test/support/fake-ports.ts';
import { createWorld } from '#test/unit/agent/agent-world.ts';

const MINUTE_MS = 60_000;

/** Work that is done at once and promises a report. */
async function aFinishedRun(type: Partial<ServedType> = {}) {
  const world = createWorld();
  const job = world.service.add('job', { outputs: ['Report'] });
  world.processor.answer = () => aState('153245', 'succeeded');
  const desk = await world.open({}, type);
  await world.clock.advance(1_000);
  return { world, job, desk };
}

describe('L7: success waits for the output artifacts that the job declares', () => {
  it('is reported at once where all of them are in S3', async () => {
    const world = createWorld();
    const job = world.service.add('job', { outputs: ['Report', 'Log'] });
    for (const key of ['Report', 'Log']) world.artifacts.keys.add(key);
    world.processor.answer = () => aState('153245', 'succeeded');
    await world.open();
    await world.clock.advance(1_000);
    expect(job.results).toMatchObject([{ kind: 'success' }]);
    expect(world.artifacts.looks.toSorted()).toEqual(['Log', 'Report']);
  });

  it('is reported once a late upload has arrived, and the work is started once', async () => {
    const { world, job, desk } = await aFinishedRun();
    expect(await desk.run('job')).toMatchObject({
      ...{ state: 'working', externalExecutionId: '153245' },
      message: 'The output artifact Report is not in S3.',
    });
    await world.clock.advance(20_000);
    world.artifacts.keys.add('Report');
    await world.clock.advance(30_000);
    expect(job.results).toMatchObject([{ kind: 'success' }]);
    expect(world.processor.starts).toHaveLength(1);
  });

  it('becomes one failure that names the artifact when the grace is over', async () => {
    const { world, job, desk } = await aFinishedRun();
    await world.clock.advance(50_000);
    expect(job.results).toEqual([]);
    await world.clock.advance(MINUTE_MS);
    expect(job.results).toMatchObject([
      { kind: 'failure', type: 'JobFailed', externalExecutionId: '153245' },
    ]);
    expect((await desk.run('job')).message).toContain('The output artifact Report is not in S3.');
  });

  it('is kept alive meanwhile, under the token of the work, when the deadline comes first', async () => {
    const world = createWorld();
    const job = world.service.add('job', { outputs: ['Report'] });
    world.processor.answer = () => aState('153245', 'succeeded', { percentComplete: 100 });
    await world.open({}, { jobTimeoutMs: 2 * MINUTE_MS, outputGraceMs: 10 * MINUTE_MS });
    await world.clock.advance(4 * MINUTE_MS);
    expect(job.results).toMatchObject([
      { kind: 'continue', continuationToken: '153245', summary: expect.stringContaining('Report') as string },
    ]);
    world.artifacts.keys.add('Report');
    await world.clock.advance(MINUTE_MS);
    const last = [...world.service.jobs.values()].at(-1);
    expect(last?.results).toMatchObject([{ kind: 'success' }]);
    expect(world.processor.starts).toHaveLength(1);
  });

  it('is kept alive, too, while S3 hangs, and is reported when it answers again', async () => {
    const world = createWorld();
    world.artifacts.hangs = true;
    world.artifacts.keys.add('Report');
    const job = world.service.add('job', { outputs: ['Report'] });
    world.processor.answer = () => aState('153245', 'succeeded');
    await world.open({}, { jobTimeoutMs: 2 * MINUTE_MS });
    await world.clock.advance(2 * MINUTE_MS);
    expect(job.results).toMatchObject([{ kind: 'continue', continuationToken: '153245' }]);
    world.artifacts.hangs = false;
    await world.clock.advance(2 * MINUTE_MS);
    expect([...world.service.jobs.values()].at(-1)?.results).toMatchObject([{ kind: 'success' }]);
  });

  it.each([
    ['unreachable', 'SystemUnavailable'],
    ['aws-access-denied', 'PermissionError'],
  ] as const)('outlasts S3 that answers %s for less than the backend grace', async (code, failureType) => {
    const { world, job, desk } = await aFinishedRun();
    world.artifacts.keys.add('Report');
    world.artifacts.trouble = new ActionDeskError(code, 'HEAD s3://bucket/Report: no', { retryable: true });
    await world.clock.advance(25 * MINUTE_MS);
    expect(job.results).toEqual([]);
    expect((await desk.run('job')).message).toContain('It cannot be seen whether');

    world.artifacts.trouble = null;
    await world.clock.advance(MINUTE_MS);
    expect(job.results).toMatchObject([{ kind: 'success' }]);

    const other = await aFinishedRun();
    other.world.artifacts.trouble = new ActionDeskError(code, 'HEAD: no', { retryable: true });
    await other.world.clock.advance(32 * MINUTE_MS);
    expect(other.job.results).toMatchObject([{ kind: 'failure', type: failureType }]);
  });

  it('is never given up because S3 is silent from time to time while the object is there', async () => {
    const { world, job } = await aFinishedRun();
    world.artifacts.trouble = new ActionDeskError('throttled', 'SlowDown', { retryable: true });
    await world.clock.advance(10 * MINUTE_MS);
    world.artifacts.keys.add('Report');
    world.artifacts.trouble = null;
    await world.clock.advance(MINUTE_MS);
    expect(job.results).toMatchObject([{ kind: 'success' }]);
  });

  it('does not look where the action type says so', async () => {
    const { world, job } = await aFinishedRun({ outputGraceMs: null });
    expect(job.results).toMatchObject([{ kind: 'success' }]);
    expect(world.artifacts.looks).toEqual([]);
  });

  it('sends nothing for a job that turns out to be over when its credentials are renewed', async () => {
    const { world, job, desk } = await aFinishedRun({ outputGraceMs: 30 * MINUTE_MS });
    world.service.disturb('details', { code: 'aws-job-not-found' });
    await world.clock.advance(13 * MINUTE_MS);
    expect(world.service.count('details')).toBe(0);
    await world.clock.advance(2 * MINUTE_MS);
    expect(await desk.run('job')).toMatchObject({
      ...{ state: 'expired', message: 'CodePipeline no longer has this job.' },
    });
    await world.clock.advance(30 * MINUTE_MS);
    expect(job.results).toEqual([]);
  });

  it('goes on waiting after a restart, with the details asked for again', async () => {
    const { world, job, desk } = await aFinishedRun();
    await desk.end();
    world.artifacts.keys.add('Report');
    const next = await world.open();
    await world.clock.advance(1_000);
    expect((await next.run('job')).state).toBe('succeeded');
    expect(job.results).toHaveLength(1);
    expect(world.service.count('details')).toBe(1);
    expect(world.processor.starts).toHaveLength(1);
  });

  it('does not hide a failure of the work', async () => {
    const world = createWorld();
    const job = world.service.add('job', { outputs: ['Report'] });
    world.processor.answer = () => aState('153245', 'failed', { summary: 'no capacity' });
    await world.open();
    await world.clock.advance(1_000);
    expect(job.results).toMatchObject([{ kind: 'failure', message: 'no capacity' }]);
    expect(world.artifacts.looks).toEqual([]);
  });
});

describe("an engineer's Complete", () => {
  async function aRunInHand() {
    const world = createWorld('manual');
    const job = world.service.add('job', { outputs: ['Report'] });
    const desk = await world.open({}, { backendGraceMs: Infinity });
    await world.clock.advance(1_000);
    const { runId } = await desk.run('job');
    await desk.agent.act(runId, { kind: 'acknowledge' });
    return { world, job, desk, runId };
  }

  it('is refused with the name of the missing artifact, and works once it is there', async () => {
    const { world, job, desk, runId } = await aRunInHand();
    await expect(desk.agent.act(runId, { kind: 'complete' })).rejects.toMatchObject({
      ...{ code: 'not-allowed-now', retryable: true },
      message: 'The output artifact Report is not in S3. Upload it first, or fail the run.',
    });
    expect(job.results).toEqual([]);
    world.artifacts.keys.add('Report');
    expect(await desk.agent.act(runId, { kind: 'complete' })).toMatchObject({ after: 'succeeded' });
  });

  it('is refused while S3 does not say whether it is there', async () => {
    const { world, desk, runId } = await aRunInHand();
    world.artifacts.trouble = new ActionDeskError('unreachable', 'HEAD: no answer', { retryable: true });
    await expect(desk.agent.act(runId, { kind: 'complete' })).rejects.toThrow('HEAD: no answer Try again.');
  });

  it('needs no look and no details for a run that promises nothing, after a restart too', async () => {
    const world = createWorld('manual');
    world.service.add('job');
    const first = await world.open({}, { backendGraceMs: Infinity });
    await world.clock.advance(1_000);
    const { runId } = await first.run('job');
    await first.agent.act(runId, { kind: 'acknowledge' });
    await first.end();
    const second = await world.open({}, { backendGraceMs: Infinity });
    expect(await second.agent.act(runId, { kind: 'complete' })).toMatchObject({ after: 'succeeded' });
    expect(world.service.count('details')).toBe(0);
  });
});

describe('the result linter', () => {
  it('says on the run what it mended', async () => {
    const world = createWorld('http', 5_000);
    const job = world.service.add('job');
    world.processor.answer = () => aState('153245', 'running', { percentComplete: 100 });
    const desk = await world.open();
    await world.clock.advance(1_000);
    expect(job.results).toMatchObject([{ kind: 'continue', percentComplete: 99 }]);
    const { runId } = await desk.run('job');
    expect(desk.timeline(runId)).toContain('100% was given for work that is running: 99% is sent.');
  });

  it('mends what an engineer reports too', async () => {
    const world = createWorld('manual');
    const job = world.service.add('job');
    const desk = await world.open({}, { backendGraceMs: Infinity });
    await world.clock.advance(1_000);
    const { runId } = await desk.run('job');
    await desk.agent.act(runId, { kind: 'acknowledge' });
    await desk.agent.act(runId, { kind: 'progress', percentComplete: 100 });
    expect(job.results).toMatchObject([{ kind: 'continue', percentComplete: 99 }]);
    expect(desk.timeline(runId)).toContain('100% was given for work that is running: 99% is sent.');
  });
});
