import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFile } from '#main/aws/object-checksum.ts';
import { partsCheckOf } from '#main/aws/parts-checksum.ts';
import type { ObjectFacts } from '#shared/domain/artifact.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';

const body = randomBytes(2_500);
const lengths = [1_000, 1_000, 500];
const md5 = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest();
const etag = `${md5(
  Buffer.concat([0, 1, 2].map((part) => md5(body.subarray(part * 1_000, part * 1_000 + 1_000)))),
).toString('hex')}-3`;

const facts = (change: Partial<ObjectFacts> = {}): ObjectFacts => ({
  ...{ size: body.length, etag, versionId: null, modifiedAt: null, contentType: null, encryption: null },
  ...{ kmsKeyId: null, storageClass: null, checksums: [], ...change },
});
const lengthOf = (part: number) => Promise.resolve({ bytes: lengths[part - 1] ?? 0, parts: 3 });

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parts-'));
  file = join(folder, 'content');
  await writeFile(file, body);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('checks an object without checksums against the ETag of its parts', async () => {
  expect(await checkFile(file, facts(), lengthOf)).toEqual({
    ...{ fits: true, verified: true },
    sentence: 'Checked against the ETag, which is made of the MD5s of its 3 parts.',
  });
});

it('does not call damaged what does not fit an ETag of parts, since AWS promises nothing of it', async () => {
  const other = facts({ etag: `${'0'.repeat(32)}-3` });
  expect(await checkFile(file, other, lengthOf)).toEqual({
    ...{ fits: true, verified: false },
    sentence:
      'The size fits. The content was not checked: there is only the ETag, which is made of the MD5s of its 3 parts, and it does not fit, which for such an ETag need not mean damage.',
  });
});

it('takes no ETag of an object under a KMS key for a checksum', () => {
  expect(partsCheckOf(facts({ encryption: 'aws:kms' }))).toBeNull();
  expect(partsCheckOf(facts({ etag: 'a'.repeat(32) }))).toBeNull();
});

it('fails where S3 may answer better another time, so that the check is made then', async () => {
  const busy = new ActionDeskError('throttled', 'S3 asks for fewer requests.', { retryable: true });
  await expect(checkFile(file, facts(), () => Promise.reject(busy))).rejects.toBe(busy);
});

it('says that it was not checked where the lengths do not add up', async () => {
  const odd = (part: number) => Promise.resolve({ bytes: part === 3 ? 9 : 2_000, parts: 3 });
  expect((await checkFile(file, facts(), odd)).sentence).toMatch(
    /the lengths that S3 tells of those do not add up/,
  );
});
