import { PollForJobsCommand } from '@aws-sdk/client-codepipeline';
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { actionTypes, openSimulator, withSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { pipelineFor, s3For, scenarioKeys } from './clients-with-keys.ts';
import type { Keys } from './clients-with-keys.ts';
import { presign, signRequest } from './signed-fetch.ts';

const poll = new PollForJobsCommand({ actionTypeId: actionTypes.custom });
const list = new ListBucketsCommand();

describe("a job's credentials", () => {
  async function jobWithKeys(simulator: SimulatorUnderTest) {
    await simulator.job({
      inputArtifacts: ['Build'],
      outputArtifacts: ['Report'],
      pipelineContext: { pipelineName: 'checkout' },
    });
    const { jobs = [] } = await simulator.codePipeline().send(poll);
    const data = jobs[0]?.data;
    const keys = data?.artifactCredentials as Required<Keys> | undefined;
    const input = data?.inputArtifacts?.[0]?.location?.s3Location;
    const output = data?.outputArtifacts?.[0]?.location?.s3Location;
    if (!keys || !input?.bucketName || !input.objectKey || !output?.objectKey) throw new Error('no job data');
    return { keys, Bucket: input.bucketName, input: input.objectKey, output: output.objectKey };
  }

  it("open its pipeline's folder and nothing else", async () => {
    await withSimulator(async (simulator) => {
      const { keys, Bucket, input, output } = await jobWithKeys(simulator);
      const client = s3For(simulator, keys);
      await client.send(new GetObjectCommand({ Bucket, Key: input }));
      await client.send(new PutObjectCommand({ Bucket, Key: output, Body: 'report' }));
      await client.send(new ListObjectsV2Command({ Bucket, Prefix: `${input.split('/')[0]}/` }));
      await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: output }] } }));
      const closed = [
        new GetObjectCommand({ Bucket, Key: 'payments/Build/x' }),
        new PutObjectCommand({ Bucket, Key: 'x', Body: 'y' }),
        new ListObjectsV2Command({ Bucket }),
        new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: output }, { Key: 'x' }] } }),
        new CopyObjectCommand({ Bucket, Key: output, CopySource: `${Bucket}/payments/x` }),
        list,
      ];
      for (const command of closed) {
        // Each is a command of this client; only their common type is lost in the list.
        await expect(client.send(command as typeof list)).rejects.toMatchObject({
          name: 'AccessDenied',
          message: expect.stringMatching(
            /^User: arn:aws:sts::\d{12}:assumed-role\/\S+ is not authorized to perform: s3:\w+ on resource: "\S+" because no session policy allows the s3:\w+ action$/,
          ) as string,
          $metadata: { httpStatusCode: 403 },
        });
      }
    });
  });

  it('presign URLs, also with the parameters that the SDK adds', async () => {
    await withSimulator(async (simulator) => {
      const { keys, Bucket, input } = await jobWithKeys(simulator);
      const query = { 'x-id': 'GetObject', 'x-amz-checksum-mode': 'ENABLED' };
      const request = { method: 'GET', path: `/${Bucket}/${input}`, query };
      const url = await presign(s3For(simulator, keys), simulator.endpoint, request, { expiresIn: 60 });
      expect((await fetch(url)).status).toBe(200);
    });
  });

  it('list nothing of the bucket by a question that is open to them', async () => {
    await withSimulator(async (simulator) => {
      const { keys, Bucket } = await jobWithKeys(simulator);
      const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
      const query = { versions: '', location: '' };
      const request = { method: 'GET', path: `/${Bucket}`, query, headers };
      const { url, init } = await signRequest(s3For(simulator, keys), simulator.endpoint, request);
      expect((await fetch(url, init)).status).toBe(403);
    });
  });

  it('end 15 minutes after they were given out, by the simulated clock', async () => {
    await withSimulator(async (simulator) => {
      const { keys, Bucket, input } = await jobWithKeys(simulator);
      const client = s3For(simulator, keys);
      const get = new GetObjectCommand({ Bucket, Key: input });
      await simulator.advance(899);
      await client.send(get);
      await simulator.advance(1);
      await expect(client.send(get)).rejects.toMatchObject({
        name: 'ExpiredToken',
        $metadata: { httpStatusCode: 400 },
      });
    });
  });

  it('need their own token, secret and key together', async () => {
    await withSimulator(async (simulator) => {
      const { keys, Bucket, input } = await jobWithKeys(simulator);
      const other = (await jobWithKeys(simulator)).keys;
      const get = new GetObjectCommand({ Bucket, Key: input });
      const attempts: [Keys, string][] = [
        [{ ...keys, sessionToken: other.sessionToken }, 'InvalidToken'],
        [
          {
            ...keys,
            sessionToken: keys.sessionToken.replace(/.$/, (digit) => String((Number(digit) + 1) % 10)),
          },
          'InvalidToken',
        ],
        [{ ...keys, secretAccessKey: other.secretAccessKey }, 'SignatureDoesNotMatch'],
        [{ accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey }, 'InvalidAccessKeyId'],
        [{ ...keys, accessKeyId: scenarioKeys.accessKeyId }, 'InvalidToken'],
      ];
      for (const [attempt, name] of attempts) {
        await expect(s3For(simulator, attempt).send(get)).rejects.toMatchObject({ name });
      }
    });
  });

  it('open nothing of CodePipeline', async () => {
    await withSimulator(async (simulator) => {
      const { keys } = await jobWithKeys(simulator);
      await expect(pipelineFor(simulator, keys).send(poll)).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining('is not authorized to perform: codepipeline:PollForJobs') as string,
      });
      await simulator.advance(900);
      await expect(pipelineFor(simulator, keys).send(poll)).rejects.toMatchObject({
        name: 'ExpiredTokenException',
        message: 'The security token included in the request is expired',
      });
    });
  });

  it('are worth nothing after a reset', async () => {
    const simulator = await openSimulator();
    try {
      const { keys } = await jobWithKeys(simulator);
      await simulator.reset();
      await expect(s3For(simulator, keys).send(list)).rejects.toMatchObject({ name: 'InvalidToken' });
    } finally {
      await simulator.close();
    }
  });
});
