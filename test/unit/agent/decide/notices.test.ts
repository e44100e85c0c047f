import { describe, expect, it } from 'vitest';
import { decideNotices, isDiskLow, type NoticeFacts } from '#main/agent/decide/notices.ts';
import { noticeKey } from '#shared/domain/notice.ts';
import type { CellView } from '#shared/domain/agent-cell.ts';
import { aCell, NOW } from '#test/support/a-cell.ts';

const MB = 1024 * 1024;
const decide = (facts: Partial<NoticeFacts>, now = NOW) =>
  decideNotices(
    { cells: [aCell()], pollIntervalMs: 10_000, credentialsEndAt: null, disk: null, ...facts },
    now,
  );

const silent = (change: Partial<CellView> = {}): CellView =>
  aCell({
    mode: 'failing',
    pace: 'backing-off',
    lastAnswerAt: NOW - 31_000,
    failingSince: NOW - 20_000,
    lastError: 'connect ECONNREFUSED',
    ...change,
  });

describe('silence', () => {
  it('is told when no poll has been answered for three intervals, with the regions, since when and the error', () => {
    expect(decide({ cells: [silent()] })).toEqual([
      {
        kind: 'silence',
        severity: 'error',
        since: NOW - 31_000,
        sentence: 'No poll has been answered for three intervals, in us-east-1: new jobs are not seen there.',
        detail: 'connect ECONNREFUSED',
        act: { page: 'agent', label: 'Open the agent' },
      },
    ]);
  });

  it.each([
    ['a cell that was answered in time', aCell({ lastAnswerAt: NOW - 29_000 })],
    ['a paused cell', silent({ switch: 'paused', mode: 'paused' })],
    ['an agent that is ending', silent({ mode: 'draining' })],
    ['a computer that has just woken', silent({ pollingSince: NOW - 1_000 })],
    ['an idle cell, which polls every third interval', silent({ pace: 'idle', lastAnswerAt: NOW - 80_000 })],
  ])('is not told of %s', (_what, cell) => {
    expect(decide({ cells: [cell] })).toEqual([]);
  });

  it('is told of a drained cell, whose runs in hand would not end', () => {
    expect(decide({ cells: [silent({ switch: 'draining', mode: 'failing' })] })).toHaveLength(1);
  });

  it('needs ten seconds however short the interval is', () => {
    const cells = [silent({ lastAnswerAt: NOW - 9_000 })];
    expect(decide({ cells, pollIntervalMs: 1_000 })).toEqual([]);
    expect(decide({ cells, pollIntervalMs: 1_000 }, NOW + 2_000)).toHaveLength(1);
  });

  it('warns where a region is heard in part, and names the first regions of many', () => {
    const type = aCell().actionTypeId;
    const other = { ...type, provider: 'Other' };
    const regions = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'eu-west-1'];
    const cells = regions.flatMap((region) => [silent({ region }), aCell({ region, actionTypeId: other })]);
    expect(decide({ cells })).toMatchObject([
      {
        severity: 'warning',
        sentence:
          'No poll of 5 of the 10 cells at work has been answered for three intervals, in us-east-1, us-east-2, us-west-1 and 2 more regions: new jobs are not seen there.',
      },
    ]);
  });

  it('is another thing than full slots', () => {
    const full = aCell({ pace: 'waiting-for-slot', lastAnswerAt: NOW - 40_000 });
    expect(decide({ cells: [full] })).toMatchObject([{ kind: 'slots', severity: 'warning' }]);
  });
});

describe('credentials', () => {
  it('that are missing are told once, and not as silence too', () => {
    const cells = [
      silent({ mode: 'no-credentials', lastError: 'No usable AWS credentials (token expired).' }),
    ];
    expect(decide({ cells })).toMatchObject([
      { kind: 'credentials', severity: 'error', since: NOW - 20_000, act: { page: 'settings' } },
    ]);
  });

  it.each([
    [16, []],
    [14, [{ severity: 'warning', endsAt: NOW + 14 * 60_000 }]],
    [-1, [{ severity: 'error', since: NOW - 60_000 }]],
  ])('that end in %i minutes', (minutes, expected) => {
    const notices = decide({ credentialsEndAt: NOW + minutes * 60_000 });
    expect(notices).toMatchObject(expected);
    expect(notices).toHaveLength(expected.length);
  });
});

describe('the disk', () => {
  it.each([
    [499, 8_000, true],
    [501, 8_000, false],
    [900, 50_000, true],
    [15_000, 2_000_000, false],
  ])('with %i of %i MB free is nearly full: %s', (free, total, low) => {
    expect(isDiskLow({ freeBytes: free * MB, totalBytes: total * MB })).toBe(low);
  });

  it('keeps its sentence while its free space changes', () => {
    const at = (freeMb: number) =>
      decide({ disk: { freeBytes: freeMb * MB, totalBytes: 10_000 * MB, lowSince: NOW - 60_000 } })[0];
    expect(at(300)?.detail).toBe('300 MB of 9.8 GB are free.');
    expect(at(300) && noticeKey(at(300)!)).toBe(at(280) && noticeKey(at(280)!));
    expect(at(50)?.severity).toBe('error');
  });
});

it('puts errors first', () => {
  const disk = { freeBytes: 300 * MB, totalBytes: 10_000 * MB, lowSince: NOW };
  expect(decide({ cells: [silent()], disk, credentialsEndAt: NOW + 60_000 }).map(({ kind }) => kind)).toEqual(
    ['silence', 'credentials', 'disk'],
  );
});
