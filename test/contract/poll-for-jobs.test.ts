import { GetJobDetailsCommand, PollForJobsCommand } from '@aws-sdk/client-codepipeline';
import type { PollForJobsCommandInput } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actionTypes, contoso, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { claimedCustomJob } from './claimed-job.ts';

describe('PollForJobs', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  async function poll(input: Partial<PollForJobsCommandInput> = {}, region?: string) {
    const command = new PollForJobsCommand({ actionTypeId: actionTypes.custom, maxBatchSize: 10, ...input });
    return (await simulator.codePipeline(region).send(command)).jobs ?? [];
  }

  it('gives everything about a job at once, with its place in the pipeline and its execution', async () => {
    const { jobId } = await simulator.job({
      configuration: { TestPlan: 'peak' },
      inputArtifacts: ['BuildOutput'],
      outputArtifacts: ['Report'],
      pipelineContext: {
        pipelineName: 'checkout-service-release',
        stage: { name: 'Load' },
        action: { name: 'Gate' },
      },
      customerKey: true,
    });
    const [job] = await poll();
    expect(job).toMatchObject({
      id: jobId,
      accountId: '111122223333',
      data: {
        actionTypeId: actionTypes.custom,
        actionConfiguration: { configuration: { TestPlan: 'peak' } },
        pipelineContext: {
          pipelineName: 'checkout-service-release',
          stage: { name: 'Load' },
          action: { name: 'Gate' },
          pipelineArn: 'arn:aws:codepipeline:us-east-1:111122223333:checkout-service-release',
        },
        encryptionKey: { type: 'KMS' },
      },
    });
    expect(job?.nonce?.length).toBeLessThanOrEqual(50);
    expect(job?.data?.pipelineContext?.pipelineExecutionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(job?.data?.continuationToken).toBeUndefined();
    const { bucketName, objectKey } = job?.data?.inputArtifacts?.[0]?.location?.s3Location ?? {};
    expect(bucketName).toMatch(/^codepipeline-us-east-1-\d{12}$/);
    expect(objectKey).toMatch(/^checkout-service-rel\/BuildOutpu\/[A-Za-z0-9]{7}$/);
  });

  it('answers no jobs where there are none', async () => {
    expect(await poll()).toEqual([]);
  });

  it('gives one job without maxBatchSize, and at most maxBatchSize with it, oldest first', async () => {
    const queued = [await simulator.job(), await simulator.job(), await simulator.job()];
    expect((await poll({ maxBatchSize: undefined })).map((job) => job.id)).toEqual([queued[0]?.jobId]);
    expect((await poll()).map((job) => job.id)).toEqual([queued[1]?.jobId, queued[2]?.jobId]);
  });

  it('keeps regions and action types apart', async () => {
    await simulator.job({ region: 'us-west-2' });
    expect(await poll()).toEqual([]);
    expect(await poll({ actionTypeId: actionTypes.review }, 'us-west-2')).toEqual([]);
    expect(await poll({}, 'us-west-2')).toHaveLength(1);
  });

  it('hands an unclaimed job out again after the redelivery time, under another nonce', async () => {
    await simulator.job();
    const [first] = await poll();
    await simulator.advance(29);
    expect(await poll()).toEqual([]);
    await simulator.advance(1);
    const [again] = await poll();
    expect(again?.id).toBe(first?.id);
    expect(again?.nonce).not.toBe(first?.nonce);
    expect((await simulator.ledgerJob(first?.id ?? '')).dispatches).toHaveLength(2);
  });

  it('never hands a claimed job out again', async () => {
    await claimedCustomJob(simulator);
    await simulator.advance(300);
    expect(await poll()).toEqual([]);
  });

  it('filters by one configuration property', async () => {
    await simulator.job({ configuration: { ProjectName: 'one' } });
    const { jobId } = await simulator.job({ configuration: { ProjectName: 'two' } });
    expect((await poll({ queryParam: { ProjectName: 'two' } })).map((job) => job.id)).toEqual([jobId]);
  });

  it('refuses an owner other than Custom', async () => {
    await simulator.job({ clientId: contoso.clientId });
    await expect(poll({ actionTypeId: actionTypes.thirdParty })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('refuses an action type that nobody registered', async () => {
    const actionTypeId = { ...actionTypes.custom, provider: 'Nobody' };
    await expect(poll({ actionTypeId })).rejects.toMatchObject({ name: 'ActionTypeNotFoundException' });
  });

  it.each([
    [
      { maxBatchSize: 0 },
      "Value '0' at 'maxBatchSize' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [{ queryParam: { A: '1', B: '2' } }, 'Member must have length less than or equal to 1'],
    [{ actionTypeId: { ...actionTypes.custom, version: '1234567890' } }, "at 'actionTypeId.version'"],
    [
      { actionTypeId: undefined },
      "Value null at 'actionTypeId' failed to satisfy constraint: Member must not be null",
    ],
  ] as [Partial<PollForJobsCommandInput>, string][])(
    'refuses %j in the words of AWS',
    async (input, message) => {
      await expect(poll(input)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message) as string,
      });
    },
  );

  it('gives fresh credentials with every answer', async () => {
    const { jobId } = await simulator.job();
    const [job] = await poll();
    const details = await simulator.codePipeline().send(new GetJobDetailsCommand({ jobId }));
    const renewed = details.jobDetails?.data?.artifactCredentials;
    expect(renewed?.sessionToken).not.toBe(job?.data?.artifactCredentials?.sessionToken);
  });
});
