import { expect, it } from 'vitest';
import {
  CALL_PAUSE_MS,
  decideNotifications,
  isQuiet,
  NO_CALLS,
  type Call,
  type CallMemory,
} from '#main/electron/notifications-decision.ts';
import { preferencesSchema, type Preferences } from '#shared/domain/preferences.ts';
import type { RunSummary } from '#shared/domain/run.ts';
import { aRun } from './a-runtime.ts';

const NOON = 12 * 60;
const usual = { ...preferencesSchema.parse({}).notifications, failed: true };
type Present = Partial<Record<Call, RunSummary[]>>;

/** Looks one after the other at what is present at each time (ms); answers the titles of each look. */
function looks(
  steps: readonly [number, Present][],
  wanted: Preferences['notifications'] = usual,
  minute = NOON,
) {
  let memory: CallMemory = NO_CALLS;
  return steps.map(([now, present]) => {
    const decided = decideNotifications(
      memory,
      { needsHuman: [], atRisk: [], failed: [], ...present },
      wanted,
      now,
      minute,
    );
    memory = decided.memory;
    return decided.show;
  });
}
const titles = (shown: readonly (readonly { title: string }[])[]) =>
  shown.map((notices) => notices.map(({ title }) => title));
const waiting = (runId: string, change: Partial<RunSummary> = {}) =>
  aRun({ runId, state: 'waiting-for-engineer', clientLabel: `Customer ${runId}`, ...change });

it('calls nobody for what is there at the start', () => {
  expect(titles(looks([[0, { needsHuman: [waiting('a')] }]]))).toEqual([[]]);
});

it('calls once for a run that begins to wait, and leads to it', () => {
  const shown = looks([
    [0, {}],
    [1_000, { needsHuman: [waiting('a b', { pipelineName: 'checkout' })] }],
    [120_000, { needsHuman: [waiting('a b')] }],
  ]);
  expect(shown).toEqual([
    [],
    [
      {
        title: 'Customer a b: a run waits for an engineer',
        body: 'checkout · us-east-1',
        path: '/runs/a%20b',
      },
    ],
    [],
  ]);
});

it('calls again for a run that had gone on in between', () => {
  const now = { needsHuman: [waiting('a')] };
  const shown = looks([
    [0, {}],
    [1, now],
    [2, {}],
    [CALL_PAUSE_MS + 1, now],
  ]);
  expect(titles(shown).flat()).toHaveLength(2);
});

it('puts the calls of a minute together and leads to their lane', () => {
  const shown = looks([
    [0, {}],
    [1_000, { needsHuman: [waiting('a')] }],
    [2_000, { needsHuman: [waiting('a'), waiting('b')] }],
    [3_000, { needsHuman: [waiting('a'), waiting('b'), waiting('c')] }],
    [1_000 + CALL_PAUSE_MS, { needsHuman: [waiting('a'), waiting('b'), waiting('c')] }],
  ]);
  expect(titles(shown)).toEqual([
    [],
    ['Customer a: a run waits for an engineer'],
    [],
    [],
    ['2 runs need a person'],
  ]);
  expect(shown[4]).toMatchObject([{ body: 'Customer b, Customer c', path: '/runs?lane=waiting-for-you' }]);
});

it('drops a call whose run has gone on before its minute had passed', () => {
  const shown = looks([
    [0, {}],
    [1, { atRisk: [waiting('a')] }],
    [2, { atRisk: [waiting('b')] }],
    [3, {}],
    [CALL_PAUSE_MS + 1, {}],
  ]);
  expect(titles(shown).flat()).toEqual(['Customer a: the deadline is near']);
});

it('counts the minute of each kind by itself', () => {
  const shown = looks([
    [0, {}],
    [1, { atRisk: [waiting('a')], failed: [aRun({ runId: 'z', state: 'expired', clientLabel: 'Z' })] }],
  ]);
  expect(titles(shown)[1]).toEqual(['Customer a: the deadline is near', 'Z: a run timed out']);
});

it('names three customers and counts the others', () => {
  const many = ['a', 'b', 'c', 'd', 'e'].map((id) => waiting(id, { state: 'needs-token' }));
  const [, shown] = looks([
    [0, {}],
    [1, { needsHuman: many }],
  ]);
  expect(shown).toMatchObject([
    { body: 'Customer a, Customer b, Customer c and 2 more', path: '/runs?lane=needs-token' },
  ]);
});

it.each<[string, Preferences['notifications'], number]>([
  ['all are switched off', { ...usual, enabled: false }, NOON],
  ['the kind is switched off', { ...usual, needsHuman: false }, NOON],
  ['it is quiet', { ...usual, quiet: { from: '22:00', until: '07:00' } }, 23 * 60],
])('says nothing where %s, and makes up for nothing later', (_why, wanted, minute) => {
  const present = { needsHuman: [waiting('a')] };
  expect(
    titles(
      looks(
        [
          [0, {}],
          [1, present],
        ],
        wanted,
        minute,
      ),
    ).flat(),
  ).toEqual([]);
  let memory = NO_CALLS;
  const all = { needsHuman: [waiting('a')], atRisk: [], failed: [] };
  memory = decideNotifications(memory, { ...all, needsHuman: [] }, wanted, 0, minute).memory;
  memory = decideNotifications(memory, all, wanted, 1, minute).memory;
  expect(decideNotifications(memory, all, usual, 2, NOON).show).toEqual([]);
});

it.each([
  ['22:00', '07:00', 21 * 60 + 59, false],
  ['22:00', '07:00', 22 * 60, true],
  ['22:00', '07:00', 0, true],
  ['22:00', '07:00', 6 * 60 + 59, true],
  ['22:00', '07:00', 7 * 60, false],
  ['12:00', '13:30', 12 * 60, true],
  ['12:00', '13:30', 13 * 60 + 30, false],
  ['12:00', '12:00', 12 * 60, false],
])('quiet from %s until %s at minute %i: %s', (from, until, minute, quiet) => {
  expect(isQuiet({ from, until }, minute)).toBe(quiet);
});
