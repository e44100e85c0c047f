import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
  open,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EXTRACTION_LIMITS } from '#shared/domain/artifact-task.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { extract, type Extraction } from '#main/artifacts/save/extract.ts';
import { planExtraction } from '#main/artifacts/save/plan-extraction.ts';
import { createTargetFolder, saysDiskFull, type OpenFile } from '#main/artifacts/save/target-folder.ts';
import { anArchive, type MadeEntry } from './an-archive.ts';

let chosen: string;
beforeEach(async () => {
  chosen = await mkdtemp(join(tmpdir(), 'save-'));
  await writeFile(join(chosen, 'canary'), 'alive');
});
afterEach(async () => {
  expect(await readFile(join(chosen, 'canary'), 'utf8')).toBe('alive');
  await rm(chosen, { recursive: true, force: true });
});

async function extraction(
  made: readonly MadeEntry[],
  options: { openFile?: OpenFile; ending?: AbortController; kind?: 'zip' | 'tar.gz' } = {},
) {
  const archive = anArchive(made, options.kind);
  const target = await createTargetFolder(chosen, 'App', options.openFile);
  const plan = await planExtraction({
    ...{ entries: archive.entries, folder: '', limits: EXTRACTION_LIMITS, root: target.root },
    ...{ platform: 'linux', packedBytes: 1_000_000 },
  });
  const issues = [...plan.issues];
  let bytes = 0;
  let files = 0;
  const ending = options.ending ?? new AbortController();
  const order: Extraction = {
    ...{ archive, plan, target, written: new Set<number>(), signal: ending.signal },
    watch: {
      onBytes: (more) => (bytes += more),
      onFile: () => (files += 1),
      onIssue: (issue) => void issues.push(issue),
    },
  };
  return { target, issues, order, told: () => ({ bytes, files }) };
}

const inRoot = (root: string) => readdir(root, { recursive: true }).then((found) => found.sort());

it('writes files and folders for the person alone', async () => {
  const { target, order, issues, told } = await extraction([
    { path: 'bin/run.sh', content: '#!/bin/sh', mode: 0o4755 },
    { path: 'empty/', kind: 'folder', content: '' },
  ]);
  await extract(order);
  expect(await inRoot(target.root)).toEqual(['bin', 'bin/run.sh', 'empty']);
  expect(await readFile(join(target.root, 'bin/run.sh'), 'utf8')).toBe('#!/bin/sh');
  expect((await stat(join(target.root, 'bin/run.sh'))).mode & 0o7777).toBe(0o600);
  expect((await stat(join(target.root, 'bin'))).mode & 0o7777).toBe(0o700);
  expect(issues).toEqual([]);
  expect(told()).toEqual({ bytes: 9, files: 1 });
});

it('makes a new folder each time, and touches none that is there', async () => {
  const first = await createTargetFolder(chosen, 'App');
  await writeFile(join(first.root, 'mine'), 'x');
  const second = await createTargetFolder(chosen, 'App');
  expect(second.root).toBe(
    join(await import('node:fs/promises').then((fs) => fs.realpath(chosen)), 'App (2)'),
  );
  expect(await inRoot(first.root)).toEqual(['mine']);
});

it('does not go through a link that stands where the new folder would', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'));
  await symlink(elsewhere, join(chosen, 'App'));
  const { order } = await extraction([{ path: 'a' }]);
  await extract(order);
  expect(await inRoot(elsewhere)).toEqual([]);
  await rm(elsewhere, { recursive: true });
});

it('keeps out of a folder that was made a link meanwhile', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'));
  const { target, order, issues } = await extraction([{ path: 'sub/a' }, { path: 'b' }]);
  await symlink(elsewhere, join(target.root, 'sub'));
  await extract(order);
  expect(await inRoot(elsewhere)).toEqual([]);
  expect(issues).toEqual([{ path: 'sub/a', sentence: expect.stringContaining('link') as string }]);
  expect(await readFile(join(target.root, 'b'), 'utf8')).toBe('abc');
  await rm(elsewhere, { recursive: true });
});

it('gives no name to a file whose folder became a link while it was written', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'));
  let root = '';
  const swap = async (): Promise<void> => {
    await rm(join(root, 'sub'), { recursive: true });
    await symlink(elsewhere, join(root, 'sub'));
  };
  const { target, order, issues } = await extraction([{ path: 'sub/a', before: swap }]);
  root = target.root;
  await extract(order);
  expect(await inRoot(elsewhere)).toEqual([]);
  expect(issues).toHaveLength(1);
  await rm(elsewhere, { recursive: true });
});

it('replaces nothing that appeared meanwhile', async () => {
  const { target, order, issues } = await extraction([
    { path: 'a', before: () => writeFile(join(target.root, 'a'), 'mine') },
  ]);
  await extract(order);
  expect(await readFile(join(target.root, 'a'), 'utf8')).toBe('mine');
  expect(issues[0]?.sentence).toContain('there already');
  expect(await inRoot(target.root)).toEqual(['a']);
});

it('leaves no part of a file that fails its check, and goes on with the others', async () => {
  const { target, order, issues, told } = await extraction([
    { path: 'bad', fails: new ActionDeskError('invalid-input', 'Its CRC-32 is wrong.') },
    { path: 'good' },
  ]);
  await extract(order);
  expect(await inRoot(target.root)).toEqual(['good']);
  expect(issues).toEqual([{ path: 'bad', sentence: 'Its CRC-32 is wrong.' }]);
  expect(told()).toEqual({ bytes: 3, files: 1 });
});

it.each([
  ['more', 2, 'more than the archive says'],
  ['less', 9, 'ended after 3 of 9'],
])('refuses a content that has %s than the directory tells', async (_what, size, why) => {
  const { target, order, issues } = await extraction([{ path: 'a', content: 'abc', size }]);
  await extract(order);
  expect(issues[0]?.sentence).toContain(why);
  expect(await inRoot(target.root)).toEqual([]);
});

it('leaves whole files only when it is cancelled', async () => {
  const ending = new AbortController();
  const { target, order } = await extraction(
    [{ path: 'a' }, { path: 'b', content: 'x'.repeat(100), before: () => ending.abort() }, { path: 'c' }],
    { ending, kind: 'tar.gz' },
  );
  await expect(extract(order)).rejects.toThrow('aborted');
  expect(await inRoot(target.root)).toEqual(['a']);
});

it('stops on a full disk, keeps what is whole and goes on from there', async () => {
  let full = true;
  const openFile: OpenFile = async (path, flags, mode) => {
    const file = await open(path, flags, mode);
    if (!full || !(await inRoot(target.root)).includes('a')) return file;
    file.writeFile = () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    return file;
  };
  const { target, order, told } = await extraction([{ path: 'a' }, { path: 'b' }, { path: 'c' }], {
    openFile,
    kind: 'tar.gz',
  });
  const thrown: unknown = await extract(order).catch((error: unknown) => error);
  expect(saysDiskFull(thrown)).toBe(true);
  expect(await inRoot(target.root)).toEqual(['a']);
  const { mtimeMs } = await lstat(join(target.root, 'a'));
  full = false;
  await extract(order);
  expect(await inRoot(target.root)).toEqual(['a', 'b', 'c']);
  expect((await lstat(join(target.root, 'a'))).mtimeMs).toBe(mtimeMs);
  expect(told()).toEqual({ bytes: 9, files: 3 });
});

it('stops when the object was replaced meanwhile', async () => {
  const replaced = new ActionDeskError('not-allowed-now', 'The object was replaced meanwhile.');
  const { order, issues } = await extraction([{ path: 'a', fails: replaced }, { path: 'b' }], {
    kind: 'tar.gz',
  });
  await expect(extract(order)).rejects.toBe(replaced);
  expect(issues).toEqual([]);
});

it('tells of a folder that cannot be made, and goes on', async () => {
  const { target, order, issues } = await extraction([{ path: 'sub/', kind: 'folder' }, { path: 'b' }]);
  await writeFile(join(target.root, 'sub'), 'in the way');
  await extract(order);
  expect(issues).toHaveLength(1);
  expect(await inRoot(target.root)).toEqual(['b', 'sub']);
});

it('does not take a folder without rights for a fault of one file', async () => {
  if (process.getuid?.() === 0) return;
  const { target, order } = await extraction([{ path: 'a' }]);
  await chmod(target.root, 0o500);
  await expect(extract(order)).rejects.toThrow('EACCES');
  await chmod(target.root, 0o700);
  await mkdir(join(target.root, 'ok'));
});
