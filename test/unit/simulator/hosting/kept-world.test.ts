import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AcknowledgeJobCommand,
  GetPipelineStateCommand,
  PollForJobsCommand,
  PutJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import { GetObjectCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startSimulator } from '#main/simulator/server.ts';
import { startCommand } from '../../commands/command-line.ts';
import {
  createPipeline,
  executionsOf,
  putBundle,
  source,
  sourceBucket,
} from '../../../contract/source-pipeline.ts';
import { actionTypes, openSimulator, testStart, withSimulator } from '../../../support/simulator.ts';
import type { SimulatorUnderTest } from '../../../support/simulator.ts';

const bundle = { S3Bucket: 'web-shop-sources', S3ObjectKey: 'bundle.zip' };

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kept-world-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'data');
}

async function bundleIn(simulator: SimulatorUnderTest): Promise<string | undefined> {
  const command = new GetObjectCommand({ Bucket: 'web-shop-sources', Key: 'bundle.zip' });
  return (await simulator.s3().send(command)).Body?.transformToString();
}

describe('a simulator with a folder', () => {
  it('goes on after a restart: pipelines, objects, skipped time, credentials and due events', async () => {
    const folder = aFolder();
    const before = await openSimulator({ folder });
    await sourceBucket(before);
    const name = await createPipeline(before, [source('S3', bundle)]);
    await before.advance(4);
    await before.control('POST', 'credentials', { accessKeyId: 'AKIAKNOWN', secretAccessKey: 'secret' });
    await before.close();

    const now = () => testStart + 1_000;
    await withSimulator(
      async (after) => {
        expect((await after.control('GET', 'health')).body).toMatchObject({ now: testStart + 5_000 });
        expect(await bundleIn(after)).toBe('first bundle');
        expect(await executionsOf(after, name)).toMatchObject([{ status: 'InProgress' }]);
        await after.advance(5);
        expect(await executionsOf(after, name)).toMatchObject([{ status: 'Succeeded' }]);
        const version = await putBundle(after, 'second bundle');
        await after.advance(60);
        expect((await executionsOf(after, name)).at(-1)?.sourceRevisions?.[0]?.revisionId).toBe(version);
      },
      { folder, now },
    );
  });

  it("lets a worker finish the job it has, with the job's own credentials", async () => {
    const folder = aFolder();
    const before = await openSimulator({ folder, scenario: 'first-job' });
    const poll = new PollForJobsCommand({ actionTypeId: actionTypes.custom });
    const [job] = (await before.codePipeline().send(poll)).jobs ?? [];
    await before.codePipeline().send(new AcknowledgeJobCommand({ jobId: job?.id, nonce: job?.nonce }));
    await before.close();

    await withSimulator(
      async (after) => {
        const {
          accessKeyId = '',
          secretAccessKey = '',
          sessionToken = '',
        } = job?.data?.artifactCredentials ?? {};
        const { bucketName, objectKey } = job?.data?.inputArtifacts?.[0]?.location?.s3Location ?? {};
        const s3 = new S3Client({
          endpoint: after.endpoint,
          region: 'us-east-1',
          forcePathStyle: true,
          credentials: { accessKeyId, secretAccessKey, sessionToken },
        });
        const { ContentLength } = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key: objectKey }));
        s3.destroy();
        expect(ContentLength).toBeGreaterThan(100);
        await after.codePipeline().send(new PutJobSuccessResultCommand({ jobId: job?.id }));
        const { chains } = await after.ledger();
        expect(chains).toMatchObject([{ final: 'succeeded', seed: { name: 'first-job' } }]);
      },
      { folder, scenario: undefined },
    );
  });

  it('lets deadlines run on while it is not there', async () => {
    const folder = aFolder();
    const before = await openSimulator({ folder });
    const { jobId } = await before.job();
    await before.close();
    const now = () => testStart + 3_700_000;
    await withSimulator(
      async (after) => {
        expect((await after.ledgerJob(jobId)).status).toBe('TimedOut');
      },
      { folder, now },
    );
  });

  it('forgets everything by a reset, on disk too', async () => {
    const folder = aFolder();
    const before = await openSimulator({ folder });
    await sourceBucket(before);
    await before.reset({ scenario: 'empty' });
    await before.close();
    await withSimulator(
      async (after) => {
        const { Buckets = [] } = await after.s3().send(new ListBucketsCommand());
        expect(Buckets.map(({ Name }) => Name?.replace(/\d+$/, ''))).toEqual([
          'codepipeline-us-east-1-',
          'codepipeline-us-west-2-',
        ]);
        expect((await after.control('GET', 'health')).body).toMatchObject({ scenario: 'empty' });
      },
      { folder, scenario: undefined },
    );
  });

  it('keeps no faults', async () => {
    const folder = aFolder();
    const before = await openSimulator({ folder });
    await before.fault({ operation: '*', kind: 'error' });
    await before.close();
    await withSimulator(
      async (after) => {
        await after.codePipeline().send(new PollForJobsCommand({ actionTypeId: actionTypes.custom }));
      },
      { folder },
    );
  });

  it('refuses another scenario than the one in the folder', async () => {
    const folder = aFolder();
    await (await openSimulator({ folder })).close();
    await expect(startSimulator({ folder, scenario: 'practice' })).rejects.toThrow(
      `scenario: expected bare, which ${folder} holds`,
    );
  });

  it('refuses a folder that another simulator works in, and lets go of it when it ends', async () => {
    const folder = aFolder();
    const first = await openSimulator({ folder });
    await expect(startSimulator({ folder })).rejects.toMatchObject({ name: 'FolderInUseError' });
    await first.close();
    await (await openSimulator({ folder })).close();
  });

  it('takes over a folder whose process is gone', async () => {
    const folder = aFolder();
    await (await openSimulator({ folder })).close();
    const gone = startCommand(['--version']);
    await once(gone, 'close');
    writeFileSync(join(folder, 'lock'), String(gone.pid));
    await (await openSimulator({ folder })).close();
  });

  it.each([
    ['a byte that has changed', (path: string) => spoil(path, (bytes) => bytes.fill(0xff, bytes.length - 4))],
    ['a file cut short', (path: string) => spoil(path, (bytes) => bytes.subarray(0, bytes.length / 2))],
    ['something else', (path: string) => writeFileSync(path, 'not a world')],
  ])('sets a snapshot aside that holds %s, says so, and keeps the objects', async (_what, damage) => {
    const folder = aFolder();
    const before = await openSimulator({ folder });
    await sourceBucket(before);
    await before.close();
    damage(join(folder, 'world'));
    const damaged = readFileSync(join(folder, 'world'));
    const notices: string[] = [];
    await withSimulator(
      async (after) => {
        expect(await bundleIn(after)).toBe('first bundle');
        await after.job();
      },
      { folder, onNotice: (sentence) => notices.push(sentence) },
    );
    const [aside, ...more] = readdirSync(folder).filter((name) => name.startsWith('world.damaged-'));
    expect(more).toEqual([]);
    expect(readFileSync(join(folder, aside ?? '')).equals(damaged)).toBe(true);
    expect(notices).toEqual([expect.stringContaining(aside ?? 'no file')]);
  });

  it.skipIf(process.platform === 'win32')('lets nobody else read what it keeps of secrets', async () => {
    const folder = aFolder();
    await (await openSimulator({ folder })).close();
    expect(statSync(join(folder, 'world')).mode & 0o077).toBe(0);
  });

  it('survives kill -9, a second after the last change at the latest', async () => {
    const folder = aFolder();
    const child = startCommand(['simulator', '--data', folder, '--scenario', 'bare']);
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const { endpoint } = JSON.parse(line) as { endpoint: string };
    const began = statSync(join(folder, 'world')).mtimeMs;
    const order = { region: 'us-east-1', actionTypeId: actionTypes.custom, configuration: {} };
    const answer = await fetch(`${endpoint}/_simulator/jobs`, {
      method: 'POST',
      body: JSON.stringify(order),
    });
    const { jobId } = (await answer.json()) as { jobId: string };
    await vi.waitFor(() => expect(statSync(join(folder, 'world')).mtimeMs).toBeGreaterThan(began), 5_000);
    child.kill('SIGKILL');
    await once(child, 'close');
    await withSimulator(
      async (after) => {
        expect((await after.ledgerJob(jobId)).status).toBe('Queued');
      },
      { folder, scenario: undefined, now: Date.now },
    );
  });
});

describe('a simulator without a folder', () => {
  it('knows nothing of the one before', async () => {
    const before = await openSimulator();
    const name = await createPipeline(before, [
      source('CodeCommit', { RepositoryName: 'a', BranchName: 'b' }),
    ]);
    await before.close();
    await withSimulator(async (after) => {
      await expect(after.codePipeline().send(new GetPipelineStateCommand({ name }))).rejects.toMatchObject({
        name: 'PipelineNotFoundException',
      });
    });
  });
});

function spoil(path: string, change: (bytes: Buffer) => Buffer): void {
  writeFileSync(path, change(readFileSync(path)));
}
