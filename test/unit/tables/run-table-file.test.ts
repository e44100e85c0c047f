import { mkdtemp, readFile, rm, stat, access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { csvHead, csvLine, writeRunTable } from '#main/tables/run-table-file.ts';
import { aRun } from '../electron/a-runtime.ts';

async function aFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'action-desk-table-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'runs.out');
}

async function* slices(...all: ReturnType<typeof aRun>[][]) {
  for (const some of all) yield await Promise.resolve(some);
}

it.each([
  ['plain', 'plain'],
  ['a, "b"\nc', '"a, ""b""\nc"'],
  ['=cmd()', "'=cmd()"],
  ['-1+1', "'-1+1"],
  ['\n=cmd()', `"'\n=cmd()"`],
  ['\r=cmd()', `"'\r=cmd()"`],
  ['\t=cmd()', "'\t=cmd()"],
])('writes the message %j as %j', (message, written) => {
  expect(csvLine(aRun({ message }))).toContain(`,${written},`);
});

it('writes one cell for each column, times in UTC', () => {
  const line = csvLine(aRun({ finishedAt: 1_700_000_000_000 }));
  expect(line.split(',')).toHaveLength(csvHead().split(',').length);
  expect(line).toMatch(/,2023-11-14T22:13:20.000Z\r\n$/);
});

it('writes slices as one JSON list that only this user can read', async () => {
  const file = await aFile();
  const runs = slices([aRun({ runId: 'a' }), aRun({ runId: 'b' })], [aRun({ runId: 'c' })]);
  expect(await writeRunTable(file, 'json', runs)).toBe(3);
  const written = JSON.parse(await readFile(file, 'utf8')) as { runId: string }[];
  expect(written.map(({ runId }) => runId)).toEqual(['a', 'b', 'c']);
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('leaves no half file behind', async () => {
  const file = await aFile();
  async function* broken() {
    yield await Promise.resolve([aRun()]);
    throw new Error('the ledger is gone');
  }
  await expect(writeRunTable(file, 'csv', broken())).rejects.toThrow('the ledger is gone');
  await expect(access(file)).rejects.toThrow();
});
