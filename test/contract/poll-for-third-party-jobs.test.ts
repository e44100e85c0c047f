import { PollForThirdPartyJobsCommand } from '@aws-sdk/client-codepipeline';
import type { PollForThirdPartyJobsCommandInput } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actionTypes, contoso, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';

describe('PollForThirdPartyJobs', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  async function poll(input: Partial<PollForThirdPartyJobsCommandInput> = {}, region?: string) {
    const command = new PollForThirdPartyJobsCommand({ actionTypeId: actionTypes.thirdParty, ...input });
    return (await simulator.codePipeline(region).send(command)).jobs ?? [];
  }

  it('gives the client id and an opaque job id and nothing else', async () => {
    const { jobId } = await simulator.job({ clientId: contoso.clientId });
    expect(await poll()).toEqual([{ clientId: contoso.clientId, jobId }]);
    expect(jobId).toMatch(/^[A-Za-z0-9+/]{150,510}={0,2}$/);
  });

  it('keeps regions apart', async () => {
    await simulator.job({ clientId: contoso.clientId, region: 'us-west-2' });
    expect(await poll()).toEqual([]);
    expect(await poll({}, 'us-west-2')).toHaveLength(1);
  });

  it('hands an unclaimed job out again after the redelivery time', async () => {
    const { jobId } = await simulator.job({ clientId: contoso.clientId });
    expect(await poll()).toHaveLength(1);
    expect(await poll()).toHaveLength(0);
    await simulator.advance(30);
    expect((await poll()).map((job) => job.jobId)).toEqual([jobId]);
  });

  it('gives at most maxBatchSize jobs', async () => {
    for (let count = 0; count < 3; count += 1) await simulator.job({ clientId: contoso.clientId });
    expect(await poll({ maxBatchSize: 2 })).toHaveLength(2);
  });

  it('refuses another owner, and an action type that nobody registered', async () => {
    await expect(poll({ actionTypeId: actionTypes.custom })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const actionTypeId = { ...actionTypes.thirdParty, version: '2' };
    await expect(poll({ actionTypeId })).rejects.toMatchObject({ name: 'ActionTypeNotFoundException' });
  });
});
