import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPlaceWriter } from '#main/aws/place-writer.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'place-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** As the network gives them: memory of their own. */
const chunkOf = (bytes: number, value: number): Uint8Array => new Uint8Array(bytes).fill(value);

it('writes chunks one behind the other from its place on', async () => {
  const path = join(folder, 'file');
  const file = await open(path, 'w');
  const writer = createPlaceWriter(file, 3);
  for (let value = 1; value <= 20; value += 1) await writer.write(chunkOf(50_000, value));
  await writer.end();
  await file.close();
  const written = await readFile(path);
  expect(written.length).toBe(3 + 20 * 50_000);
  for (let value = 1; value <= 20; value += 1)
    expect(written.subarray(3 + (value - 1) * 50_000, 3 + value * 50_000).every((one) => one === value)).toBe(
      true,
    );
});

it.skipIf(!('transfer' in ArrayBuffer.prototype))(
  'gives the memory of what is written back at once, but for memory that others see too',
  async () => {
    const file = await open(join(folder, 'file'), 'w');
    const writer = createPlaceWriter(file, 0);
    const own = chunkOf(64_000, 1);
    const shared = chunkOf(64_000, 2);
    await writer.write(own);
    await writer.write(shared.subarray(0, 100));
    await writer.end();
    await file.close();
    expect(own.byteLength).toBe(0);
    expect(shared[63_999]).toBe(2);
  },
);

it('tells of a write that failed', async () => {
  const path = join(folder, 'file');
  await (await open(path, 'w')).close();
  const readOnly = await open(path, 'r');
  const writer = createPlaceWriter(readOnly, 0);
  await writer.write(chunkOf(10, 1));
  await expect(writer.end()).rejects.toMatchObject({ code: 'EBADF' });
  await readOnly.close();
});
