import { randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  DeleteObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { RangeCache } from '#main/artifacts/ports.ts';
import { createObjectReader, type S3ObjectReader } from '#main/aws/object-reader.ts';
import { openEnvironmentS3, type S3Door } from '#main/aws/s3-door.ts';
import { ArtifactRefused } from '#main/aws/s3-problem.ts';
import { Secret } from '#shared/domain/secret.ts';
import { scenarioKeys } from '#test/support/aws-programs.ts';
import { openCutConnection, type CutConnection } from '#test/support/cut-connection.ts';
import { withSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

const MEGABYTE = 1024 * 1024;
const Bucket = 'looked-into';

interface ReaderUnderTest {
  simulator: SimulatorUnderTest;
  line: CutConnection;
  door: S3Door;
  reader: S3ObjectReader;
  put: (key: string, body: Uint8Array | string, more?: object) => Promise<void>;
}

const placeOf = (key: string, versionId: string | null = null) => ({
  ...{ region: null, bucket: Bucket, key, versionId },
});

async function withReader(
  work: (world: ReaderUnderTest) => Promise<void>,
  cache?: RangeCache,
): Promise<void> {
  await withSimulator(async (simulator) => {
    const line = await openCutConnection(simulator.endpoint);
    const { accessKeyId, secretAccessKey } = scenarioKeys;
    const door = openEnvironmentS3(
      {
        credentials: { kind: 'static', accessKeyId, secretAccessKey: new Secret(secretAccessKey) },
        s3Endpoint: line.endpoint,
        callTimeoutMs: 5_000,
      },
      { environment: 'test', homeRegion: 'us-east-1' },
    );
    try {
      await simulator.s3().send(new CreateBucketCommand({ Bucket }));
      await work({
        ...{ simulator, line, door, reader: createObjectReader(door, { cache: cache ?? null }) },
        async put(Key, Body, more = {}) {
          await simulator.s3().send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
        },
      });
    } finally {
      door.close();
      await line.close();
    }
  });
}

async function problemOf(asked: Promise<unknown>) {
  const thrown: unknown = await asked.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof ArtifactRefused)) throw new Error(`no refusal but ${String(thrown)}`);
  const facts = Object.fromEntries(thrown.problem.facts.map(({ name, value }) => [name, value]));
  return { ...thrown.problem, facts };
}

describe('reading an object', () => {
  it('opens it with its last bytes by one request, and reads those without another', async () => {
    await withReader(async ({ reader, put, line }) => {
      const body = randomBytes(300_000);
      await put('a.bin', body, { ContentType: 'application/zip', ServerSideEncryption: 'aws:kms' });
      const opened = await reader.open(placeOf('a.bin'), 65_536);
      expect(opened.facts).toMatchObject({
        ...{ size: 300_000, contentType: 'application/zip', encryption: 'aws:kms' },
        kmsKeyId: expect.stringMatching(/^arn:aws:kms:us-east-1:/) as string,
      });
      expect(opened.place.region).toBe('us-east-1');
      expect(Buffer.from(await opened.read(300_000 - 65_536, 65_536))).toEqual(body.subarray(-65_536));
      expect(line.asked).toEqual([
        { method: 'GET', path: expect.any(String) as string, range: 'bytes=-65536' },
      ]);
      expect(opened.fetched()).toEqual({ requests: 1, bytes: 65_536, fromCache: 0 });

      expect(Buffer.from(await opened.read(230_000, 20_000))).toEqual(body.subarray(230_000, 250_000));
      expect(line.asked[1]?.range).toBe(`bytes=230000-${300_000 - 65_536 - 1}`);
      const streamed: Uint8Array[] = [];
      for await (const chunk of opened.stream(0, 300_000)) streamed.push(chunk);
      expect(Buffer.concat(streamed)).toEqual(body);
      expect(opened.fetched().requests).toBe(3);
      await expect(opened.read(299_999, 2)).rejects.toMatchObject({ code: 'invalid-input' });
    });
  });

  it('opens empty and short objects', async () => {
    await withReader(async ({ reader, put }) => {
      await put('empty', '');
      await put('short', 'abc');
      const empty = await reader.open(placeOf('empty'), 1000);
      expect(empty.facts).toMatchObject({ size: 0, etag: 'd41d8cd98f00b204e9800998ecf8427e' });
      expect(await empty.read(0, 0)).toHaveLength(0);
      const short = await reader.open(placeOf('short'), 1000);
      expect(Buffer.from(await short.read(0, 3)).toString()).toBe('abc');
    });
  });

  it('goes on at the byte it came to when the connection breaks, and gives up when nothing comes', async () => {
    await withReader(async ({ reader, put, line }) => {
      const body = randomBytes(2 * MEGABYTE);
      await put('a.bin', body);
      const opened = await reader.open(placeOf('a.bin'), 1);
      line.asked.length = 0;
      line.cutNext(700_000, 300_000);
      expect(Buffer.from(await opened.read(0, body.length - 1))).toEqual(body.subarray(0, -1));
      expect(line.asked.map(({ range }) => range)).toEqual([
        `bytes=0-${body.length - 2}`,
        expect.stringMatching(/^bytes=[1-9]\d*-2097150$/) as string,
        expect.stringMatching(/^bytes=[1-9]\d*-2097150$/) as string,
      ]);
      line.answer = () => ({ status: 500, headers: {}, body: '' });
      await expect(opened.read(0, 10)).rejects.toMatchObject({ code: 'unreachable', retryable: true });
    });
  }, 60_000);

  it('never puts bytes of two contents together', async () => {
    await withReader(async ({ reader, put }) => {
      await put('a.bin', randomBytes(1000));
      const opened = await reader.open(placeOf('a.bin'), 10);
      await put('a.bin', randomBytes(1000));
      expect(await problemOf(opened.read(0, 500))).toMatchObject({
        code: 'not-allowed-now',
        sentence: `s3://${Bucket}/a.bin was replaced meanwhile: what was read before does not fit what is there now.`,
      });
    });
  });

  it('asks the cache first and tells what it gave', async () => {
    const kept = new Map<string, Uint8Array>();
    const cache: RangeCache = {
      get: (identity, from, length) => Promise.resolve(kept.get(`${identity} ${from} ${length}`) ?? null),
      put: (identity, from, bytes) =>
        Promise.resolve(void kept.set(`${identity} ${from} ${bytes.length}`, bytes.slice())),
    };
    await withReader(async ({ reader, put }) => {
      const body = randomBytes(3 * MEGABYTE);
      await put('a.bin', body);
      const collect = async (opened: Awaited<ReturnType<typeof reader.open>>) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of opened.stream(500_000, 3_000_000)) chunks.push(chunk);
        return Buffer.concat(chunks);
      };
      const first = await reader.open(placeOf('a.bin'), 1);
      expect(await collect(first)).toEqual(body.subarray(500_000, 3_000_000));
      await first.read(10, 20);
      const second = await reader.open(placeOf('a.bin'), 1);
      expect(await collect(second)).toEqual(body.subarray(500_000, 3_000_000));
      await second.read(10, 20);
      expect(second.fetched()).toEqual({ requests: 1, bytes: 1, fromCache: 2_500_020 });
    }, cache);
  });
});

describe('looking around', () => {
  it('lists pages with folders, versions of one key, buckets and regions', async () => {
    await withReader(async ({ reader, put, simulator }) => {
      await simulator
        .s3()
        .send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
      for (const key of ['a b/1+2.zip', 'a b/ü&<>.zip', 'c', 'c2']) await put(key, key);
      await put('c', 'newer');
      await simulator.s3().send(new DeleteObjectCommand({ Bucket, Key: 'c' }));
      const page = await reader.listPage({
        bucket: Bucket,
        prefix: '',
        delimiter: '/',
        cursor: null,
        count: 100,
      });
      expect(page).toMatchObject({ prefixes: ['a b/'], objects: [{ key: 'c2', size: 2 }], cursor: null });
      const inner = await reader.listPage({
        bucket: Bucket,
        prefix: 'a b/',
        delimiter: '/',
        cursor: null,
        count: 1,
      });
      expect(inner.objects.map(({ key }) => key)).toEqual(['a b/1+2.zip']);
      const next = await reader.listPage({
        ...{ bucket: Bucket, prefix: 'a b/', delimiter: '/', cursor: inner.cursor, count: 1 },
      });
      expect(next.objects[0]).toMatchObject({ key: 'a b/ü&<>.zip', storageClass: 'STANDARD' });
      const { versions, more } = await reader.versions({ bucket: Bucket, key: 'c' });
      expect(more).toBe(false);
      expect(versions.map(({ isDeleteMarker, isLatest, size }) => [isDeleteMarker, isLatest, size])).toEqual([
        [true, true, null],
        [false, false, 5],
        [false, false, 1],
      ]);
      const older = await reader.open(placeOf('c', versions[2]?.versionId ?? ''), 10);
      expect(Buffer.from(await older.read(0, 1)).toString()).toBe('c');
      expect(await reader.buckets()).toContainEqual(
        expect.objectContaining({ name: Bucket, region: 'us-east-1' }),
      );
      expect(await reader.regionOf(Bucket)).toBe('us-east-1');
      expect(await problemOf(reader.open(placeOf('c'), 1))).toMatchObject({
        code: 'not-found',
        sentence: `s3://${Bucket}/c was deleted: its newest version is a delete marker.`,
      });
    });
  });

  it('lists everything of a bucket over HTTP, each key once', async () => {
    await withReader(async ({ reader, put }) => {
      const keys = Array.from({ length: 2_600 }, (_, at) => `p${at % 3}/ü ${at * 7}+&%.zip`);
      for (let at = 0; at < keys.length; at += 50)
        await Promise.all(keys.slice(at, at + 50).map((key) => put(key, 'x')));
      const found: string[] = [];
      await reader.listAll({
        ...{ bucket: Bucket, prefix: '', signal: new AbortController().signal, onRequest: () => undefined },
        onRows: (rows) => found.push(...rows.map(({ key }) => key)),
      });
      expect(found.sort()).toEqual(keys.sort());
    });
  }, 60_000);

  it('follows a bucket to its region, and remembers it', async () => {
    await withReader(async ({ reader, line }) => {
      const inEurope = { status: 206, headers: { etag: '"e"', 'content-range': 'bytes 1-2/3' }, body: 'bc' };
      line.answer = ({ headers }) =>
        headers.authorization?.includes('/eu-west-1/s3/')
          ? inEurope
          : {
              status: 301,
              headers: { 'content-type': 'application/xml', 'x-amz-bucket-region': 'eu-west-1' },
              body: '<Error><Code>PermanentRedirect</Code><Message>Elsewhere.</Message></Error>',
            };
      const opened = await reader.open(placeOf('a'), 2);
      expect(opened.place.region).toBe('eu-west-1');
      expect(line.asked).toHaveLength(2);
      await reader.open(placeOf('a'), 2);
      expect(line.asked).toHaveLength(3);
      expect(Buffer.from(await opened.read(1, 2)).toString()).toBe('bc');
      expect(await reader.regionOf(Bucket)).toBe('eu-west-1');
      line.answer = () => ({ status: 403, headers: { 'x-amz-bucket-region': 'ap-south-1' }, body: '' });
      expect(await reader.regionOf('of-somebody-else')).toBe('ap-south-1');
    });
  });

  it('names what is not there', async () => {
    await withReader(async ({ reader, put }) => {
      await put('a', 'abc');
      const elsewhere = { ...placeOf('a'), bucket: 'not-a-bucket-of-ours' };
      const cases: [() => Promise<unknown>, string, string][] = [
        [() => reader.open(placeOf('b'), 1), 'not-found', `s3://${Bucket}/b is not there.`],
        [() => reader.open(elsewhere, 1), 'not-found', 'There is no bucket not-a-bucket-of-ours.'],
        [
          () => reader.open(placeOf('a', 'A'.repeat(32)), 1),
          'not-found',
          `s3://${Bucket}/a has no version ${'A'.repeat(32)}.`,
        ],
        [
          () =>
            reader.listPage({
              bucket: 'not-a-bucket-of-ours',
              prefix: '',
              delimiter: null,
              cursor: null,
              count: 1,
            }),
          'not-found',
          'There is no bucket not-a-bucket-of-ours.',
        ],
      ];
      for (const [asked, code, sentence] of cases)
        expect(await problemOf(asked())).toMatchObject({ code, sentence });
    });
  });
});
