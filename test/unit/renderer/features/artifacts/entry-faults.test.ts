import { describe, expect, it } from 'vitest';
import type { ArchiveFault } from '#shared/domain/artifact.ts';
import { toneOf, whyNotSaved } from '#renderer/features/artifacts/inside/entry-faults.ts';

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

describe('whyNotSaved', () => {
  const told = (fault: ArchiveFault) => ({
    kind: 'file' as const,
    faults: [{ fault, sentence: `Told: ${fault}.` }],
  });

  it('gives the fault that closes the entry, and lets others be tried', () => {
    expect(whyNotSaved(told('encrypted'))).toBe('Told: encrypted.');
    expect(whyNotSaved(told('unsafe-path'))).toBeNull();
    expect(whyNotSaved({ kind: 'file', faults: [] })).toBeNull();
  });

  it.each(['link', 'special'] as const)('saves no %s', (kind) => {
    expect(whyNotSaved({ kind, faults: [] })).toMatch(/only files/);
  });
});
