import { PutThirdPartyJobFailureResultCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contoso, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { claimedThirdPartyJob, detailedThirdPartyJob } from './claimed-job.ts';

describe('PutThirdPartyJobFailureResult', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const put = (jobId: string, clientToken: string = contoso.clientToken) => {
    const failureDetails = { type: 'ConfigurationError', message: 'No test plan' } as const;
    return simulator
      .codePipeline()
      .send(new PutThirdPartyJobFailureResultCommand({ jobId, clientToken, failureDetails }));
  };

  it('fails the run', async () => {
    await put(await claimedThirdPartyJob(simulator));
    expect((await simulator.ledger()).chains[0]?.final).toBe('failed');
  });

  it('refuses a wrong token', async () => {
    const jobId = await claimedThirdPartyJob(simulator);
    await expect(put(jobId, 'wrong')).rejects.toMatchObject({ name: 'InvalidClientTokenException' });
    expect((await simulator.ledger()).chains[0]?.final).toBeNull();
  });

  it('refuses a job that nobody acknowledged', async () => {
    await simulator.job({ clientId: contoso.clientId });
    const { id } = await detailedThirdPartyJob(simulator);
    await expect(put(id)).rejects.toMatchObject({ name: 'InvalidJobStateException' });
  });
});
