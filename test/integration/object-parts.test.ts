import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  type ChecksumAlgorithm,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { downloadObject } from '#main/aws/object-download.ts';
import { createObjectReader } from '#main/aws/object-reader.ts';
import type { CutConnection } from '#test/support/cut-connection.ts';
import { withS3Line } from '#test/support/s3-line.ts';

const MEGABYTE = 1024 * 1024;
const Bucket = 'in-parts';
const Key = 'a.bin';
const place = { region: null, bucket: Bucket, key: Key, versionId: null };
const body = randomBytes(11 * MEGABYTE + 17);

interface World {
  line: CutConnection;
  file: string;
  /** Puts the body in parts of these lengths; without an algorithm S3's ETag is all there is. */
  put: (lengths: readonly number[], algorithm: ChecksumAlgorithm, more?: object) => Promise<void>;
  download: () => Promise<string>;
}

async function withParts(work: (world: World) => Promise<void>): Promise<void> {
  await withS3Line(Bucket, async ({ simulator, line, door, folder }) => {
    const file = join(folder, 'a.bin');
    const s3 = simulator.s3();
    await work({
      ...{ line, file },
      async put(lengths, ChecksumAlgorithm, more = {}) {
        const ChecksumType = 'COMPOSITE' as const;
        const { UploadId } = await s3.send(
          new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm, ChecksumType, ...more }),
        );
        const Parts: object[] = [];
        let from = 0;
        for (const [at, length] of lengths.entries()) {
          const PartNumber = at + 1;
          const Body = body.subarray(from, from + length);
          const sent = await s3.send(
            new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm }),
          );
          const { ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumSHA1, ChecksumSHA256 } = sent;
          Parts.push({ PartNumber, ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumSHA1, ChecksumSHA256 });
          from += length;
        }
        await s3.send(
          new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
        );
      },
      download: async () => {
        const order = { place, file, signal: new AbortController().signal, onProgress: () => undefined };
        return (await downloadObject(door, createObjectReader(door), order)).sentence;
      },
    });
  });
}

const alike = [5 * MEGABYTE, 5 * MEGABYTE, MEGABYTE + 17];
const heads = ({ asked }: CutConnection) => asked.filter(({ method }) => method === 'HEAD').length;

/** Changes one byte of what was downloaded, as a damaged memory would; at once, before anybody reads it. */
function damage(file: string): void {
  const part = openSync(`${file}.part`, 'r+');
  writeSync(part, Buffer.from([(body[100] ?? 0) ^ 1]), 0, 1, 100);
  closeSync(part);
}

describe('an object whose checksum is made of those of its parts', () => {
  it.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)(
    'is checked against %s, whose parts are alike, with one question',
    (algorithm) =>
      withParts(async ({ put, download, file, line }) => {
        await put(alike, algorithm, { ServerSideEncryption: 'aws:kms' });
        expect(await download()).toBe(`Checked against S3's ${algorithm} of its 3 parts.`);
        expect((await readFile(file)).equals(body)).toBe(true);
        expect(heads(line)).toBe(2);
      }),
  );

  it('is checked where the parts are of different lengths', () =>
    withParts(async ({ put, download, line }) => {
      await put([6 * MEGABYTE, 5 * MEGABYTE, 17], 'SHA256');
      expect(await download()).toBe("Checked against S3's SHA256 of its 3 parts.");
      await put([5 * MEGABYTE, 6 * MEGABYTE + 17], 'SHA256');
      expect(await download()).toBe("Checked against S3's SHA256 of its 2 parts.");
      expect(heads(line)).toBe(4 + 3);
    }));

  it('is checked where it has no bytes, and came as one part without any', () =>
    withParts(async ({ put, download, file }) => {
      await put([0], 'SHA256');
      expect(await download()).toBe("Checked against S3's SHA256 of its 1 part.");
      expect((await readFile(file)).length).toBe(0);
    }));

  it('is refused when it was damaged on its way', () =>
    withParts(async ({ put, download, file, line }) => {
      await put(alike, 'SHA256');
      let isDamaged = false;
      line.answer = ({ method, url }) => {
        // When the first part is asked for, all of the file is there.
        if (method === 'HEAD' && url?.includes('partNumber=1') && !isDamaged) damage(file);
        isDamaged ||= method === 'HEAD' && url?.includes('partNumber=1') === true;
        return null;
      };
      await expect(download()).rejects.toMatchObject({
        ...{ code: 'unreachable', retryable: true },
        message: "The content does not fit S3's SHA256 of its 3 parts: it was damaged on its way.",
      });
      expect(isDamaged).toBe(true);
      expect(existsSync(file) || existsSync(`${file}.part`)).toBe(false);
    }));

  it('is kept and told as not checked where S3 says nothing of the parts', () =>
    withParts(async ({ put, download, line }) => {
      await put(alike, 'SHA256');
      line.answer = ({ method, url }) =>
        method === 'HEAD' && url?.includes('partNumber=') ? { status: 403, headers: {}, body: '' } : null;
      expect(await download()).toMatch(
        /^The size fits\. The content was not checked: there is only S3's SHA256 of its 3 parts, and how long those are could not be learnt: .*refused/,
      );
      line.answer = ({ method, url }) =>
        method === 'HEAD' && url?.includes('partNumber=')
          ? { status: 206, headers: { 'content-length': '5' }, body: '' }
          : null;
      expect(await download()).toBe(
        "The size fits. The content was not checked: there is only S3's SHA256 of its 3 parts, and S3 does not tell how long those are.",
      );
    }));
});
