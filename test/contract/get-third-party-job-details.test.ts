import { GetThirdPartyJobDetailsCommand, PollForThirdPartyJobsCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actionTypes, contoso, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';

describe('GetThirdPartyJobDetails', () => {
  let simulator: SimulatorUnderTest;
  let jobId: string;
  beforeEach(async () => {
    simulator = await openSimulator();
    ({ jobId } = await simulator.job({
      clientId: contoso.clientId,
      configuration: { TestPlan: 'peak', ApiKey: 'customer-key' },
    }));
  });
  afterEach(() => simulator.close());

  const poll = () =>
    simulator.codePipeline().send(new PollForThirdPartyJobsCommand({ actionTypeId: actionTypes.thirdParty }));

  async function details(clientToken: string = contoso.clientToken, id = jobId, region?: string) {
    const command = new GetThirdPartyJobDetailsCommand({ jobId: id, clientToken });
    return (await simulator.codePipeline(region).send(command)).jobDetails;
  }

  it('gives the nonce and the data, secrets included, but neither pipeline ARN nor execution', async () => {
    await poll();
    const given = await details();
    expect(given?.nonce).toBeTruthy();
    expect(given?.data?.actionConfiguration?.configuration).toEqual({
      TestPlan: 'peak',
      ApiKey: 'customer-key',
    });
    expect(given?.data?.pipelineContext).toEqual({
      pipelineName: 'bare-pipeline',
      stage: { name: 'Test' },
      action: { name: 'Run' },
    });
  });

  it('gives the same nonce while the hand-out lasts and another one after a redelivery', async () => {
    await poll();
    const first = await details();
    expect((await details())?.nonce).toBe(first?.nonce);
    await simulator.advance(30);
    await poll();
    expect((await details())?.nonce).not.toBe(first?.nonce);
  });

  it('refuses a token that is not that of the client', async () => {
    await expect(details('wrong')).rejects.toMatchObject({ name: 'InvalidClientTokenException' });
  });

  it('follows a rotation of the token', async () => {
    await simulator.control('POST', 'clients', { clientId: contoso.clientId, clientToken: 'rotated' });
    await expect(details()).rejects.toMatchObject({ name: 'InvalidClientTokenException' });
    expect((await details('rotated'))?.id).toBe(jobId);
  });

  it('does not find unknown jobs, jobs of another region or custom jobs', async () => {
    const custom = await simulator.job();
    const lost: [string, string?][] = [['bm90aGluZw=='], [jobId, 'us-west-2'], [custom.jobId]];
    for (const [id, region] of lost) {
      await expect(details(undefined, id, region)).rejects.toMatchObject({ name: 'JobNotFoundException' });
    }
  });

  it('does not repeat a token in a validation message', async () => {
    const token = 'secret'.repeat(50);
    await expect(details(token)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.not.stringContaining('secret') as string,
    });
  });
});
