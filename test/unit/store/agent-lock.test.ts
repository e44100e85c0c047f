import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { lockDataFolder } from '#main/store/agent-lock.ts';
import { aFolder, aLedger, aStore, SUCCESS } from './store-fixture.ts';

async function aHolder(dir: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'hold-data-folder.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

it('lets one agent of one process at a time into a data folder', () => {
  const dir = aFolder();
  const first = lockDataFolder(dir);
  expect(() => lockDataFolder(dir)).toThrow(expect.objectContaining({ code: 'data-folder-in-use' }) as Error);
  first.release();
  lockDataFolder(dir).release();
});

it('is held against other processes, and is free after kill -9, with every unsettled result', async () => {
  const dir = aFolder();
  const child = await aHolder(dir);
  expect(() => lockDataFolder(dir)).toThrow(`Another agent works in ${dir}`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  lockDataFolder(dir).release();
  const { ledger } = aLedger(await aStore(dir));
  expect(await ledger.unsettledResults()).toMatchObject([
    { job: { jobId: 'job-1' }, result: SUCCESS, tries: 0 },
  ]);
  expect((await ledger.liveRuns()).map((run) => run.state)).toEqual(['reporting']);
});

it('is still held against other processes after a second try of its own process', () => {
  const dir = aFolder();
  const held = lockDataFolder(dir);
  expect(() => lockDataFolder(dir)).toThrow('Another agent works');
  const other = spawnSync(process.execPath, [join(import.meta.dirname, 'hold-data-folder.ts'), dir], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  held.release();
  expect(other.stderr).toContain('Another agent works');
  expect(other.status).toBe(1);
});

it('does not keep readers and other writers out of the ledger', async () => {
  const dir = aFolder();
  await aHolder(dir);
  const { ledger } = aLedger(await aStore(dir));
  expect(await ledger.liveRuns()).toHaveLength(1);
});
