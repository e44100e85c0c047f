import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PollForJobsCommand, type JobData } from '@aws-sdk/client-codepipeline';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { ArtifactAccess, ArtifactPlace } from '#main/agent/ports.ts';
import { createS3ArtifactStore } from '#main/aws/s3-artifact-store.ts';
import { createCodePipelineClients } from '#main/aws/clients.ts';
import { createJobService } from '#main/aws/job-service.ts';
import { asJobId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import { withFolder } from '#test/support/desk.ts';
import {
  actionTypes,
  withSimulator,
  type JobOrder,
  type SimulatorUnderTest,
} from '#test/support/simulator.ts';

const never = new AbortController().signal;
const MEGABYTE = 1024 * 1024;

interface StoreUnderTest {
  simulator: SimulatorUnderTest;
  folder: string;
  store: ReturnType<typeof createS3ArtifactStore>;
  access: ArtifactAccess;
  input: ArtifactPlace;
  output: ArtifactPlace;
  /** How often credentials were asked for anew because they were refused. */
  renewals: () => number;
  /** Called before each use of credentials. */
  beforeUse: { act: () => Promise<void> };
  openUploads: () => Promise<number>;
}

function placeOf(data: JobData | undefined, side: 'inputArtifacts' | 'outputArtifacts'): ArtifactPlace {
  const s3 = data?.[side]?.[0]?.location?.s3Location;
  if (!s3?.bucketName || !s3.objectKey) throw new Error(`the job has no ${side}`);
  return { bucket: s3.bucketName, key: s3.objectKey };
}

/** A job's artifacts in the simulator, with details asked for as the agent does it. */
async function withStore(
  work: (world: StoreUnderTest) => Promise<void>,
  order: JobOrder = {},
): Promise<void> {
  await withSimulator((simulator) =>
    withFolder(async (folder) => {
      await simulator.job({ inputArtifacts: ['App'], outputArtifacts: ['Report'], ...order });
      const poll = new PollForJobsCommand({ actionTypeId: actionTypes.custom });
      const [job] = (await simulator.codePipeline().send(poll)).jobs ?? [];
      const clients = createCodePipelineClients({
        credentials: { kind: 'static', accessKeyId: 'AKIDTEST', secretAccessKey: new Secret('test') },
        codepipelineEndpoint: simulator.endpoint,
        callTimeoutMs: 5_000,
      });
      const ref = { region: 'us-east-1', protocol: 'custom', jobId: asJobId(job?.id ?? '') } as const;
      const details = () => createJobService(clients).details(ref, null);
      let present = await details();
      let renewals = 0;
      const beforeUse = { act: () => Promise.resolve() };
      const input = placeOf(job?.data, 'inputArtifacts');
      const output = placeOf(job?.data, 'outputArtifacts');
      await work({
        ...{ simulator, folder, input, output, beforeUse },
        store: createS3ArtifactStore({ s3Endpoint: simulator.endpoint, requestTimeoutMs: 5_000 }),
        access: {
          region: 'us-east-1',
          encryptionKeyId: present.encryptionKeyId,
          async credentials(refused) {
            if (refused) {
              renewals += 1;
              present = await details();
            }
            await beforeUse.act();
            if (!present.artifactCredentials) throw new Error('the job has no credentials');
            return present.artifactCredentials;
          },
        },
        renewals: () => renewals,
        async openUploads() {
          const list = new ListMultipartUploadsCommand({ Bucket: output.bucket });
          return (await simulator.s3().send(list)).Uploads?.length ?? 0;
        },
      });
      clients.close();
    }),
  );
}

async function stored({ simulator, output }: StoreUnderTest) {
  const place = { Bucket: output.bucket, Key: output.key };
  const answer = await simulator.s3().send(new GetObjectCommand(place));
  const { Versions = [] } = await simulator
    .s3()
    .send(new ListObjectVersionsCommand({ Bucket: output.bucket, Prefix: output.key }));
  return {
    ...answer,
    bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []),
    versions: Versions.length,
  };
}

describe('fetching an artifact', () => {
  it('gives the bytes that are in S3, in a private file', () =>
    withStore(async ({ store, input, access, folder, simulator }) => {
      const file = join(folder, 'app.zip');
      const size = await store.fetch(input, access, { file, maxBytes: MEGABYTE }, never);
      const { Body } = await simulator
        .s3()
        .send(new GetObjectCommand({ Bucket: input.bucket, Key: input.key }));
      const bytes = await readFile(file);
      expect(bytes.equals(Buffer.from((await Body?.transformToByteArray()) ?? []))).toBe(true);
      expect(bytes.subarray(0, 2).toString()).toBe('PK');
      expect([size, (await stat(file)).mode & 0o777]).toEqual([bytes.length, 0o600]);
    }));

  it('leaves nothing of one that is too large, is not there, or may not be read', () =>
    withStore(async ({ store, input, access, folder }) => {
      const target = { file: join(folder, 'app.zip'), maxBytes: 10 };
      await expect(store.fetch(input, access, target, never)).rejects.toMatchObject({
        code: 'invalid-input',
      });
      const missing = { ...input, key: `${input.key}-not` };
      await expect(store.fetch(missing, access, target, never)).rejects.toMatchObject({
        ...{ code: 'not-found', retryable: false },
      });
      const foreign = { ...input, key: 'payments/App/x' };
      await expect(store.fetch(foreign, access, target, never)).rejects.toMatchObject({
        ...{ code: 'aws-access-denied', retryable: false },
      });
      expect(await readdir(folder)).toEqual([]);
    }));

  it('leaves nothing when S3 cannot be reached, and may be tried again', () =>
    withStore(async ({ store, input, access, folder, simulator }) => {
      const target = { file: join(folder, 'app.zip'), maxBytes: MEGABYTE };
      await simulator.fault({ operation: 's3:GetObject', kind: 'disconnect', times: 3 });
      await expect(store.fetch(input, access, target, never)).rejects.toMatchObject({ retryable: true });
      expect(await readdir(folder)).toEqual([]);
      await store.fetch(input, access, target, never);
    }));

  it('renews credentials that have ended', () =>
    withStore(async ({ store, input, access, folder, simulator, renewals }) => {
      await simulator.advance(901);
      await store.fetch(input, access, { file: join(folder, 'app.zip'), maxBytes: MEGABYTE }, never);
      expect(renewals()).toBe(1);
    }));
});

describe('asking whether an artifact is there', () => {
  it('tells yes, no, and that it may not be asked', () =>
    withStore(async ({ store, input, output, access }) => {
      expect(await store.exists(input, access, never)).toBe(true);
      expect(await store.exists(output, access, never)).toBe(false);
      const foreign = { ...input, key: 'payments/App/x' };
      await expect(store.exists(foreign, access, never)).rejects.toMatchObject({ code: 'aws-access-denied' });
    }));

  it('renews credentials that have ended, though the answer to a HEAD has no words', () =>
    withStore(async ({ store, input, access, simulator, renewals }) => {
      await simulator.advance(901);
      expect(await store.exists(input, access, never)).toBe(true);
      expect(renewals()).toBe(1);
    }));
});

describe('uploading an artifact', () => {
  it.each([0, 1, 5 * MEGABYTE, 8 * MEGABYTE, 8 * MEGABYTE + 1, 20 * MEGABYTE])(
    'makes one object with the right %i bytes',
    (size) =>
      withStore(async (world) => {
        const file = join(world.folder, 'report.zip');
        const bytes = randomBytes(size);
        await writeFile(file, bytes);
        await world.store.upload(file, world.output, world.access, never);
        const { bytes: found, versions, ServerSideEncryption } = await stored(world);
        expect(found.equals(bytes)).toBe(true);
        expect([versions, ServerSideEncryption, await world.openUploads()]).toEqual([1, 'aws:kms', 0]);
      }),
  );

  it("encrypts with the customer's key where the job names one", () =>
    withStore(
      async (world) => {
        const file = join(world.folder, 'report.zip');
        await writeFile(file, 'a report');
        await world.store.upload(file, world.output, world.access, never);
        expect(world.access.encryptionKeyId).toMatch(/^arn:aws:kms:/);
        const head = new HeadObjectCommand({ Bucket: world.output.bucket, Key: world.output.key });
        expect((await world.simulator.s3().send(head)).SSEKMSKeyId).toBe(world.access.encryptionKeyId);
      },
      { customerKey: true },
    ));

  it('goes on when the credentials end between two parts: one object, the right bytes', () =>
    withStore(async (world) => {
      const file = join(world.folder, 'report.zip');
      const bytes = randomBytes(20 * MEGABYTE);
      await writeFile(file, bytes);
      let uses = 0;
      world.beforeUse.act = async () => {
        uses += 1;
        // List, create, first part: then they end.
        if (uses === 4) await world.simulator.advance(901);
      };
      await world.store.upload(file, world.output, world.access, never);
      const { bytes: found, versions } = await stored(world);
      expect(found.equals(bytes)).toBe(true);
      expect([world.renewals(), versions, await world.openUploads()]).toEqual([1, 1, 0]);
    }));

  it.each(['s3:UploadPart', 's3:CompleteMultipartUpload'])(
    'leaves no part when %s fails for good',
    (operation) =>
      withStore(async (world) => {
        const file = join(world.folder, 'report.zip');
        await writeFile(file, randomBytes(9 * MEGABYTE));
        await world.simulator.fault({ operation, kind: 'error', errorType: 'AccessDenied', times: 5 });
        const upload = world.store.upload(file, world.output, world.access, never);
        await expect(upload).rejects.toMatchObject({ name: 'ActionDeskError' });
        expect(await world.openUploads()).toBe(0);
        expect(await world.store.exists(world.output, world.access, never)).toBe(false);
      }),
  );

  it('leaves no part when it is given up', () =>
    withStore(async (world) => {
      const file = join(world.folder, 'report.zip');
      await writeFile(file, randomBytes(20 * MEGABYTE));
      const giveUp = new AbortController();
      let uses = 0;
      world.beforeUse.act = () => {
        uses += 1;
        if (uses === 4) giveUp.abort();
        return Promise.resolve();
      };
      const upload = world.store.upload(file, world.output, world.access, giveUp.signal);
      await expect(upload).rejects.toMatchObject({ retryable: true });
      expect(await world.openUploads()).toBe(0);
    }));

  it('aborts what an agent that was killed had left at the same key, and nothing beside it', () =>
    withStore(async (world) => {
      const s3 = world.simulator.s3();
      for (const key of [world.output.key, `${world.output.key}-other`]) {
        const place = { Bucket: world.output.bucket, Key: key };
        const { UploadId } = await s3.send(
          new CreateMultipartUploadCommand({ ...place, ServerSideEncryption: 'aws:kms' }),
        );
        await s3.send(new UploadPartCommand({ ...place, UploadId, PartNumber: 1, Body: 'left' }));
      }
      const file = join(world.folder, 'report.zip');
      await writeFile(file, 'a report');
      await world.store.upload(file, world.output, world.access, never);
      expect(await world.openUploads()).toBe(1);
      expect((await stored(world)).bytes.toString()).toBe('a report');
    }));
});
