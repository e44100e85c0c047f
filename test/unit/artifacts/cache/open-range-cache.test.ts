import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { openBlockFiles } from '#main/artifacts/cache/block-files.ts';
import {
  openRangeCache,
  type DiskRangeCache,
  type RangeCacheOptions,
} from '#main/artifacts/cache/open-range-cache.ts';
import { BLOCK_BYTES } from '#main/artifacts/cache/range-block.ts';
import { createKeyHandle } from '#main/vault/key-handle.ts';

const dataKey = createKeyHandle(Buffer.alloc(32, 7));
const posix = process.platform !== 'win32';
const canary = 'CANARY-bucket-key-and-content';
const open: DiskRangeCache[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const cache of open.splice(0)) await cache.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function aFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'range-cache-'));
  folders.push(parent);
  return join(parent, 'cache');
}
function aCache(folder: string, given: Partial<RangeCacheOptions> = {}): DiskRangeCache {
  const cache = openRangeCache({ folder, dataKey, ...given });
  open.push(cache);
  return cache;
}
async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
const bytesOf = (length: number, seed = 1): Buffer =>
  Buffer.from(Array.from({ length }, (_, at) => (at * seed + (at >> 8)) & 0xff));

it('gives back what was put, over the borders of blocks, and nothing else', async () => {
  const cache = aCache(await aFolder());
  const whole = bytesOf(BLOCK_BYTES * 2 + 1000);
  await cache.put('a', 0, whole);
  expect(await cache.get('a', 0, whole.length)).toEqual(whole);
  expect(await cache.get('a', BLOCK_BYTES - 5, 10)).toEqual(whole.subarray(BLOCK_BYTES - 5, BLOCK_BYTES + 5));
  expect(await cache.get('a', whole.length - 5, 6)).toBeNull();
  expect(await cache.get('b', 0, 1)).toBeNull();
  expect(await cache.get('a', 0, 0)).toEqual(new Uint8Array());
});

it('agrees with a model for any puts and gets, and never gives a wrong byte', async () => {
  const size = BLOCK_BYTES * 2;
  const content = bytesOf(size, 3);
  const range = fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 1, max: 200_000 }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.boolean(), range), { maxLength: 8 }), async (steps) => {
      const cache = aCache(await aFolder());
      const known = new Uint8Array(size);
      for (const [isPut, [from, most]] of steps) {
        const length = Math.min(most, size - from);
        if (isPut) {
          await cache.put('a', from, content.subarray(from, from + length));
          known.fill(1, from, from + length);
          expect(await cache.get('a', from, length)).toEqual(content.subarray(from, from + length));
        } else {
          const got = await cache.get('a', from, length);
          if (got) {
            expect(got).toEqual(content.subarray(from, from + length));
            expect(known.subarray(from, from + length)).not.toContain(0);
          }
        }
      }
    }),
    { numRuns: 25 },
  );
});

it('knows after a restart what it had, and how much that is', async () => {
  const folder = await aFolder();
  const first = aCache(folder);
  await first.put('a', 0, bytesOf(10_000));
  await first.put('a', BLOCK_BYTES, bytesOf(10));
  await first.put('b', 0, bytesOf(10));
  const facts = await first.facts();
  expect(facts).toEqual({ bytes: 4096 * 5, maxBytes: 1024 ** 3, objects: 2 });
  await first.close();
  const second = aCache(folder);
  expect(await second.facts()).toEqual(facts);
  expect(await second.get('a', 0, 10_000)).toEqual(bytesOf(10_000));
});

it.runIf(posix)('keeps names, places and contents to itself, in files of its owner', async () => {
  const folder = await aFolder();
  const cache = aCache(folder);
  await cache.put(`${canary}/version/etag`, 0, Buffer.from(canary.repeat(50)));
  const files = await filesIn(folder);
  expect(files).toHaveLength(1);
  for (const path of files) {
    expect(path).not.toContain(canary);
    expect((await readFile(path)).includes(canary)).toBe(false);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700);
  }
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

it('misses and removes a file of which any byte was changed, and one that was cut', async () => {
  const folder = await aFolder();
  const cache = aCache(folder);
  for (const damage of ['first', 'middle', 'last', 'cut', 'empty'] as const) {
    await cache.put('a', 0, bytesOf(100));
    const [path = ''] = await filesIn(folder);
    const bytes = await readFile(path);
    const at = { first: 0, middle: 40, last: bytes.length - 1, cut: 0, empty: 0 }[damage];
    if (damage === 'cut' || damage === 'empty')
      await writeFile(path, bytes.subarray(0, damage === 'cut' ? 50 : 0));
    else {
      bytes[at]! ^= 1;
      await writeFile(path, bytes);
    }
    expect(await cache.get('a', 0, 100), damage).toBeNull();
    expect(await filesIn(folder), damage).toEqual([]);
  }
  expect(await cache.facts()).toMatchObject({ bytes: 0, objects: 0 });
});

it('does not take one block for another, or for one of another key', async () => {
  const folder = await aFolder();
  const cache = aCache(folder);
  await cache.put('a', 0, bytesOf(100));
  const [from = ''] = await filesIn(folder);
  await cache.put('b', 0, bytesOf(100, 2));
  const to = (await filesIn(folder)).find((path) => path !== from) ?? '';
  await writeFile(to, await readFile(from));
  expect(await cache.get('b', 0, 100)).toBeNull();
  const other = aCache(folder, { dataKey: createKeyHandle(Buffer.alloc(32, 8)) });
  expect(await other.get('a', 0, 100)).toBeNull();
  expect(await cache.get('a', 0, 100)).toEqual(bytesOf(100));
});

it('lets the longest unused go, also across a restart, and by many small files', async () => {
  const folder = await aFolder();
  const maxBytes = 20 * 4096;
  const cache = aCache(folder, { maxBytes });
  for (let n = 0; n < 20; n += 1) await cache.put(`s${n}`, 0, bytesOf(10));
  expect(await cache.get('s0', 0, 10)).not.toBeNull();
  for (let n = 20; n < 30; n += 1) await cache.put(`s${n}`, 0, bytesOf(10));
  expect((await cache.facts()).bytes).toBeLessThanOrEqual(maxBytes);
  expect(await cache.get('s0', 0, 10), 'it was used').not.toBeNull();
  expect(await cache.get('s1', 0, 10)).toBeNull();
  await cache.close();
  expect(await filesIn(folder)).toHaveLength(20);

  const paths = await filesIn(folder);
  for (const [n, path] of paths.entries()) await utimes(path, 1000 + n, 1000 + n);
  const smaller = aCache(folder, { maxBytes: 5 * 4096 });
  expect((await smaller.facts()).bytes).toBe(5 * 4096);
  await smaller.close();
  expect((await filesIn(folder)).sort()).toEqual(paths.slice(-5).sort());
});

it('does not let one large range push out everything else', async () => {
  const cache = aCache(await aFolder(), { maxBytes: 1_000_000 });
  await cache.put('a', 0, bytesOf(10));
  await cache.put('b', 0, new Uint8Array(900_000));
  expect(await cache.get('a', 0, 10)).not.toBeNull();
  expect(await cache.get('b', 0, 10)).toBeNull();
});

it('ends writing on a full disk, goes on reading, and begins again when it is cleared', async () => {
  const folder = await aFolder();
  const files = openBlockFiles(folder, Date.now);
  let full = false;
  let tries = 0;
  const write: typeof files.write = (path, bytes) => {
    tries += 1;
    return full
      ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
      : files.write(path, bytes);
  };
  const cache = aCache(folder, { files: { ...files, write } });
  await cache.put('a', 0, bytesOf(10));
  full = true;
  await cache.put('b', 0, bytesOf(10));
  await cache.put('c', 0, bytesOf(10));
  expect(tries).toBe(2);
  expect(await cache.get('a', 0, 10)).toEqual(bytesOf(10));
  full = false;
  await cache.clear();
  await cache.put('c', 0, bytesOf(10));
  expect(await cache.get('c', 0, 10)).toEqual(bytesOf(10));
});

it('has nothing, and says nothing, where its folder cannot be', async () => {
  const folder = await aFolder();
  await writeFile(folder, 'a file where the folder should be');
  const cache = aCache(folder);
  await cache.put('a', 0, bytesOf(10));
  expect(await cache.get('a', 0, 10)).toBeNull();
  expect(await cache.facts()).toMatchObject({ bytes: 0, objects: 0 });
  await cache.clear();
});

it('lives with another process that reads, writes and clears the same folder', async () => {
  const folder = await aFolder();
  const [one, other] = [aCache(folder), aCache(folder)];
  await one.put('a', 0, bytesOf(10));
  expect(await other.get('a', 0, 10)).toEqual(bytesOf(10));
  expect(await other.facts()).toMatchObject({ objects: 1 });
  await other.clear();
  expect(await one.get('a', 0, 10)).toBeNull();
  expect(await one.facts()).toMatchObject({ bytes: 0 });
  await Promise.all([one.put('a', 0, bytesOf(10)), other.put('a', 5, bytesOf(100).subarray(5)), one.clear()]);
  await one.put('a', 0, bytesOf(10));
  expect(await one.get('a', 0, 10)).toEqual(bytesOf(10));
});

it('is cleared at once, with what is being written, and leaves what is not its own', async () => {
  const folder = await aFolder();
  const cache = aCache(folder);
  await cache.put('a', 0, bytesOf(10));
  await writeFile(join(folder, 'readme'), 'not ours');
  const writing = cache.put('b', 0, bytesOf(BLOCK_BYTES * 3));
  expect(await cache.clear()).toMatchObject({ bytes: 4096, objects: 1 });
  await writing;
  expect(await filesIn(folder)).toEqual([join(folder, 'readme')]);
  expect(await cache.facts()).toMatchObject({ bytes: 0, objects: 0 });
});

it('clears away what a crash left half-written, and nothing that is being written', async () => {
  const folder = await aFolder();
  const cache = aCache(folder);
  await cache.put('a', 0, bytesOf(10));
  const inside = join((await filesIn(folder))[0] ?? '', '..');
  const old = join(inside, '.00000000-0000-4000-8000-000000000000');
  const young = join(inside, '.00000000-0000-4000-8000-000000000001');
  for (const path of [old, young]) await writeFile(path, 'half');
  await utimes(old, 1000, 1000);
  await aCache(folder).facts();
  expect(await filesIn(folder)).toEqual(expect.arrayContaining([young]));
  expect(await filesIn(folder)).not.toContain(old);
});

it('says nothing and does nothing once it is closed', async () => {
  const folder = await aFolder();
  const cache = aCache(folder);
  await cache.close();
  await cache.put('a', 0, bytesOf(10));
  expect(await cache.get('a', 0, 10)).toBeNull();
  expect(await filesIn(folder)).toEqual([]);
});
