import { describe, expect, it } from 'vitest';
import { openDesk, withFolder, type DeskUnderTest } from '#test/support/desk.ts';
import { actionTypes, contoso, withSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

async function withDesk(
  work: (desk: DeskUnderTest, simulator: SimulatorUnderTest) => Promise<void>,
): Promise<void> {
  await withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        const desk = await openDesk(simulator.endpoint, folder);
        try {
          await work(desk, simulator);
        } finally {
          await desk.close();
        }
      }),
    { scenario: 'bare', continueAfterSeconds: 0, redeliverAfterSeconds: 1, now: Date.now },
  );
}

const lastResult = async (simulator: SimulatorUnderTest, chainId: string) =>
  (await simulator.ledger()).jobs
    .filter((job) => job.chainId === chainId)
    .flatMap((job) => job.results)
    .at(-1);

describe('acts by hand', () => {
  it('acknowledges a manual job, reports 40%, and completes it over two jobs', () =>
    withDesk(async (desk, simulator) => {
      const { chainId } = await simulator.job({ actionTypeId: actionTypes.review });
      const waiting = await desk.run('a manual job', (run) => run.state === 'waiting-for-engineer');
      const claimed = await desk.runtime.act(waiting.runId, { kind: 'acknowledge' });
      expect(claimed).toMatchObject({
        outcome: 'took-effect',
        before: 'waiting-for-engineer',
        after: 'with-engineer',
      });
      expect((await desk.detail(waiting.runId)).run.message).toBeNull();

      const progress = await desk.runtime.act(waiting.runId, {
        kind: 'progress',
        percentComplete: 40,
        summary: 'Half of the report read',
      });
      expect(progress).toMatchObject({ outcome: 'took-effect', after: 'between-jobs' });
      expect(await lastResult(simulator, chainId)).toMatchObject({
        accepted: true,
        percentComplete: 40,
        summary: 'Half of the report read',
      });

      await desk.run(
        'the next job, held by the engineer',
        (run) => run.state === 'with-engineer' && run.jobCount === 2,
      );
      const complete = await desk.runtime.act(waiting.runId, { kind: 'complete', summary: 'Approved' });
      expect(complete).toMatchObject({ outcome: 'took-effect', after: 'succeeded' });
      const chain = (await simulator.ledger()).chains.find((candidate) => candidate.chainId === chainId);
      expect(chain?.final).toBe('succeeded');
    }));

  it('fails a polled manual job with type and message', () =>
    withDesk(async (desk, simulator) => {
      const { chainId } = await simulator.job({ actionTypeId: actionTypes.review });
      const waiting = await desk.run('a manual job', (run) => run.state === 'waiting-for-engineer');
      const failed = await desk.runtime.act(waiting.runId, {
        kind: 'fail',
        failureType: 'RevisionOutOfSync',
        message: 'The revision is older than the report.',
      });
      expect(failed).toMatchObject({ outcome: 'took-effect', after: 'failed' });
      expect(await lastResult(simulator, chainId)).toMatchObject({
        accepted: true,
        failureDetails: { type: 'RevisionOutOfSync', message: 'The revision is older than the report.' },
      });
    }));

  it('restarts the work of an agent run under a new idempotency key and cancels the old one', () =>
    withDesk(async (desk, simulator) => {
      await simulator.job({
        clientId: contoso.clientId,
        configuration: { TestPlan: 'long', DurationSeconds: '3600' },
      });
      const running = await desk.run(
        'running work',
        (run) => run.externalExecutionId !== null && run.state === 'between-jobs',
      );
      await desk.runtime.act(running.runId, { kind: 'restart-work' });
      const again = await desk.run(
        'attempt 2',
        (run) =>
          run.attempt === 2 &&
          run.externalExecutionId !== null &&
          run.externalExecutionId !== running.externalExecutionId,
      );
      const { backend } = await simulator.ledger();
      expect(backend.map((run) => run.idempotencyKey)).toEqual([`${again.runId}-1`, `${again.runId}-2`]);
      expect(backend.map((run) => run.cancelled)).toEqual([true, false]);
    }));

  it('lets an engineer take a run over, and nobody else works on it meanwhile', () =>
    withDesk(async (desk, simulator) => {
      const { chainId } = await simulator.job({
        clientId: contoso.clientId,
        configuration: { TestPlan: 'long', DurationSeconds: '3600' },
      });
      const running = await desk.run(
        'running work',
        (run) => run.externalExecutionId !== null && run.state === 'between-jobs',
      );
      await desk.runtime.act(running.runId, { kind: 'take-over' });
      await desk.run('the next job in the engineer’s hand', (run) => run.state === 'with-engineer');
      const failed = await desk.runtime.act(running.runId, {
        kind: 'fail',
        failureType: 'JobFailed',
        message: 'Stopped by hand.',
      });
      expect(failed.after).toBe('failed');
      expect(await lastResult(simulator, chainId)).toMatchObject({
        failureDetails: {
          type: 'JobFailed',
          message: 'Stopped by hand.',
          externalExecutionId: running.externalExecutionId,
        },
      });
    }));

  it('refuses an act that cannot work, with the reason that the button shows', () =>
    withDesk(async (desk, simulator) => {
      await simulator.job({ actionTypeId: actionTypes.review });
      const waiting = await desk.run('a manual job', (run) => run.state === 'waiting-for-engineer');
      await expect(desk.runtime.act(waiting.runId, { kind: 'complete' })).rejects.toMatchObject({
        code: 'not-allowed-now',
      });
      expect((await simulator.ledger()).jobs.flatMap((job) => job.results)).toEqual([]);
    }));

  it('says overtaken when CodePipeline has given up on the job', () =>
    withDesk(async (desk, simulator) => {
      await simulator.job({ actionTypeId: actionTypes.review });
      const waiting = await desk.run('a manual job', (run) => run.state === 'waiting-for-engineer');
      await desk.runtime.act(waiting.runId, { kind: 'acknowledge' });
      await simulator.advance(4_000);
      const late = await desk.runtime.act(waiting.runId, { kind: 'complete' });
      expect(late).toMatchObject({ outcome: 'overtaken', after: 'expired' });
    }));
});
