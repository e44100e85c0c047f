import { PutJobFailureResultCommand, PutJobSuccessResultCommand } from '@aws-sdk/client-codepipeline';
import type { FailureDetails } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { claimedCustomJob, polledCustomJob } from './claimed-job.ts';

const failure: FailureDetails = { type: 'JobFailed', message: 'p95 too high', externalExecutionId: '153245' };

describe('PutJobFailureResult', () => {
  let simulator: SimulatorUnderTest;
  let jobId: string;
  beforeEach(async () => {
    simulator = await openSimulator();
    jobId = await claimedCustomJob(simulator);
  });
  afterEach(() => simulator.close());

  const put = (failureDetails: FailureDetails = failure, id = jobId) =>
    simulator.codePipeline().send(new PutJobFailureResultCommand({ jobId: id, failureDetails }));

  it('is always final', async () => {
    await put();
    expect(await simulator.ledgerJob(jobId)).toMatchObject({
      status: 'Failed',
      results: [{ operation: 'PutJobFailureResult', accepted: true, failureDetails: failure }],
    });
    expect((await simulator.ledger()).chains[0]).toMatchObject({
      final: 'failed',
      externalExecutionId: '153245',
    });
  });

  it('refuses to fail what has succeeded, on the same job and on the next one of the chain', async () => {
    await simulator.codePipeline().send(new PutJobSuccessResultCommand({ jobId, continuationToken: '1' }));
    await expect(put()).rejects.toMatchObject({ name: 'InvalidJobStateException' });
    await simulator.advance(30);
    const next = await polledCustomJob(simulator);
    await expect(put(failure, next.id)).rejects.toMatchObject({ name: 'InvalidJobStateException' });
  });

  it.each([
    [{ ...failure, message: 'x'.repeat(5001) }, 'length less than or equal to 5000'],
    [{ ...failure, message: '' }, 'length greater than or equal to 1'],
    [
      { ...failure, type: 'Nonsense' as 'JobFailed' },
      'Member must satisfy enum value set: [JobFailed, ConfigurationError',
    ],
  ] as [FailureDetails, string][])('refuses a value out of bounds (%#)', async (details, message) => {
    await expect(put(details)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
    });
  });
});
