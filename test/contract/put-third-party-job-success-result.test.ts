import { PutThirdPartyJobSuccessResultCommand } from '@aws-sdk/client-codepipeline';
import type { PutThirdPartyJobSuccessResultCommandInput } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contoso, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { claimedThirdPartyJob, detailedThirdPartyJob } from './claimed-job.ts';

describe('PutThirdPartyJobSuccessResult', () => {
  let simulator: SimulatorUnderTest;
  let jobId: string;
  beforeEach(async () => {
    simulator = await openSimulator();
    jobId = await claimedThirdPartyJob(simulator);
  });
  afterEach(() => simulator.close());

  const put = (input: Partial<PutThirdPartyJobSuccessResultCommandInput> = {}) => {
    const { clientToken } = contoso;
    const command = new PutThirdPartyJobSuccessResultCommand({ jobId, clientToken, ...input });
    return simulator.codePipeline().send(command);
  };

  it('ends the run without a continuation token', async () => {
    await put();
    expect((await simulator.ledger()).chains[0]?.final).toBe('succeeded');
  });

  it('goes on with a new opaque job id that carries the token', async () => {
    await put({
      continuationToken: '153245',
      executionDetails: { externalExecutionId: '153245', percentComplete: 10 },
    });
    await simulator.advance(30);
    const next = await detailedThirdPartyJob(simulator);
    expect(next.id).not.toBe(jobId);
    expect(next.data?.continuationToken).toBe('153245');
  });

  it('refuses a wrong token and takes the result with the right one afterwards', async () => {
    await expect(put({ clientToken: 'wrong' })).rejects.toMatchObject({
      name: 'InvalidClientTokenException',
    });
    await put();
    await expect(put()).rejects.toMatchObject({ name: 'InvalidJobStateException' });
  });

  it('does not find an unknown job', async () => {
    await expect(put({ jobId: 'bm90aGluZw==' })).rejects.toMatchObject({ name: 'JobNotFoundException' });
  });
});
