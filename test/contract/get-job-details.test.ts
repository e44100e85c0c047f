import { GetJobDetailsCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contoso, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { claimedCustomJob } from './claimed-job.ts';

describe('GetJobDetails', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const details = (jobId: string, region?: string) =>
    simulator.codePipeline(region).send(new GetJobDetailsCommand({ jobId }));

  it('gives the data of a job again, without the nonce', async () => {
    const jobId = await claimedCustomJob(simulator);
    const { jobDetails } = await details(jobId);
    expect(jobDetails).toMatchObject({ id: jobId, accountId: '111122223333' });
    expect(jobDetails).not.toHaveProperty('nonce');
  });

  it('gives credentials that end 15 minutes after the call', async () => {
    const jobId = await claimedCustomJob(simulator);
    await simulator.advance(60);
    const token = (await details(jobId)).jobDetails?.data?.artifactCredentials?.sessionToken ?? '';
    expect(Number(token.split('.').at(-1)) - simulator.now()).toBe(15 * 60 * 1000);
  });

  it('does not find unknown jobs, nor jobs of another region', async () => {
    const jobId = await claimedCustomJob(simulator);
    await expect(details(jobId, 'us-west-2')).rejects.toMatchObject({ name: 'JobNotFoundException' });
    await expect(details('00000000-0000-0000-0000-000000000000')).rejects.toMatchObject({
      name: 'JobNotFoundException',
    });
  });

  it("refuses a third-party job's id, which is no UUID", async () => {
    const { jobId } = await simulator.job({ clientId: contoso.clientId });
    await expect(details(jobId)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
