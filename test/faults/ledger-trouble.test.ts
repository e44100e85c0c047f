import { describe, expect, it, vi } from 'vitest';
import { watchOtherProcesses } from '#main/compose/other-processes.ts';
import { createRunLedger } from '#main/store/run-ledger.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { asRunId } from '#shared/domain/ids.ts';
import { aState, UNAVAILABLE } from '#test/support/fake-ports.ts';
import { createWorld } from '#test/unit/agent/agent-world.ts';
import { aSeenJob, aStore } from '#test/unit/store/store-fixture.ts';

const MINUTE_MS = 60_000;
const diskFull = () =>
  new ActionDeskError('internal', 'The disk is full: nothing was written.', { retryable: true });

/** A job whose work is done at once. */
function aWorldWithQuickWork() {
  const world = createWorld();
  const job = world.service.add('job');
  world.processor.answer = () => aState('153245', 'succeeded');
  return { world, job };
}

describe('when the disk is full for one moment, a run goes on in the same process', () => {
  it('writes the result down again after the work has ended', async () => {
    const { world, job } = aWorldWithQuickWork();
    const desk = await world.open();
    const writeResult = vi.spyOn(desk.ledger, 'writeResult').mockRejectedValueOnce(diskFull());
    await world.clock.advance(10 * MINUTE_MS);
    expect(writeResult).toHaveBeenCalled();
    expect((await desk.run('job')).state).toBe('succeeded');
    expect(job.results).toHaveLength(1);
    expect(new Set(world.processor.starts)).toEqual(new Set(['run-1-1']));
  });

  it('settles a result that CodePipeline has accepted', async () => {
    const { world, job } = aWorldWithQuickWork();
    const desk = await world.open();
    const settleResult = vi.spyOn(desk.ledger, 'settleResult').mockRejectedValueOnce(diskFull());
    await world.clock.advance(10 * MINUTE_MS);
    expect(settleResult).toHaveBeenCalled();
    expect((await desk.run('job')).state).toBe('succeeded');
    expect(job.results).toHaveLength(1);
  });

  it('sends a result again whose postponement could not be written down', async () => {
    const { world, job } = aWorldWithQuickWork();
    world.service.disturb('putResult', { code: 'throttled', times: 1 });
    const desk = await world.open();
    const postponeResult = vi.spyOn(desk.ledger, 'postponeResult').mockRejectedValueOnce(diskFull());
    await world.clock.advance(10 * MINUTE_MS);
    expect(postponeResult).toHaveBeenCalled();
    expect(job.results).toHaveLength(1);
  });

  it('asks a silent backend again though its silence could not be written down', async () => {
    const { world } = aWorldWithQuickWork();
    world.processor.answer = () =>
      world.processor.starts.length === 1 ? UNAVAILABLE : aState('153245', 'succeeded');
    const desk = await world.open();
    const patch = vi.spyOn(desk.ledger, 'patch').mockRejectedValueOnce(diskFull());
    await world.clock.advance(10 * MINUTE_MS);
    expect(patch).toHaveBeenCalled();
    expect((await desk.run('job')).state).toBe('succeeded');
  });

  it('starts the work of a claimed run whose row could not be read at first', async () => {
    const { world } = aWorldWithQuickWork();
    const desk = await world.open();
    const find = desk.ledger.find.bind(desk.ledger);
    let failures = 0;
    vi.spyOn(desk.ledger, 'find').mockImplementation(async (runId) => {
      const run = await find(runId);
      if (run?.state !== 'working' || failures > 0) return run;
      failures += 1;
      throw diskFull();
    });
    await world.clock.advance(10 * MINUTE_MS);
    expect(failures).toBe(1);
    expect((await desk.run('job')).state).toBe('succeeded');
  });
});

it('takes a commit for done though whoever is told of it throws', async () => {
  const ledger = createRunLedger(await aStore(), {
    onRunChanged: () => {
      throw new Error('Object has been destroyed');
    },
  });
  const seen = aSeenJob('job');
  await expect(ledger.jobSeen(seen, asRunId('run-1'))).resolves.toMatchObject({ firstSight: true });
  await expect(ledger.findByJob(seen.job.region, seen.job.jobId)).resolves.toMatchObject({ runId: 'run-1' });
});

it('looks for commits of other processes again after the file could not be read', () => {
  vi.useFakeTimers();
  const dataVersion = vi.fn(() => 1);
  const onChange = vi.fn();
  const end = watchOtherProcesses({ dataVersion }, onChange);
  try {
    dataVersion.mockImplementationOnce(() => {
      throw new Error('SQLITE_IOERR');
    });
    vi.advanceTimersToNextTimer();
    expect(onChange).not.toHaveBeenCalled();
    dataVersion.mockReturnValue(2);
    vi.advanceTimersToNextTimer();
    expect(onChange).toHaveBeenCalledTimes(1);
  } finally {
    end();
    vi.useRealTimers();
  }
});
