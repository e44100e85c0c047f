import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openArchive } from '#main/artifacts/archive/open-archive.ts';
import { extract } from '#main/artifacts/save/extract.ts';
import { planExtraction, type ExtractionIssue } from '#main/artifacts/save/plan-extraction.ts';
import { createTargetFolder } from '#main/artifacts/save/target-folder.ts';
import { downloadObject } from '#main/aws/object-download.ts';
import { createObjectReader, type S3ObjectReader } from '#main/aws/object-reader.ts';
import type { S3Door } from '#main/aws/s3-door.ts';
import { EXTRACTION_LIMITS } from '#shared/domain/artifact-task.ts';
import type { CutConnection } from '#test/support/cut-connection.ts';
import { withS3Line } from '#test/support/s3-line.ts';

const Bucket = 'damaged-on-the-way';
const place = { region: null, bucket: Bucket, key: 'a.zip', versionId: null };
const what = `s3://${Bucket}/a.zip`;
const archive = Buffer.from(
  zipSync(
    { 'a/first.bin': [randomBytes(90_000), { level: 0 }], 'a/second.txt': strToU8('second') },
    { level: 6 },
  ),
);

interface World {
  line: CutConnection;
  door: S3Door;
  reader: S3ObjectReader;
  folder: string;
}

async function withObject(work: (world: World) => Promise<void>): Promise<void> {
  await withS3Line(Bucket, async ({ simulator, line, door, folder }) => {
    await simulator.s3().send(new PutObjectCommand({ Bucket, Key: 'a.zip', Body: archive }));
    await work({ line, door, reader: createObjectReader(door), folder });
  });
}

/** What answers every GET from then on, and what is said of it. */
interface Damage {
  name: string;
  begin: (line: CutConnection) => void;
  code: string;
  sentence: RegExp;
}

const answering =
  (make: (from: number, to: number) => { status: number; headers: Record<string, string>; body: string }) =>
  (line: CutConnection): void => {
    line.answer = ({ method, headers }) => {
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
      return method === 'GET' && from !== undefined ? make(Number(from), Number(to)) : null;
    };
  };
const xml = { 'content-type': 'application/xml' };
const body = (from: number, to: number): string => 'x'.repeat(to - from + 1);
const rangeOf = (from: number, to: number) => ({
  'content-range': `bytes ${from}-${to}/${archive.length}`,
});

const damages: readonly Damage[] = [
  {
    name: 'a connection that is reset each time the body begins',
    begin: (line) => line.cutNext(...Array.from({ length: 50 }, () => 0)),
    code: 'unreachable',
    sentence: /^s3:\/\/\S+: the connection broke off in the middle of the answer 3 times in a row\.$/,
  },
  {
    name: 'bytes of another place',
    begin: answering((from, to) => ({
      ...{ status: 206, body: body(from, to) },
      headers: rangeOf(from + 1, to + 1),
    })),
    code: 'unreachable',
    sentence:
      /^s3:\/\/\S+: the bytes \d+ to \d+ were asked for, and the bytes \d+ to \d+ came: something on the way/,
  },
  {
    name: 'another content under a new ETag',
    begin: answering((from, to) => ({
      ...{ status: 206, body: body(from, to) },
      headers: { ...rangeOf(from, to), etag: '"other"' },
    })),
    code: 'not-allowed-now',
    sentence: /replaced/,
  },
  {
    name: 'a refused condition (412)',
    begin: answering(() => ({
      ...{ status: 412, headers: xml },
      body: '<Error><Code>PreconditionFailed</Code><Message>At least one.</Message></Error>',
    })),
    code: 'not-allowed-now',
    sentence: /replaced/,
  },
  {
    name: 'fewer bytes than the answer promises to hold',
    begin: answering((from, to) => ({ status: 206, body: '', headers: rangeOf(from, to) })),
    code: 'unreachable',
    sentence: /^s3:\/\/\S+: the connection broke off in the middle of the answer 3 times in a row\.$/,
  },
];

const thrownBy = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (thrown: unknown) => thrown as { code: string; message: string },
  );

async function extraction(reader: S3ObjectReader, folder: string, before: () => void) {
  const opened = await openArchive(await reader.open(place, 1000));
  const target = await createTargetFolder(folder, 'out');
  const signal = new AbortController().signal;
  const plan = await planExtraction({
    ...{ entries: opened.entries, folder: '', limits: EXTRACTION_LIMITS, root: target.root },
    ...{ platform: 'linux', packedBytes: archive.length },
  });
  const issues: ExtractionIssue[] = [];
  const written = new Set<number>();
  const watch = {
    onBytes: () => undefined,
    onFile: () => undefined,
    onIssue: (issue: ExtractionIssue) => void issues.push(issue),
  };
  const run = () => extract({ archive: opened, plan, target, written, watch, signal });
  before();
  return { run, issues, written, root: target.root };
}

describe.each(damages)('what is damaged on the way: $name', ({ begin, code, sentence }) => {
  it('stops a read with one sentence', () =>
    withObject(async ({ line, reader }) => {
      const opened = await reader.open(place, 100);
      begin(line);
      const thrown = await thrownBy(opened.read(10, 5_000));
      expect(thrown).toMatchObject({ code });
      expect(thrown?.message).toMatch(sentence);
    }));

  it('leaves nothing of a download under its name', () =>
    withObject(async ({ line, door, reader, folder }) => {
      begin(line);
      const file = join(folder, 'a.zip');
      const order = { place, file, signal: new AbortController().signal, onProgress: () => undefined };
      const thrown = await thrownBy(downloadObject(door, reader, order));
      // Bytes of another place stay unnoticed by nobody, not even where they are the first ones.
      expect(thrown).toMatchObject({ code });
      expect(thrown?.message).toMatch(sentence);
      expect(existsSync(file)).toBe(false);
    }));

  it('stops an extraction, which is gone on with afterwards unless the object is another one', () =>
    withObject(async ({ line, reader, folder }) => {
      const { run, issues, written, root } = await extraction(reader, folder, () => begin(line));
      const thrown = await thrownBy(run());
      expect(thrown).toMatchObject({ code });
      expect(thrown?.message).toMatch(sentence);
      expect(issues).toEqual([]);
      // The second file came with the archive's end.
      for (const name of await readdir(root, { recursive: true }))
        expect(['a', 'a/second.txt']).toContain(name);
      if (code === 'not-allowed-now') return;
      line.answer = () => null;
      line.forgetCuts();
      await run();
      expect(written.size).toBe(2);
    }));
});

describe('what is changed on the way', () => {
  it('is not taken for a part where the whole object came', () =>
    withObject(async ({ line, reader }) => {
      const opened = await reader.open(place, 100);
      line.answer = ({ method }) =>
        method === 'GET' ? { status: 200, headers: {}, body: body(0, 300) } : null;
      const thrown = await thrownBy(opened.read(10, 50));
      expect(thrown).toMatchObject({ code: 'unreachable' });
      expect(thrown?.message).toBe(
        `${what}: the bytes 10 to 59 were asked for, and the whole of it came: something on the way to S3 changes its answers.`,
      );
      expect(Buffer.from(await opened.read(0, 50)).toString()).toBe(body(0, 49));
    }));

  it('opens an object whose first answers are cut', () =>
    withObject(async ({ line, reader }) => {
      line.cutNext(10, 20);
      const opened = await reader.open(place, 1000);
      expect(
        Buffer.from(await opened.read(archive.length - 1000, 1000)).equals(archive.subarray(-1000)),
      ).toBe(true);
      line.cutNext(10, 10, 10);
      expect((await thrownBy(reader.open(place, 1000)))?.message).toBe(
        `${what}: the connection broke off in the middle of the answer 3 times in a row.`,
      );
    }));
});
