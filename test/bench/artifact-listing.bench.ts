import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { createObjectReader } from '#main/aws/object-reader.ts';
import { openEnvironmentS3 } from '#main/aws/s3-door.ts';
import { Secret } from '#shared/domain/secret.ts';
import { hasAwsCli, scenarioKeys } from '#test/support/aws-programs.ts';
import { projectFolder } from '#test/support/electron-path.ts';
import { printTable } from './bench-world.ts';
import { openSlowLine } from './slow-line.ts';

/*
 * All keys of a bucket with 1,000,000 of them: ours, the SDK's own paginator (one page after the other) and the AWS CLI, over a
 * line without and with 50 ms of round trip. The server is list-server.mjs, in a process of its own.
 */
const KEYS = Number(process.env['BENCH_KEYS'] ?? 1_000_000);
const ROUND_TRIPS = (process.env['BENCH_ROUND_TRIPS'] ?? '0,50').split(',').map(Number);
const region = 'us-east-1';
const Bucket = 'a-million';

interface Listed {
  keys: number;
  firstMs: number;
  seconds: number;
  requests: number;
}

async function ours(endpoint: string): Promise<Listed> {
  const { accessKeyId, secretAccessKey } = scenarioKeys;
  const door = openEnvironmentS3(
    {
      credentials: { kind: 'static', accessKeyId, secretAccessKey: new Secret(secretAccessKey) },
      ...{ s3Endpoint: endpoint, callTimeoutMs: 60_000 },
    },
    { environment: 'bench', homeRegion: region },
  );
  const begun = performance.now();
  const listed = { keys: 0, firstMs: 0, seconds: 0, requests: 0 };
  await createObjectReader(door).listAll({
    ...{ bucket: Bucket, prefix: '', signal: new AbortController().signal },
    onRequest: () => void (listed.requests += 1),
    onRows(rows) {
      if (listed.keys === 0) listed.firstMs = performance.now() - begun;
      listed.keys += rows.length;
    },
  });
  door.close();
  return { ...listed, seconds: (performance.now() - begun) / 1000 };
}

async function sdk(endpoint: string): Promise<Listed> {
  const client = new S3Client({ region, endpoint, forcePathStyle: true, credentials: scenarioKeys });
  const begun = performance.now();
  const listed = { keys: 0, firstMs: 0, seconds: 0, requests: 0 };
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    if (listed.keys === 0) listed.firstMs = performance.now() - begun;
    listed.keys += Contents.length;
    listed.requests += 1;
  }
  client.destroy();
  return { ...listed, seconds: (performance.now() - begun) / 1000 };
}

/** The CLI gathers everything before it writes; `--query` keeps it from writing a million objects as JSON. */
async function cli(endpoint: string): Promise<Listed> {
  const begun = performance.now();
  const child = spawn(
    'aws',
    [
      ...['--endpoint-url', endpoint, '--region', region, '--output', 'text'],
      ...['s3api', 'list-objects-v2', '--bucket', Bucket, '--query', 'length(Contents)'],
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: scenarioKeys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: scenarioKeys.secretAccessKey,
        AWS_CONFIG_FILE: join(tmpdir(), 'no-such-file'),
        NO_PROXY: '*',
      },
    },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  const seconds = (performance.now() - begun) / 1000;
  // As text the query is answered for each page.
  const keys = text.split(/\s+/).reduce((sum, count) => sum + Number(count), 0);
  return { keys, firstMs: seconds * 1000, seconds, requests: Math.ceil(KEYS / 1000) };
}

const server = spawn(
  process.execPath,
  [join(projectFolder, 'test', 'bench', 'list-server.mjs'), String(KEYS)],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const rows = [['listing', 'round trip', 'keys', 'requests', 'first rows ms', 'seconds', 'ours is']];
try {
  const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  const { port } = JSON.parse(line) as { port: number };
  for (const roundTripMs of ROUND_TRIPS) {
    const slow = roundTripMs === 0 ? null : await openSlowLine(`http://127.0.0.1:${port}`, roundTripMs);
    const endpoint = slow?.endpoint ?? `http://127.0.0.1:${port}`;
    const told = async (name: string, listing: Promise<Listed>): Promise<Listed> => {
      const listed = await listing;
      process.stdout.write(`${name}, ${roundTripMs} ms: ${listed.seconds.toFixed(1)} s\n`);
      return listed;
    };
    const own = await told('Action Desk', ours(endpoint));
    const others: [string, Listed][] = [['SDK paginator', await told('SDK paginator', sdk(endpoint))]];
    if (hasAwsCli) others.push(['AWS CLI', await told('AWS CLI', cli(endpoint))]);
    for (const [name, listed] of [['Action Desk', own] as const, ...others]) {
      if (listed.keys !== KEYS) throw new Error(`${name} listed ${listed.keys} of ${KEYS} keys`);
      rows.push([
        ...[name, `${roundTripMs} ms`, String(listed.keys), String(listed.requests)],
        ...[listed.firstMs.toFixed(0), listed.seconds.toFixed(1)],
        listed === own ? '' : `${(listed.seconds / own.seconds).toFixed(1)} ×`,
      ]);
    }
    slow?.close();
  }
  printTable(`Listing ${KEYS} keys`, rows);
  if (!hasAwsCli) process.stdout.write('There is no aws on the PATH: the CLI was left out.\n');
} finally {
  server.kill();
}
