import { describe, expect, it } from 'vitest';
import { buildZip } from '#main/simulator/artifacts/build-zip.ts';
import { readTexts } from '../../../contract/read-entries.ts';

const at = Date.UTC(2026, 0, 15, 9, 30);

describe('a zip', () => {
  it('is read by another library with every file as it was', async () => {
    const files = { 'a/ä €.txt': 'hello', 'empty.txt': '', 'long.txt': 'x'.repeat(100_000) };
    expect(await readTexts(buildZip(files, at))).toEqual(files);
  });

  it('has the same bytes for the same files and time', () => {
    expect(buildZip({ a: '1' }, at).equals(buildZip({ a: '1' }, at + 1_000))).toBe(true);
    expect(buildZip({ a: '1' }, at).equals(buildZip({ a: '1' }, at + 2_000))).toBe(false);
  });

  it('is compressed', () => {
    expect(buildZip({ long: 'x'.repeat(100_000) }, at).length).toBeLessThan(1_000);
  });

  it('is made at a time before the format began, too', async () => {
    expect(await readTexts(buildZip({ a: '1' }, 0))).toEqual({ a: '1' });
  });
});
