import { AcknowledgeThirdPartyJobCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contoso, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { detailedThirdPartyJob } from './claimed-job.ts';

describe('AcknowledgeThirdPartyJob', () => {
  let simulator: SimulatorUnderTest;
  let job: { id: string; nonce: string };
  beforeEach(async () => {
    simulator = await openSimulator();
    await simulator.job({ clientId: contoso.clientId });
    job = await detailedThirdPartyJob(simulator);
  });
  afterEach(() => simulator.close());

  async function acknowledge(nonce: string, clientToken: string = contoso.clientToken) {
    const command = new AcknowledgeThirdPartyJobCommand({ jobId: job.id, nonce, clientToken });
    return (await simulator.codePipeline().send(command)).status;
  }

  it('claims a job with nonce and token', async () => {
    expect(await acknowledge(job.nonce)).toBe('InProgress');
  });

  it('refuses a wrong token without using the nonce up', async () => {
    await expect(acknowledge(job.nonce, 'wrong')).rejects.toMatchObject({
      name: 'InvalidClientTokenException',
    });
    expect(await acknowledge(job.nonce)).toBe('InProgress');
  });

  it('refuses a wrong nonce and a second acknowledge', async () => {
    await expect(acknowledge('wrong')).rejects.toMatchObject({ name: 'InvalidNonceException' });
    await acknowledge(job.nonce);
    await expect(acknowledge(job.nonce)).rejects.toMatchObject({ name: 'InvalidNonceException' });
    expect((await simulator.ledgerJob(job.id)).invalidNonceCount).toBe(2);
  });
});
