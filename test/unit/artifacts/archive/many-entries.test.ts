import { expect, it } from 'vitest';
import { openArchive } from '#main/artifacts/archive/open-archive.ts';
import { watchOwnBlocking } from '#test/bench/own-blocking.ts';
import { byteObject } from '#test/support/byte-object.ts';
import { fields, rawZip } from '#test/support/hostile-archives-zip.ts';

const entries = 1_000_000;

/** A zip of one entry and a directory that names it a million times, differently. */
function millionEntries(): Buffer {
  const one = rawZip([{ name: '0000000', data: 'x', method: 0 }]);
  const start = one.indexOf(fields([4, 0x02014b50]));
  const record = one.subarray(start, start + 53);
  const directory = Buffer.alloc(entries * record.length, record);
  for (let at = 0; at < entries; at += 1)
    directory.write(String(at).padStart(7, '0'), at * record.length + 46);
  const end = [
    fields([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, entries], [8, entries]),
    fields([8, directory.length], [8, start]),
    fields([4, 0x07064b50], [4, 0], [8, start + directory.length], [4, 1]),
    fields([4, 0x06054b50], [4, 0], [2, 0xffff], [2, 0xffff], [4, 0xffffffff], [4, 0xffffffff], [2, 0]),
  ];
  return Buffer.concat([one.subarray(0, start), directory, ...end]);
}

it('opens a million entries in turns, lists the first of them and stops reading there', async () => {
  const object = byteObject(millionEntries());
  const blocking = watchOwnBlocking();
  const archive = await openArchive(object);
  const { ownMs } = blocking.take();
  blocking.end();

  expect(archive.entries).toHaveLength(200_000);
  expect(archive.entries[199_999]?.path).toBe('0199999');
  expect(archive.faults).toEqual([
    {
      fault: 'too-many-entries',
      sentence:
        'The archive has more than 200,000 entries (1,000,000 by its own count); the first 200,000 are listed.',
    },
  ]);
  expect(object.taken()).toBeLessThan(12 * 1024 * 1024);
  // Processor time of one turn of the loop, which does not count what a busy machine takes away. Measured: about 20.
  expect(ownMs).toBeLessThan(50);
});
