import { GetJobDetailsCommand, PutJobSuccessResultCommand } from '@aws-sdk/client-codepipeline';
import type { PutJobSuccessResultCommandInput } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { claimedCustomJob, polledCustomJob } from './claimed-job.ts';

describe('PutJobSuccessResult', () => {
  let simulator: SimulatorUnderTest;
  let jobId: string;
  beforeEach(async () => {
    simulator = await openSimulator();
    jobId = await claimedCustomJob(simulator);
  });
  afterEach(() => simulator.close());

  const put = (input: Partial<PutJobSuccessResultCommandInput> = {}) =>
    simulator.codePipeline().send(new PutJobSuccessResultCommand({ jobId, ...input }));
  const chain = async () => (await simulator.ledger()).chains[0];

  it('ends the run without a continuation token', async () => {
    await put({
      executionDetails: { externalExecutionId: '7', percentComplete: 100 },
      outputVariables: { Run: '7' },
    });
    expect(await chain()).toMatchObject({
      final: 'succeeded',
      externalExecutionId: '7',
      percentComplete: 100,
    });
    expect((await simulator.ledgerJob(jobId)).results).toEqual([
      expect.objectContaining({ accepted: true, percentComplete: 100, outputVariables: { Run: '7' } }),
    ]);
  });

  it('goes on with a new job, a new nonce and the same data after the pause', async () => {
    const { data } =
      (await simulator.codePipeline().send(new GetJobDetailsCommand({ jobId }))).jobDetails ?? {};
    await put({ continuationToken: '153245', executionDetails: { percentComplete: 100 } });
    expect(await chain()).toMatchObject({ final: null, percentComplete: 100 });
    await simulator.advance(29);
    await expect(polledCustomJob(simulator)).rejects.toThrow('no custom job');
    await simulator.advance(1);
    const next = await polledCustomJob(simulator);
    expect(next.id).not.toBe(jobId);
    const { artifactCredentials: _, ...rest } = data ?? {};
    expect(next.data).toMatchObject({ ...rest, continuationToken: '153245' });
    expect(await simulator.ledgerJob(next.id)).toMatchObject({
      sequence: 2,
      deadlineAt: simulator.now() + 3_600_000,
    });
  });

  it('dates the next job at the end of the pause, however late somebody polls', async () => {
    await put({ continuationToken: '153245' });
    await simulator.advance(100);
    const next = await polledCustomJob(simulator);
    expect((await simulator.ledgerJob(next.id)).createdAt).toBe(simulator.now() - 70_000);
  });

  it('refuses output variables beside a continuation token and leaves the job in progress', async () => {
    await expect(put({ continuationToken: '1', outputVariables: { A: '1' } })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    expect((await simulator.ledgerJob(jobId)).status).toBe('InProgress');
  });

  it('refuses output variables of more than 122,880 bytes', async () => {
    await expect(put({ outputVariables: { A: 'x'.repeat(122_880) } })).rejects.toMatchObject({
      name: 'OutputVariablesSizeExceededException',
    });
  });

  it('refuses a second result', async () => {
    await put();
    await expect(put({ continuationToken: '1' })).rejects.toMatchObject({ name: 'InvalidJobStateException' });
    expect((await chain())?.final).toBe('succeeded');
  });

  it('refuses a job that was only polled', async () => {
    await simulator.job();
    const { id } = await polledCustomJob(simulator);
    await expect(put({ jobId: id })).rejects.toMatchObject({ name: 'InvalidJobStateException' });
  });

  it('refuses a result after the deadline, and the run has failed', async () => {
    await simulator.advance(3600);
    await expect(put()).rejects.toMatchObject({ name: 'InvalidJobStateException' });
    expect((await chain())?.final).toBe('failed');
    expect((await simulator.ledgerJob(jobId)).status).toBe('TimedOut');
  });

  it.each([
    [{ continuationToken: 'x'.repeat(2049) }, "at 'continuationToken'"],
    [{ executionDetails: { percentComplete: 101 } }, "at 'executionDetails.percentComplete'"],
    [{ executionDetails: { summary: 'x'.repeat(2049) } }, "at 'executionDetails.summary'"],
    [{ executionDetails: { externalExecutionId: '' } }, "at 'executionDetails.externalExecutionId'"],
    [{ outputVariables: { 'no spaces': '1' } }, 'regular expression pattern: [A-Za-z0-9@\\-_]+'],
  ] as [Partial<PutJobSuccessResultCommandInput>, string][])(
    'refuses a value out of bounds (%#)',
    async (input, message) => {
      await expect(put(input)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message) as string,
      });
    },
  );
});
