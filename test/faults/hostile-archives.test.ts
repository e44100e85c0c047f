import { describe, expect, it } from 'vitest';
import { ArchiveProblem } from '#main/artifacts/archive/archive-problem.ts';
import { openArchive } from '#main/artifacts/archive/open-archive.ts';
import type { ArchiveFaultView } from '#shared/domain/artifact.ts';
import { byteObject, gathered } from '#test/support/byte-object.ts';
import { hostileArchives } from '#test/support/hostile-archives.ts';
import type { Saying } from '#test/support/hostile-archives-case.ts';
import type { OpenArchive } from '#main/artifacts/ports.ts';

const said = (faults: readonly ArchiveFaultView[]): Saying[] =>
  faults.map(({ fault, sentence }) => [fault, sentence]);

/** An entry's whole content, or the problem that reading it ends in. */
async function read(archive: OpenArchive, index: number): Promise<string | Saying> {
  try {
    return (await gathered(archive.content(index).chunks(Number.POSITIVE_INFINITY))).toString();
  } catch (thrown) {
    if (thrown instanceof ArchiveProblem) return [thrown.fault, thrown.message];
    throw thrown;
  }
}

describe('a hostile archive', () => {
  it.each(hostileArchives.map((hostile) => [hostile.name, hostile] as const))(
    'is named, and what is whole in it is read: %s',
    async (_name, hostile) => {
      const object = byteObject(hostile.make(), hostile.key === undefined ? {} : { key: hostile.key });
      const archive = await openArchive(object, hostile.options);

      expect(archive.kind).toBe(hostile.kind);
      expect(said(archive.faults)).toEqual(hostile.faults ?? []);
      expect(archive.entries.map(({ path, faults }) => ({ path, faults: said(faults) }))).toEqual(
        hostile.entries.map(({ path, faults }) => ({ path, faults: faults ?? [] })),
      );
      for (const [index, { reads }] of hostile.entries.entries())
        if (reads !== undefined) expect(await read(archive, index)).toEqual(reads);
    },
  );

  it('is one of many', () => {
    const names = hostileArchives.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(90);
  });
});
