import type { Artifact, Job, JobData } from '@aws-sdk/client-codepipeline';
import { expect } from 'vitest';
import type { ProgramKeys } from '#test/support/aws-programs.ts';
import type { AwsClient } from './aws-client.ts';
import { must } from './flow.ts';
import type { Scene } from './flow.ts';
import { encryptionKey, loadTest, sources } from './release-declaration.ts';
import { stateOf, statusOf } from './release-state.ts';
import { filesIn, zipOf } from './zip-bytes.ts';

/** Takes the first job with its artifacts, goes on with a token, and ends the run with the second. */
export async function workOnJobs(
  { client, simulator }: Scene,
  executionId: string,
  source: Buffer,
): Promise<void> {
  const first = await claim(client);
  expect(first.data?.actionConfiguration?.configuration).toEqual({ TestPlan: 'peak', Token: 'hush-hush' });
  expect(first.data?.pipelineContext).toMatchObject({
    pipelineName: 'checkout-release',
    pipelineExecutionId: executionId,
  });
  await moveArtifacts({ client, simulator }, first, source);
  await client.call('codepipeline', 'PutJobSuccessResult', {
    jobId: first.id,
    continuationToken: '153245',
    executionDetails: { externalExecutionId: '153245', percentComplete: 40, summary: 'Under load' },
  });
  expect(await stateOf(client, 'Load')).toMatchObject({
    status: 'InProgress',
    percentComplete: 40,
    summary: 'Under load',
    externalExecutionUrl: 'https://load.example/peak/153245',
  });
  await simulator.advance(30);
  const second = await claim(client);
  expect(second.id).not.toBe(first.id);
  expect(second.data?.continuationToken).toBe('153245');
  await client.call('codepipeline', 'PutJobSuccessResult', {
    jobId: second.id,
    executionDetails: { externalExecutionId: '153245', percentComplete: 100, summary: 'Fast enough' },
    outputVariables: { slowest: '182 ms' },
  });
  expect(await statusOf(client, 'Load')).toBe('Succeeded');
}

async function claim(client: AwsClient): Promise<Job> {
  const poll = { actionTypeId: loadTest, maxBatchSize: 5, queryParam: { TestPlan: 'peak' } };
  const { jobs } = await client.call('codepipeline', 'PollForJobs', poll);
  expect(jobs).toHaveLength(1);
  const { id: jobId, nonce } = must(jobs?.[0], 'job');
  const { status } = await client.call('codepipeline', 'AcknowledgeJob', { jobId, nonce });
  expect(status).toBe('InProgress');
  return must(jobs?.[0], 'job');
}

async function moveArtifacts({ client, simulator }: Scene, job: Job, source: Buffer): Promise<void> {
  const { inputArtifacts, outputArtifacts, encryptionKey: key } = must(job.data, 'job data');
  const [input] = must(inputArtifacts, 'input artifacts');
  const [output] = must(outputArtifacts, 'output artifacts');
  const from = placeOf(input);
  const to = placeOf(output);
  expect(key).toEqual({ id: encryptionKey, type: 'KMS' });
  const worker = client.withKeys(keysIn(job.data));
  const zip = await worker.read(from);
  expect(zip.equals(source)).toBe(true);
  expect(await filesIn(zip)).toMatchObject({ 'README.md': '# Checkout\n' });
  await expectS3Refusal(worker.read({ Bucket: sources, Key: 'checkout.zip' }), 'AccessDenied');

  // The credentials end after a quarter of an hour; a worker renews them with the details of its job.
  await simulator.advance(15 * 60);
  await expectS3Refusal(worker.read(from), 'ExpiredToken');
  const { jobDetails } = await client.call('codepipeline', 'GetJobDetails', { jobId: job.id });
  const renewed = client.withKeys(keysIn(jobDetails?.data));
  const put = await renewed.call('s3', 'PutObject', {
    ...to,
    Body: await zipOf({ 'report.json': '{"slowest":182}' }),
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: encryptionKey,
  });
  expect(put).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: encryptionKey });
}

function keysIn(data: JobData | undefined): ProgramKeys {
  const { accessKeyId, secretAccessKey, sessionToken } = must(data?.artifactCredentials, 'credentials');
  return {
    accessKeyId: must(accessKeyId, 'access key'),
    secretAccessKey: must(secretAccessKey, 'secret key'),
    sessionToken,
  };
}

function placeOf(artifact: Artifact | undefined): { Bucket: string; Key: string } {
  const { bucketName, objectKey } = artifact?.location?.s3Location ?? {};
  return { Bucket: must(bucketName, 'bucket'), Key: must(objectKey, 'key') };
}

async function expectS3Refusal(call: Promise<unknown>, errorName: string): Promise<void> {
  await expect(call).rejects.toMatchObject({ name: 'ClientRefusal', errorName });
}
