import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetObjectCommand, ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { downloadObject, type DownloadOrder } from '#main/aws/object-download.ts';
import { createObjectReader } from '#main/aws/object-reader.ts';
import { uploadObject, type UploadOrder } from '#main/aws/object-upload.ts';
import type { CutConnection } from '#test/support/cut-connection.ts';
import { withS3Line } from '#test/support/s3-line.ts';
import type { SimulatorUnderTest } from '#test/support/simulator.ts';

const MEGABYTE = 1024 * 1024;
const Bucket = 'moved-around';
const place = { region: null, bucket: Bucket, key: 'a.bin', versionId: null };

interface TransferUnderTest {
  simulator: SimulatorUnderTest;
  line: CutConnection;
  folder: string;
  download: (change?: Partial<DownloadOrder>) => ReturnType<typeof downloadObject>;
  upload: (change?: Partial<UploadOrder>) => ReturnType<typeof uploadObject>;
  put: (body: Uint8Array, more?: object) => Promise<void>;
}

async function withTransfer(work: (world: TransferUnderTest) => Promise<void>): Promise<void> {
  await withS3Line(Bucket, async ({ simulator, line, door, folder }) => {
    const common = { signal: new AbortController().signal, onProgress: () => undefined };
    await work({
      ...{ simulator, line, folder },
      download: (change = {}) =>
        downloadObject(door, createObjectReader(door), {
          ...{ ...common, place, file: join(folder, 'a.bin') },
          ...change,
        }),
      upload: (change = {}) =>
        uploadObject(door, {
          ...{ ...common, file: join(folder, 'up.bin'), bucket: Bucket, key: 'up.bin', region: null },
          ...{ encryptionKeyId: null, replace: false, contentType: 'application/zip', ...change },
        }),
      async put(Body, more = {}) {
        await simulator.s3().send(new PutObjectCommand({ Bucket, Key: 'a.bin', Body, ...more }));
      },
    });
  });
}

describe('downloading', () => {
  it('brings the object by many ranges, checked and private', () =>
    withTransfer(async ({ download, put, folder, line }) => {
      const body = randomBytes(20 * MEGABYTE);
      await put(body);
      const told: number[] = [];
      const { sentence } = await download({ onProgress: (done) => void told.push(done) });
      expect((await readFile(join(folder, 'a.bin'))).equals(body)).toBe(true);
      expect((await stat(join(folder, 'a.bin'))).mode & 0o777).toBe(0o600);
      expect(sentence).toContain("Checked against S3's CRC");
      expect(line.asked.filter(({ method }) => method === 'GET')).toHaveLength(3);
      expect([told[0], told.at(-1)]).toEqual([0, body.length]);
      expect(existsSync(join(folder, 'a.bin.part')) || existsSync(join(folder, 'a.bin.part.json'))).toBe(
        false,
      );
    }));

  it.each(['CRC64NVME', 'CRC32C', 'SHA256', 'SHA1', 'CRC32'])(
    'checks the content against %s',
    (ChecksumAlgorithm) =>
      withTransfer(async ({ download, put }) => {
        await put(randomBytes(1000), { ChecksumAlgorithm, ServerSideEncryption: 'aws:kms' });
        expect((await download()).sentence).toBe(`Checked against S3's ${ChecksumAlgorithm}.`);
      }),
  );

  it('goes on where a stopped one was, and begins anew for another content', () =>
    withTransfer(async ({ download, put, folder, line }) => {
      const body = randomBytes(64 * MEGABYTE);
      await put(body);
      const stop = new AbortController();
      const stopped = download({
        signal: stop.signal,
        onProgress: (done) => done > 60 * MEGABYTE && stop.abort(),
      });
      await expect(stopped).rejects.toMatchObject({ retryable: true });
      expect(existsSync(join(folder, 'a.bin'))).toBe(false);
      const note = JSON.parse(await readFile(join(folder, 'a.bin.part.json'), 'utf8')) as { done: number[] };
      expect(note.done.length).toBeGreaterThan(0);
      line.asked.length = 0;
      await download();
      expect(line.asked.filter(({ method }) => method === 'GET')).toHaveLength(8 - note.done.length);
      expect((await readFile(join(folder, 'a.bin'))).equals(body)).toBe(true);

      const other = randomBytes(20 * MEGABYTE);
      await writeFile(join(folder, 'a.bin.part'), 'x');
      await writeFile(join(folder, 'a.bin.part.json'), JSON.stringify({ ...note, done: [0, 1, 2] }));
      await put(other);
      await download();
      expect((await readFile(join(folder, 'a.bin'))).equals(other)).toBe(true);
    }));

  it('refuses a content that was damaged on its way', () =>
    withTransfer(async ({ download, put, folder, line }) => {
      await put(randomBytes(5));
      line.answer = ({ method }) =>
        method === 'GET' ? { status: 206, headers: { 'content-range': 'bytes 0-4/5' }, body: 'wrong' } : null;
      await expect(download()).rejects.toMatchObject({ code: 'unreachable', retryable: true });
      expect(existsSync(join(folder, 'a.bin')) || existsSync(join(folder, 'a.bin.part'))).toBe(false);
    }));

  it.skipIf(process.platform === 'win32')('writes through no link that lies where its part is to be', () =>
    withTransfer(async ({ folder, put, download }) => {
      const body = randomBytes(1000);
      await put(body);
      const canary = join(folder, 'canary');
      await writeFile(canary, 'untouched');
      await symlink(canary, join(folder, 'a.bin.part'));
      await download();
      expect(await readFile(canary, 'utf8')).toBe('untouched');
      expect(await readFile(join(folder, 'a.bin'))).toEqual(body);
    }),
  );

  it('brings an empty object', () =>
    withTransfer(async ({ download, put, folder }) => {
      await put(new Uint8Array(0));
      await download();
      expect((await stat(join(folder, 'a.bin'))).size).toBe(0);
    }));
});

describe('uploading', () => {
  const openUploads = async ({ simulator }: TransferUnderTest): Promise<number> =>
    (await simulator.s3().send(new ListMultipartUploadsCommand({ Bucket }))).Uploads?.length ?? 0;

  it('puts a file in parts with SSE-KMS and confirms it', () =>
    withTransfer(async (world) => {
      const { upload, simulator, folder } = world;
      const body = randomBytes(18 * MEGABYTE);
      await writeFile(join(folder, 'up.bin'), body);
      const key = 'arn:aws:kms:us-east-1:123456789012:key/2f9c6d34-0000-4000-8000-000000000000';
      const uploaded = await upload({ encryptionKeyId: key });
      expect(uploaded.sentence).toContain('checked by a HEAD');
      const answer = await simulator.s3().send(new GetObjectCommand({ Bucket, Key: 'up.bin' }));
      expect(answer).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key });
      expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
      expect(await openUploads(world)).toBe(0);
    }));

  it('leaves what is there alone unless it is to be replaced', () =>
    withTransfer(async ({ upload, folder }) => {
      for (const size of [10, 12 * MEGABYTE]) {
        await writeFile(join(folder, 'up.bin'), randomBytes(size));
        const key = `size-${size}`;
        await upload({ key });
        await expect(upload({ key })).rejects.toMatchObject({
          code: 'not-allowed-now',
          message: `s3://${Bucket}/${key} is there already, and it was not to be replaced.`,
        });
        expect((await upload({ key, replace: true })).size).toBe(size);
      }
    }));

  it('leaves no part at S3 when it is stopped or refused', () =>
    withTransfer(async (world) => {
      const { upload, folder, simulator } = world;
      await writeFile(join(folder, 'up.bin'), randomBytes(20 * MEGABYTE));
      const stop = new AbortController();
      const stopped = upload({ signal: stop.signal, onProgress: (done) => done > 0 && stop.abort() });
      await expect(stopped).rejects.toMatchObject({ name: 'ActionDeskError' });
      expect(await openUploads(world)).toBe(0);
      await simulator.fault({
        operation: 's3:UploadPart',
        kind: 'error',
        errorType: 'AccessDenied',
        times: 1,
      });
      await expect(upload()).rejects.toMatchObject({ code: 'aws-access-denied' });
      expect(await openUploads(world)).toBe(0);
    }));
});
