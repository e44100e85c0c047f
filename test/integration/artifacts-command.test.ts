import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openDesk, withFolder } from '#test/support/desk.ts';
import { actionTypes, withSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

const projectFolder = resolve(import.meta.dirname, '../..');

interface Ended {
  code: number | null;
  out: Buffer;
  err: string;
}

type Artifacts = (...args: string[]) => Promise<Ended>;

function start(endpoint: string, args: readonly string[]) {
  return spawn(process.execPath, ['src-main/cli.ts', 'artifacts', ...args], {
    cwd: projectFolder,
    env: {
      ...process.env,
      ...{ AWS_ENDPOINT_URL_S3: endpoint, AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'test' },
      ...{ AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true', NODE_NO_WARNINGS: '1' },
    },
  });
}

async function run(endpoint: string, args: readonly string[]): Promise<Ended> {
  const child = start(endpoint, args);
  const out: Buffer[] = [];
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out: Buffer.concat(out), err };
}

/** A simulator with some artifacts in the bucket of its first job. */
function withArtifacts(
  work: (world: { artifacts: Artifacts; simulator: SimulatorUnderTest; bucket: string }) => Promise<void>,
): Promise<void> {
  return withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        const desk = await openDesk(simulator.endpoint, folder);
        try {
          await simulator.job({ actionTypeId: actionTypes.review, inputArtifacts: ['App'] });
          const { runId } = await desk.run('a run', (one) => one.state === 'waiting-for-engineer');
          const bucket = (await desk.detail(runId)).inputArtifacts[0]?.location?.bucket ?? '';
          await work({ artifacts: (...args) => run(simulator.endpoint, args), simulator, bucket });
        } finally {
          await desk.close();
        }
      }),
    { scenario: 'bare', now: Date.now },
  );
}

const put = (simulator: SimulatorUnderTest, Bucket: string, Key: string, Body: Uint8Array | string) =>
  simulator.s3().send(new PutObjectCommand({ Bucket, Key, Body, ServerSideEncryption: 'aws:kms' }));

const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256);

// Each command is a process of its own: seconds where two cores are shared.
describe('action-desk artifacts', { timeout: 180_000 }, () => {
  it('lists a prefix, everything below it, versions and the entries of an archive', () =>
    withArtifacts(async ({ artifacts, simulator, bucket }) => {
      for (const key of ['web/a', 'web/b', 'web/deep/c']) await put(simulator, bucket, key, 'x');
      const listed = await artifacts('ls', `s3://${bucket}/web/`);
      expect(listed).toMatchObject({ code: 0, err: '' });
      expect(listed.out.toString()).toMatch(/folder {2}web\/deep\/\n.* 1 {2}web\/a\n.* 1 {2}web\/b\n$/);
      const all = await artifacts('ls', '--recursive', '--json', `s3://${bucket}/web/`);
      const { objects } = JSON.parse(all.out.toString()) as { objects: { key: string }[] };
      expect(objects.map(({ key }) => key)).toEqual(['web/a', 'web/b', 'web/deep/c']);
      const none = await artifacts('ls', '--json', `s3://${bucket}/nothing/`);
      expect(JSON.parse(none.out.toString())).toEqual({ objects: [], prefixes: [] });
      const versions = await artifacts('ls', '--versions', `s3://${bucket}/web/a`);
      expect(versions.out.toString()).toContain('latest');
      await put(simulator, bucket, 'zip', zipSync({ 'dir/a.txt': strToU8('hello') }));
      const entries = await artifacts('ls', '--entries', '--json', `s3://${bucket}/zip`);
      expect(JSON.parse(entries.out.toString())).toMatchObject({
        kind: 'zip',
        entries: [{ path: 'dir/a.txt', size: 5 }],
      });
    }));

  it('writes the bytes of an entry as they are', () =>
    withArtifacts(async ({ artifacts, simulator, bucket }) => {
      await put(simulator, bucket, 'zip', zipSync({ 'dir/b.bin': bytes, 'a.txt': strToU8('hello') }));
      const entry = await artifacts('cat', `s3://${bucket}/zip`, '--entry', 'dir/b.bin');
      expect([entry.code, entry.err, entry.out.equals(bytes)]).toEqual([0, '', true]);
      const missing = await artifacts('cat', `s3://${bucket}/zip`, '--entry', 'nope');
      expect(missing).toMatchObject({ code: 1, err: 'error: The archive has no file "nope".\n' });
    }));

  it('ends quietly when its reader has seen enough', () =>
    withArtifacts(async ({ simulator, bucket }) => {
      await put(simulator, bucket, 'big', new Uint8Array(3_000_000));
      const child = start(simulator.endpoint, ['cat', `s3://${bucket}/big`]);
      let err = '';
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.stdout.once('data', () => child.stdout.destroy());
      const [code] = (await once(child, 'exit')) as [number | null];
      expect([code, err]).toEqual([0, '']);
    }));

  it('tells what differs by content, and makes it a failure only when asked', () =>
    withArtifacts(async ({ artifacts, simulator, bucket }) => {
      const text = (files: Record<string, string>) =>
        zipSync(Object.fromEntries(Object.entries(files).map(([name, value]) => [name, strToU8(value)])));
      await put(simulator, bucket, 'left', text({ same: 'x', changed: 'old', gone: 'y' }));
      await put(simulator, bucket, 'right', text({ same: 'x', changed: 'new!', fresh: 'z' }));
      const pair = [`s3://${bucket}/left`, `s3://${bucket}/right`] as const;
      const found = await artifacts('diff', ...pair);
      expect([found.code, found.out.toString(), found.err]).toEqual([
        0,
        'M changed\nA fresh\nD gone\n',
        '1 added, 1 removed, 1 changed, 1 the same.\n',
      ]);
      expect((await artifacts('diff', '--exit-code', ...pair)).code).toBe(2);
      const one = await artifacts('diff', '--exit-code', '--json', '--entry', 'same', ...pair);
      expect(one.code).toBe(0);
      expect(JSON.parse(one.out.toString())).toMatchObject({ counts: { same: 1, changed: 0 }, rows: [] });
    }));

  it('explains what is not there by who asked for what, and refuses a wrong address with 1', () =>
    withArtifacts(async ({ artifacts, bucket }) => {
      const missing = await artifacts('cat', `s3://${bucket}/no/such`);
      expect(missing.code).toBe(1);
      expect(missing.err).toContain(`s3://${bucket}/no/such is not there`);
      expect(missing.err).toContain('Credentials: ');
      expect(await artifacts('ls', 'https://example.com/x')).toMatchObject({ code: 1 });
      expect(await artifacts('cat', `s3://${bucket}/`)).toMatchObject({ code: 1 });
    }));

  it("reads with a run's credentials through the agent that has it, and never sees them", () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          const desk = await openDesk(simulator.endpoint, folder);
          try {
            await simulator.job({ actionTypeId: actionTypes.review, inputArtifacts: ['App'] });
            const { runId } = await desk.run('a run', (one) => one.state === 'waiting-for-engineer');
            await desk.runtime.act(runId, { kind: 'acknowledge' });
            const at = (await desk.detail(runId)).inputArtifacts[0]?.location;
            const uri = `s3://${at?.bucket}/${at?.key}`;
            const source = ['--run', runId, '--data', folder];
            // No way to S3 of its own: what comes, comes through the agent.
            const nowhere = 'http://127.0.0.1:9';
            const listed = await run(nowhere, ['ls', '--entries', '--json', uri, ...source]);
            expect(listed.err).toBe('');
            const { entries } = JSON.parse(listed.out.toString()) as {
              entries: { path: string; size: number }[];
            };
            const [entry] = entries;
            const shown = await run(nowhere, ['cat', uri, '--entry', entry?.path ?? '', ...source]);
            expect([shown.code, shown.out.length]).toEqual([0, entry?.size]);
            const other = await run(nowhere, ['cat', `s3://${at?.bucket}/another-pipeline/x`, ...source]);
            expect(other.code).toBe(4);
          } finally {
            await desk.close();
          }
        }),
      { scenario: 'bare', now: Date.now },
    ));
});
