import { describe, expect, it } from 'vitest';
import { growthWords, sideNames, toggled } from '#renderer/features/artifacts/compare/compare-words.ts';
import { coveredTexts } from '#renderer/features/artifacts/compare/covered-text.ts';
import { encryptionWords } from '#renderer/features/artifacts/inside/archive-head.tsx';
import { encodingWords, partWords } from '#renderer/features/artifacts/inside/makeup-words.ts';
import { cutWords, secretWords } from '#renderer/features/artifacts/preview/preview-words.ts';
import { limitsDraft, limitsOf } from '#renderer/features/artifacts/tasks/limits-draft.ts';
import { doneWords, percentOf } from '#renderer/features/artifacts/tasks/task-words.ts';
import { uploadCalls } from '#renderer/features/artifacts/tasks/upload-call.ts';
import { EXTRACTION_LIMITS } from '#shared/domain/artifact-task.ts';
import { aPreview, aTask } from './an-artifact.ts';

describe('words of a comparison', () => {
  it.each([
    [10, 10, 'same size'],
    [0, 2048, '+2 KB'],
    [5, 2, '−3 bytes'],
    [null, 2, ''],
  ])('call %s to %s "%s"', (leftSize, rightSize, words) => {
    expect(growthWords({ leftSize, rightSize })).toBe(words);
  });

  it('call a side green only when its run is known to have succeeded', () => {
    expect(sideNames('succeeded')).toMatchObject({ left: 'Last green run', right: 'This run' });
    for (const state of [null, 'failed', 'working'] as const)
      expect(sideNames(state)).toMatchObject({ left: 'Left', right: 'Right' });
  });

  it('keep the order of the verdicts', () => {
    expect(toggled(['added', 'changed'], 'same')).toEqual(['added', 'changed', 'same']);
    expect(toggled(['added', 'changed'], 'added')).toEqual(['changed']);
  });

  it('show that a covered secret changed, and not what it is', () => {
    const text = (secret: string) => ({
      text: `a=${secret};b=one`,
      secrets: [{ from: 2, to: 2 + secret.length, why: '' }],
    });
    const changed = coveredTexts(text('hunter1'), text('hunter22'));
    expect(changed.left).not.toBe(changed.right);
    expect(changed.left + changed.right).not.toContain('hunter');
    const same = coveredTexts(text('hunter1'), text('hunter1'));
    expect(same.left).toBe(same.right);
    expect(same.left.endsWith(';b=one')).toBe(true);
  });
});

describe('words of a preview', () => {
  it('say how much was read only where it was cut', () => {
    expect(cutWords(aPreview())).toBeNull();
    expect(cutWords(aPreview({ read: 1024, size: 4096 }))).toBe(
      'Only the first 1 KB of 4 KB were read. Save it to have all.',
    );
    expect(cutWords(aPreview({ read: 1, size: 9, shown: { kind: 'none', sentence: 'x' } }))).toBeNull();
  });

  it('name the encryption in words and with AWS’s own', () => {
    expect(encryptionWords('aws:kms')).toBe('SSE-KMS (aws:kms)');
    expect(encryptionWords('new:thing')).toBe('new:thing');
    expect(encryptionWords(null)).toBe('not told');
  });
});

describe('words of a task', () => {
  it('take bytes before files, and nothing where no end is known', () => {
    expect(percentOf(aTask())).toBe(25);
    expect(percentOf(aTask({ bytesTotal: null }))).toBe(25);
    expect(percentOf(aTask({ bytesTotal: null, filesTotal: null }))).toBeNull();
    expect(doneWords(aTask())).toBe('1 of 4 files, 512 bytes of 2 KB');
    expect(doneWords(aTask({ filesTotal: 1 }))).toBe('512 bytes of 2 KB');
  });
});

describe('limits', () => {
  it('come back as they were', () => {
    expect(limitsOf(limitsDraft())).toEqual({ ok: true, limits: EXTRACTION_LIMITS });
  });

  it('take sizes in MB and name the field that is wrong', () => {
    const built = limitsOf({ ...limitsDraft(), maxFileBytes: '1.5' });
    expect(built).toMatchObject({ ok: true, limits: { maxFileBytes: 1.5 * 1024 ** 2 } });
    const wrong = limitsOf({ ...limitsDraft(), maxEntries: 'many', maxRatio: '0' });
    expect(wrong.ok ? [] : Object.keys(wrong.errors)).toEqual(['maxEntries', 'maxRatio']);
  });
});

describe('the call of an upload', () => {
  const artifact = {
    direction: 'output',
    name: 'Report',
    place: { region: 'us-east-1', bucket: 'b-1', key: 'k', versionId: null },
    pipeline: null,
    stage: null,
    action: null,
    pipelineExecutionId: null,
    at: null,
  } as const;
  it('names the job’s key, and none where AWS’s own is meant', () => {
    expect(uploadCalls(artifact, 'key-1')[0]).toEqual({
      operation: 'S3 PutObject',
      parameters: { Bucket: 'b-1', Key: 'k', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'key-1' },
    });
    expect(uploadCalls(artifact, null)[0]?.parameters).not.toHaveProperty('SSEKMSKeyId');
    expect(uploadCalls({ ...artifact, place: null }, null)).toEqual([]);
  });
});

describe('words of covered values', () => {
  it.each([
    [1, true, '1 value looks like a secret and is covered; Tab and Enter show it.'],
    [3, true, '3 values look like secrets and are covered; Tab and Enter show one.'],
    [3, false, '3 values look like secrets.'],
  ])('say of %s (covered: %s) "%s"', (count, covered, words) => {
    expect(secretWords(count, covered)).toBe(words);
  });
});

describe('words of an archive', () => {
  const ascii = { encoding: 'ascii', entries: 1200 } as const;

  it.each([
    [[], null],
    [[ascii], 'ASCII'],
    [[ascii, { encoding: 'cp437', entries: 1 } as const], '1,200 ASCII, 1 CP437'],
    [[{ encoding: 'undecodable', entries: 1 } as const], 'undecodable UTF-8 (read as CP437)'],
  ])('tell how names are encoded: %j', (names, words) => {
    expect(encodingWords({ names })).toBe(words);
  });

  it.each([
    [1, 7, '1 of 7 entries'],
    [7, 7, 'all 7 entries'],
    [1, 1, 'its only entry'],
  ])('tell %i of %i', (part, entries, words) => {
    expect(partWords(part, entries)).toBe(words);
  });
});
