import { randomFillSync } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { zipSync, type Zippable } from 'fflate';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { ARCHIVE_TAIL_BYTES } from '#main/artifacts/archive/archive-options.ts';
import { openArchive } from '#main/artifacts/archive/open-archive.ts';
import { createObjectReader } from '#main/aws/object-reader.ts';
import { openEnvironmentS3 } from '#main/aws/s3-door.ts';
import { Secret } from '#shared/domain/secret.ts';
import { openBenchWorld, printTable } from './bench-world.ts';
import { openSlowLine } from './slow-line.ts';

/*
 * What the remote zip view exists for: a zip of 20,000 entries and 85 MB, 50 ms away, listed and looked into. Beside it: the
 * whole download (by the SDK, in one GET), and yauzl over ranges. The latter asks twice for each entry, which would take
 * half an hour; its first entries are measured and the rest counted on.
 */
const ENTRIES = Number(process.env['BENCH_ENTRIES'] ?? 20_000);
const ENTRY_BYTES = Number(process.env['BENCH_ENTRY_BYTES'] ?? 4_130);
const ROUND_TRIP_MS = Number(process.env['BENCH_ROUND_TRIP_MS'] ?? 50);
const YAUZL_ENTRIES = Number(process.env['BENCH_YAUZL_ENTRIES'] ?? 40);
const REPEATS = Number(process.env['BENCH_REPEATS'] ?? 5);
const place = {
  region: 'us-east-1',
  bucket: 'bench-artifacts',
  key: 'pipeline/BuildArtif/aBcDeFg',
  versionId: null,
};

/** What a way of looking took. */
interface Cost {
  readonly requests: number;
  readonly bytes: number;
  readonly seconds: number;
}

function makeZip(): Uint8Array {
  const files: Zippable = {};
  for (let at = 0; at < ENTRIES; at += 1) {
    const content = randomFillSync(new Uint8Array(ENTRY_BYTES));
    files[`packages/module-${at % 400}/dist/chunk-${String(at).padStart(5, '0')}.js`] = [
      content,
      { level: 1 },
    ];
  }
  return zipSync(files);
}

const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test-secret' };
const clientAt = (endpoint: string) =>
  new S3Client({ endpoint, credentials, region: place.region, forcePathStyle: true, maxAttempts: 1 });

async function timed(work: () => Promise<{ requests: number; bytes: number }>): Promise<Cost> {
  const from = performance.now();
  const counted = await work();
  return { ...counted, seconds: (performance.now() - from) / 1000 };
}

/** The run in the middle by its time. */
async function middleOf(times: number, work: () => Promise<Cost>): Promise<Cost> {
  const costs: Cost[] = [];
  for (let left = times; left > 0; left -= 1) costs.push(await work());
  return costs.sort((a, b) => a.seconds - b.seconds)[Math.floor(times / 2)] as Cost;
}

/** Ranges of the object by the SDK, one GET each, as yauzl asks for them. */
class RangeReader extends yauzl.RandomAccessReader {
  requests = 0;
  bytes = 0;
  private readonly client: S3Client;

  constructor(client: S3Client) {
    super();
    this.client = client;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.range(start, end));
  }

  private async *range(start: number, end: number): AsyncGenerator<Uint8Array> {
    this.requests += 1;
    this.bytes += end - start;
    const { bucket: Bucket, key: Key } = place;
    const answer = await this.client.send(
      new GetObjectCommand({ Bucket, Key, Range: `bytes=${start}-${end - 1}` }),
    );
    yield* answer.Body as AsyncIterable<Uint8Array>;
  }
}

/** The first entries that a zip file of yauzl's gives. */
function firstEntries(zip: ZipFile, most: number): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('error', reject);
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length >= most) resolve(entries);
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

async function drained(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const chunk of chunks) size += chunk.length;
  return size;
}

const world = await openBenchWorld();
const line = await openSlowLine(world.endpoint, ROUND_TRIP_MS);
try {
  const zip = makeZip();
  const near = clientAt(world.endpoint);
  await near.send(new CreateBucketCommand({ Bucket: place.bucket }));
  await near.send(new PutObjectCommand({ Bucket: place.bucket, Key: place.key, Body: zip }));
  near.destroy();

  const door = openEnvironmentS3(
    {
      s3Endpoint: line.endpoint,
      callTimeoutMs: 60_000,
      credentials: {
        kind: 'static',
        accessKeyId: credentials.accessKeyId,
        secretAccessKey: new Secret(credentials.secretAccessKey),
      },
    },
    { environment: 'bench', homeRegion: place.region },
  );
  const reader = createObjectReader(door);
  const far = clientAt(line.endpoint);
  // Everyone begins with an open connection.
  await reader.open(place, 1);
  await far.send(new HeadObjectCommand({ Bucket: place.bucket, Key: place.key }));

  const ours = () =>
    timed(async () => {
      const object = await reader.open(place, ARCHIVE_TAIL_BYTES);
      const archive = await openArchive(object);
      if (archive.entries.length !== ENTRIES || archive.faults.length > 0) throw new Error('listed wrongly');
      return object.fetched();
    });
  const download = () =>
    timed(async () => {
      const answer = await far.send(new GetObjectCommand({ Bucket: place.bucket, Key: place.key }));
      const bytes = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
      const listed = await firstEntries(await yauzl.fromBufferPromise(bytes, { lazyEntries: true }), ENTRIES);
      if (listed.length !== ENTRIES) throw new Error('listed wrongly');
      return { requests: 1, bytes: bytes.length };
    });
  const ranges = new RangeReader(far);
  const openRanges = () =>
    yauzl.fromRandomAccessReaderPromise(ranges, zip.length, { lazyEntries: true, autoClose: false });
  const opening = await timed(async () => {
    await openRanges();
    return ranges;
  });
  const some = await timed(async () => {
    const before = { requests: ranges.requests, bytes: ranges.bytes };
    await firstEntries(await openRanges(), YAUZL_ENTRIES);
    return { requests: ranges.requests - before.requests, bytes: ranges.bytes - before.bytes };
  });
  const scale = ENTRIES / YAUZL_ENTRIES;

  const listing = await middleOf(REPEATS, ours);
  const whole = await middleOf(Math.min(3, REPEATS), download);
  const directory = zip.length - directoryStart(zip) - 22;
  const aim = 1.05 * directory + 64 * 1024;
  printTable(
    `a zip of ${ENTRIES.toLocaleString('en-US')} entries and ${mega(zip.length)} MB, ${ROUND_TRIP_MS} ms away: listing`,
    [
      ['', 'requests', 'MB', 'seconds'],
      row('ours', listing),
      row('full download, then yauzl', whole),
      row(`yauzl over ranges, first ${YAUZL_ENTRIES} entries`, some),
      row('yauzl over ranges, counted on', {
        requests: Math.round(some.requests * scale),
        bytes: opening.bytes + (some.bytes - opening.bytes) * scale,
        seconds: opening.seconds + (some.seconds - opening.seconds) * scale,
      }),
    ],
  );
  process.stdout.write(
    `directory ${directory.toLocaleString('en-US')} bytes; ours fetched ${listing.bytes.toLocaleString('en-US')}, aim ≤ ${Math.round(aim).toLocaleString('en-US')}; ${(whole.seconds / listing.seconds).toFixed(1)} × faster than the download\n`,
  );

  const object = await reader.open(place, ARCHIVE_TAIL_BYTES);
  const archive = await openArchive(object);
  const middle = Math.floor(ENTRIES / 2);
  const preview = await middleOf(REPEATS, () =>
    timed(async () => {
      const before = object.fetched();
      if ((await drained(archive.content(middle).chunks(64 * 1024))) !== ENTRY_BYTES)
        throw new Error('read wrongly');
      const after = object.fetched();
      return { requests: after.requests - before.requests, bytes: after.bytes - before.bytes };
    }),
  );
  const entries = await openRanges();
  const [entry] = await firstEntries(entries, 1);
  const theirs = await middleOf(REPEATS, () =>
    timed(async () => {
      const before = { requests: ranges.requests, bytes: ranges.bytes };
      const stream = await entries.openReadStreamPromise(entry as Entry);
      if ((await drained(stream)) !== ENTRY_BYTES) throw new Error('read wrongly');
      return { requests: ranges.requests - before.requests, bytes: ranges.bytes - before.bytes };
    }),
  );
  printTable('one entry’s content, after that', [
    ['', 'requests', 'MB', 'seconds'],
    row('ours', preview),
    row('yauzl over ranges', theirs),
  ]);
  const met = listing.requests <= 2 && listing.bytes <= aim && preview.requests === 1;
  process.stdout.write(`aims ${met ? 'met' : 'MISSED'}\n`);
  if (!met) process.exitCode = 1;
  far.destroy();
  door.close();
} finally {
  line.close();
  await world.close();
}

function directoryStart(zip: Uint8Array): number {
  return new DataView(zip.buffer, zip.byteOffset).getUint32(zip.length - 6, true);
}

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(3);
}

function row(name: string, cost: Cost): string[] {
  return [name, cost.requests.toLocaleString('en-US'), mega(cost.bytes), cost.seconds.toFixed(2)];
}
