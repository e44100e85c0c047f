import { describe, expect, it } from 'vitest';
import type { ArchiveFault } from '#shared/domain/artifact.ts';
import { toneOf } from '#renderer/features/artifacts/inside/entry-row.tsx';

const entry = (...faults: ArchiveFault[]) => ({ faults: faults.map((fault) => ({ fault, sentence: '' })) });

describe('toneOf', () => {
  it.each<[ArchiveFault]>([['unsafe-path'], ['bomb'], ['damaged-directory'], ['link'], ['duplicate-name']])(
    'warns of %s, which leaves the content readable',
    (fault) => expect(toneOf(entry(fault))).toBe('warn'),
  );

  it.each<[ArchiveFault]>([['name-mismatch'], ['encrypted'], ['damaged-entry'], ['bad-checksum']])(
    'is red for %s',
    (fault) => expect(toneOf(entry(fault))).toBe('bad'),
  );

  it('is red where one of several closes the entry, and has no tone without a fault', () => {
    expect(toneOf(entry('duplicate-name', 'encrypted'))).toBe('bad');
    expect(toneOf(entry())).toBeUndefined();
  });
});
