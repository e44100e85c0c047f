import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { downloadObject } from '#main/aws/object-download.ts';
import { createObjectReader } from '#main/aws/object-reader.ts';
import { uploadObject } from '#main/aws/object-upload.ts';
import { openEnvironmentS3 } from '#main/aws/s3-door.ts';
import { Secret } from '#shared/domain/secret.ts';
import { hasAwsCli, scenarioKeys } from '#test/support/aws-programs.ts';
import { openBenchWorld, printTable } from './bench-world.ts';

/*
 * One large object up and down again, ours and the AWS CLI in turns, against the simulator in a process of its own. Memory is what the
 * process has at most during the transfer above what it had before: after a first small transfer for us, after the start for
 * the CLI (its whole peak, as a program of its own).
 */
const MEGABYTES = Number(process.env['BENCH_MEGABYTES'] ?? 1024);
const TURNS = Number(process.env['BENCH_TURNS'] ?? 3);
const MEGABYTE = 1024 * 1024;
const Bucket = 'large-objects';
const region = 'us-east-1';

interface Moved {
  seconds: number;
  /** CPU seconds of the process that transferred, and of the server meanwhile: what a busy computer does not change. */
  cpu: number;
  serverCpu: number;
  peakMegabytes: number;
}

/** CPU seconds of a process so far, its threads included; 0 when it is gone. */
async function cpuOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return text === '' ? 0 : (Number(fields[11]) + Number(fields[12])) / 100;
}

/** A process's most resident memory in MB, as the kernel keeps it. */
const peakOf = async (pid: number | 'self'): Promise<number> =>
  Number(/VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

/** This process's most resident memory while `work` runs, above what it was before, and its time. */
async function measured(work: () => Promise<unknown>): Promise<Moved> {
  // The kernel's peak begins anew from what is held now.
  await writeFile('/proc/self/clear_refs', '5');
  const idle = process.memoryUsage.rss() / MEGABYTE;
  const before = process.cpuUsage();
  const serverBefore = await cpuOf(world.pid);
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  const serverCpu = (await cpuOf(world.pid)) - serverBefore;
  return { seconds, cpu: (user + system) / 1e6, serverCpu, peakMegabytes: (await peakOf('self')) - idle };
}

async function cli(endpoint: string, from: string, to: string): Promise<Moved> {
  const serverBefore = await cpuOf(world.pid);
  const begun = performance.now();
  const child = spawn(
    'aws',
    ['--endpoint-url', endpoint, '--region', region, 's3', 'cp', from, to, '--quiet'],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: scenarioKeys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: scenarioKeys.secretAccessKey,
        AWS_CONFIG_FILE: join(tmpdir(), 'no-such-file'),
        NO_PROXY: '*',
      },
    },
  );
  let peak = 0;
  let cpu = 0;
  const timer = setInterval(() => {
    void cpuOf(child.pid ?? 0).then((now) => (cpu = Math.max(cpu, now)));
    void peakOf(child.pid ?? 0).then(
      (now) => (peak = Math.max(peak, now)),
      () => undefined,
    );
  }, 50);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  if (code !== 0) throw new Error(`aws s3 cp ended with ${code}`);
  const seconds = (performance.now() - begun) / 1000;
  const serverCpu = (await cpuOf(world.pid)) - serverBefore;
  return { seconds, cpu, serverCpu, peakMegabytes: peak };
}

interface Way {
  name: string;
  of: 'up' | 'down';
  move(): Promise<Moved>;
}

/** Each figure's middle; of memory the most. */
function middleOf(all: readonly Moved[]): Moved {
  const middle = (of: (one: Moved) => number): number =>
    all.map(of).sort((a, b) => a - b)[Math.floor((all.length - 1) / 2)] ?? 0;
  return {
    seconds: middle(({ seconds }) => seconds),
    cpu: middle(({ cpu }) => cpu),
    serverCpu: middle(({ serverCpu }) => serverCpu),
    peakMegabytes: Math.max(...all.map(({ peakMegabytes }) => peakMegabytes)),
  };
}

async function makeFile(path: string, megabytes: number): Promise<void> {
  const file = await open(path, 'w');
  const block = randomBytes(MEGABYTE);
  for (let at = 0; at < megabytes; at += 1) {
    block.writeUInt32BE(at, 0);
    await file.write(block);
  }
  await file.close();
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

const folder = await mkdtemp(join(tmpdir(), 'action-desk-bench-'));
const world = await openBenchWorld();
const { accessKeyId, secretAccessKey } = scenarioKeys;
const door = openEnvironmentS3(
  {
    credentials: { kind: 'static', accessKeyId, secretAccessKey: new Secret(secretAccessKey) },
    ...{ s3Endpoint: world.endpoint, callTimeoutMs: 60_000 },
  },
  { environment: 'bench', homeRegion: region },
);
const common = { signal: new AbortController().signal, onProgress: () => undefined };
const upload = (file: string, key: string) =>
  uploadObject(door, {
    ...{ ...common, file, bucket: Bucket, key, region, encryptionKeyId: null },
    ...{ replace: true, contentType: 'application/octet-stream' },
  });
const download = (key: string, file: string) =>
  downloadObject(door, createObjectReader(door), {
    ...{ ...common, file, place: { region, bucket: Bucket, key, versionId: null } },
  });
try {
  const client = new S3Client({
    region,
    endpoint: world.endpoint,
    forcePathStyle: true,
    credentials: scenarioKeys,
  });
  await client.send(new CreateBucketCommand({ Bucket }));
  client.destroy();
  const [large, small, back] = ['large', 'small', 'back'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await makeFile(large, MEGABYTES);
  await makeFile(small, 8);
  await upload(small, 'small');
  await download('small', join(folder, 'small-back'));
  const rows = [['transfer', 'seconds', 'MB/s', 'CPU s', 'server CPU s', 'peak MB above idle', 'ours is']];
  const tell = (name: string, moved: Moved, own: Moved | null): void => {
    rows.push([
      ...[
        name,
        moved.seconds.toFixed(1),
        (MEGABYTES / moved.seconds).toFixed(0),
        moved.cpu.toFixed(1),
        moved.serverCpu.toFixed(1),
        moved.peakMegabytes.toFixed(0),
      ],
      own ? `${(moved.seconds / own.seconds).toFixed(2)} ×` : '',
    ]);
  };
  const at = `s3://${Bucket}`;
  const all: Way[] = [
    { name: 'up, Action Desk', of: 'up', move: () => measured(() => upload(large, 'ours')) },
    { name: 'up, AWS CLI', of: 'up', move: () => cli(world.endpoint, large, `${at}/theirs`) },
    { name: 'down and checked, Action Desk', of: 'down', move: () => measured(() => download('ours', back)) },
    { name: 'down, AWS CLI', of: 'down', move: () => cli(world.endpoint, `${at}/ours`, back) },
  ];
  const ways = all.filter(({ name }) => hasAwsCli || !name.endsWith('CLI'));
  const moved = new Map<Way, Moved[]>(ways.map((way) => [way, []]));
  for (let turn = 0; turn < TURNS; turn += 1) {
    // Whoever comes second finds the server warm.
    for (const way of turn % 2 === 0 ? ways : ways.toReversed()) {
      moved.get(way)?.push(await way.move());
      if (way.of === 'up') continue;
      if ((await hashOf(large)) !== (await hashOf(back))) throw new Error(`${way.name}: other content came`);
      await rm(back);
    }
  }
  for (const way of ways) {
    const middle = middleOf(moved.get(way) ?? []);
    const own = ways.find(({ of }) => of === way.of);
    tell(way.name, middle, own && own !== way ? middleOf(moved.get(own) ?? []) : null);
  }
  printTable(`One object of ${MEGABYTES} MB, the middle of ${TURNS} turns`, rows);
  if (!hasAwsCli) process.stdout.write('There is no aws on the PATH: the CLI was left out.\n');
} finally {
  door.close();
  await world.close();
  await rm(folder, { recursive: true, force: true });
}
