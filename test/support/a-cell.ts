import { actionTypeKey, type ActionTypeId } from '#shared/domain/action-type.ts';
import type { CellView } from '#shared/domain/agent-cell.ts';
import { HISTORY_STEPS, type CellHistory } from '#shared/domain/agent-history.ts';

/** The moment that cells of tests are looked at. */
export const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);

const TYPE: ActionTypeId = {
  category: 'Test',
  owner: 'ThirdParty',
  provider: 'Northwind-LoadTest',
  version: '1',
};

/** A cell that polls every second and is well, with what a test is about. */
export function aCell(change: Partial<CellView> = {}): CellView {
  const region = change.region ?? 'us-east-1';
  const actionTypeId = change.actionTypeId ?? TYPE;
  return {
    key: `${region}/${actionTypeKey(actionTypeId)}`,
    region,
    actionTypeId,
    processorKind: 'http',
    mode: 'polling',
    pace: 'quick',
    switch: 'on',
    switched: null,
    lastPollAt: NOW - 500,
    lastAnswerAt: NOW - 500,
    lastPollMs: 40,
    nextPollAt: NOW + 500,
    pollCount: 10,
    jobsSeen: 0,
    inHand: 0,
    liveRuns: 0,
    freeSlots: 20,
    lastError: null,
    failuresInARow: 0,
    failingSince: null,
    pollingSince: NOW - 3_600_000,
    ...change,
  };
}

/** A past in which every step is the same, with what a test is about. */
export function aPast(
  each: { polls?: number; jobs?: number; errors?: number; ms?: number | null } = {},
): CellHistory {
  const of = <T>(value: T): T[] => new Array<T>(HISTORY_STEPS).fill(value);
  return {
    key: aCell().key,
    polls: of(each.polls ?? 1),
    jobs: of(each.jobs ?? 0),
    errors: of(each.errors ?? 0),
    medianMs: of(each.ms === undefined ? 40 : each.ms),
    longestMs: of(each.ms === undefined ? 90 : each.ms),
  };
}
