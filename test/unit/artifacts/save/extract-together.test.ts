import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync, type Zippable } from 'fflate';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EXTRACTION_LIMITS } from '#shared/domain/artifact-task.ts';
import { openArchive } from '#main/artifacts/archive/open-archive.ts';
import { extract } from '#main/artifacts/save/extract.ts';
import { planExtraction, type ExtractionIssue } from '#main/artifacts/save/plan-extraction.ts';
import { createTargetFolder } from '#main/artifacts/save/target-folder.ts';
import { byteObject, gathered } from '#test/support/byte-object.ts';

let chosen: string;
beforeEach(async () => {
  chosen = await mkdtemp(join(tmpdir(), 'together-'));
});
afterEach(() => rm(chosen, { recursive: true, force: true }));

/** 2,000 files of about 2 KB that cannot be packed, in one folder, others before and behind. */
const files = new Map(
  Array.from({ length: 2_400 }, (_, at) => {
    const folder = at < 200 ? 'before' : at < 2_200 ? 'many' : 'behind';
    return [`${folder}/f${String(at).padStart(5, '0')}.bin`, randomBytes(1_500 + (at % 1_000))] as const;
  }),
);

const asZip = (): Promise<Buffer> => {
  const entries: Zippable = Object.fromEntries(
    [...files].map(([name, body]) => [name, [body, { level: 6 }]]),
  );
  return Promise.resolve(Buffer.from(zipSync(entries)));
};
const asTar = async (): Promise<Buffer> => {
  const tar = pack();
  for (const [name, body] of files) tar.entry({ name }, body);
  tar.finalize();
  return gathered(tar as AsyncIterable<Uint8Array>);
};
const noise = randomBytes(9 * 1024 * 1024);
/** Longer than what is held in memory: an entry before the others makes it so. */
const asTgz = async (): Promise<Buffer> => {
  const tar = pack();
  tar.entry({ name: 'aaa.bin' }, noise);
  for (const [name, body] of files) tar.entry({ name }, body);
  tar.finalize();
  return gzipSync(await gathered(tar as AsyncIterable<Uint8Array>), { level: 1 });
};

async function extraction(archive: Buffer, folder: string, ending = new AbortController()) {
  const object = byteObject(archive);
  const opened = await openArchive(object);
  const target = await createTargetFolder(chosen, 'out');
  const plan = await planExtraction({
    ...{ entries: opened.entries, folder, limits: EXTRACTION_LIMITS, root: target.root },
    ...{ platform: 'linux', packedBytes: archive.length },
  });
  const issues: ExtractionIssue[] = [];
  const written = new Set<number>();
  let done = 0;
  const before = object.requests.length;
  const run = (onFile: (files: number) => void = () => undefined, end = ending) =>
    extract({
      ...{ archive: opened, plan, target, written, signal: end.signal },
      watch: {
        onBytes: () => undefined,
        onFile: () => onFile((done += 1)),
        onIssue: (issue) => void issues.push(issue),
      },
    });
  return { run, issues, written, root: target.root, plan, requests: () => object.requests.slice(before) };
}

async function expectAll(root: string): Promise<void> {
  const names = (await readdir(root)).sort();
  const wanted = [...files].filter(([name]) => name.startsWith('many/'));
  expect(names).toEqual(wanted.map(([name]) => name.slice('many/'.length)));
  for (const [name, body] of wanted)
    if (!(await readFile(join(root, name.slice('many/'.length)))).equals(body)) throw new Error(name);
}

it.each([
  // 4 MB in pieces of one, and what the archive's end brought.
  ['a zip', asZip, 6],
  ['a tar', asTar, 8],
  ['a tar.gz that is too long to be held', asTgz, 1],
])(
  'saves a folder of 2,000 small files out of %s with few requests',
  async (_name, make, most) => {
    const { run, issues, root, requests } = await extraction(await make(), 'many');
    await run();
    expect(issues).toEqual([]);
    await expectAll(root);
    expect(requests().length).toBeLessThanOrEqual(most);
  },
  60_000,
);

it('goes on after it was stopped with what is missing, and asks for little twice', async () => {
  const ending = new AbortController();
  const { run, written, root, requests } = await extraction(await asZip(), 'many', ending);
  await expect(run((done) => done === 900 && ending.abort())).rejects.toThrow('aborted');
  expect((await readdir(root)).some((name) => name.endsWith('.part'))).toBe(false);
  expect(written.size).toBeGreaterThanOrEqual(900);
  const before = requests().length;
  await run(undefined, new AbortController());
  await expectAll(root);
  expect(requests().length - before).toBeLessThanOrEqual(4);
}, 60_000);

it('tells of one damaged file among its neighbours, and writes the others', async () => {
  const zip = await asZip();
  const name = Buffer.from('many/f01000.bin');
  zip.fill(0xee, zip.indexOf(name) + name.length + 200, zip.indexOf(name) + name.length + 300);
  const { run, issues, written, root } = await extraction(zip, 'many');
  await run();
  expect(issues).toEqual([
    { path: 'many/f01000.bin', sentence: expect.stringMatching(/CRC-32|unpacked/) as string },
  ]);
  expect(written.size).toBe(1_999);
  expect(await readdir(root)).not.toContain('f01000.bin');
}, 60_000);
