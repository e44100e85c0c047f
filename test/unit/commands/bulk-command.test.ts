import { expect, it, onTestFinished } from 'vitest';
import type { Act } from '#shared/domain/acts.ts';
import type { Protection } from '#shared/domain/environment.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { RunSelection } from '#shared/domain/run.ts';
import { createBulkActs } from '#main/compose/bulk-acts.ts';
import { openCommandDoor } from '#main/compose/command-door.ts';
import type { ActReport } from '#main/compose/runtime.ts';
import { aRun, aRuntime } from '../electron/a-runtime.ts';
import { aFolder, runCommandHere } from './command-line.ts';

/** A desk with two runs that a person holds and one that has ended; `refused` cannot be acted on when its turn comes. */
async function aDesk(protection: Protection = 'open', refused: readonly string[] = []) {
  const dir = aFolder();
  const { runtime, runs } = aRuntime('staging');
  for (const [n, state] of [
    [1, 'with-engineer'],
    [2, 'with-engineer'],
    [3, 'succeeded'],
  ] as const)
    runs.set(
      `run-${n}`,
      aRun({
        runId: `run-${n}`,
        currentJobId: `job-${n}`,
        state,
        heldBy: 'engineer',
        clientLabel: 'Contoso',
      }),
    );
  const acted: { runId: string; act: Act; reason: string | null }[] = [];
  const selections: RunSelection[] = [];
  const desk = {
    ...runtime,
    protection,
    async *readRuns(selection: RunSelection) {
      selections.push(selection);
      await Promise.resolve();
      const chosen = selection.kind === 'chosen' ? selection.runIds : [...runs.keys()];
      yield [...runs.values()].filter((run) => chosen.includes(run.runId));
    },
    act: (runId: string, act: Act, by?: { reason: string | null }): Promise<ActReport> => {
      if (refused.includes(runId))
        return Promise.reject(new ActionDeskError('aws-validation', 'Refused by the service.'));
      acted.push({ runId, act, reason: by?.reason ?? null });
      return Promise.resolve({
        outcome: 'took-effect',
        sentence: 'Done.',
        before: 'with-engineer',
        after: 'succeeded',
      });
    },
  };
  const bulk = createBulkActs(
    desk,
    () => 1000,
    () => undefined,
  );
  const door = await openCommandDoor(dir, { ...desk, bulk }, () => undefined);
  onTestFinished(() => door.close());
  const run = (...args: string[]) => runCommandHere(['runs', ...args, '--data', dir]);
  return { acted, selections, run };
}

it('counts several runs, and does nothing without --yes', async () => {
  const { acted, run } = await aDesk();
  const { code, out } = await run('complete', 'job-1', 'run-2', 'run-3');
  expect([code, acted]).toEqual([1, []]);
  expect(out).toMatch(/^2 of 3 can take it\.\n {2}1 cannot: .+\nNothing was done: add --yes to do it\.\n$/);
  const json = await run('complete', 'run-1', 'run-2', '--json');
  expect(JSON.parse(json.out)).toMatchObject({ done: false, preview: { total: 2, can: 2 } });
});

it('acts on all that match, with the reason, each with its own outcome', async () => {
  const { acted, selections, run } = await aDesk();
  const { code, out } = await run(
    ...['complete', '--all-matching', '--state', 'with-engineer', '--text', 'contoso'],
    ...['--summary', 'Looked at', '--reason', 'INC-42', '--yes'],
  );
  expect(code).toBe(0);
  expect(acted.map(({ runId }) => runId).sort()).toEqual(['run-1', 'run-2']);
  expect(acted[0]).toMatchObject({ act: { kind: 'complete', summary: 'Looked at' }, reason: 'INC-42' });
  expect(selections[0]).toMatchObject({
    kind: 'matching',
    match: { states: ['with-engineer'], text: 'contoso' },
  });
  expect(out).toContain('2 took effect.');
});

it('ends with 2 and tells it for each row when one could not', async () => {
  const { acted, run } = await aDesk('open', ['run-2']);
  const { code, out } = await run('complete', 'run-1', 'run-2', '--yes', '--json');
  expect([code, acted.map(({ runId }) => runId)]).toEqual([2, ['run-1']]);
  expect(JSON.parse(out)).toMatchObject({
    done: true,
    act: 'complete',
    total: 2,
    counts: { 'took-effect': 1, refused: 1 },
    rows: [
      { runId: 'run-1', result: 'took-effect' },
      { runId: 'run-2', result: 'refused', sentence: 'Refused by the service.' },
    ],
  });
});

it('ends with 2 when a run that was named could not take it', async () => {
  const { run } = await aDesk();
  const { code, out } = await run('complete', 'run-1', 'run-2', 'run-3', '--yes');
  expect(code).toBe(2);
  expect(out).toMatch(/2 took effect\.\n {2}1 cannot: /);
});

it('asks in a protected environment for a reason and for its name', async () => {
  const { acted, run } = await aDesk('protected');
  const fail = ['fail', 'run-1', 'run-2', '--type', 'JobFailed', '--message', 'For {customer}', '--yes'];
  expect((await run(...fail)).err).toMatch(/is protected: give a reason/);
  expect((await run(...fail, '--reason', 'x')).err).toMatch(/type out "staging"/);
  expect(acted).toEqual([]);
  expect((await run(...fail, '--reason', 'x', '--confirm', 'staging')).code).toBe(0);
  expect(acted).toHaveLength(2);
  expect(acted[0]?.act).toMatchObject({ kind: 'fail', message: 'For Contoso' });
});

it.each([
  [['ack'], /Name a run, several, or --all-matching/],
  [['ack', '--all-matching'], /--all-matching: say which/],
  [['ack', 'run-1', '--all-matching', '--state', 'with-engineer'], /not both/],
  [['ack', 'run-1', '--region', 'us-east-1'], /together with --all-matching/],
  [['ack', 'run-1', 'nobody', '--yes'], /No such run/],
  [['ack', '--all-matching', '--text', 'x'.repeat(601)], /--text: /],
])('refuses %j in one line', async (args, sentence) => {
  const { acted, run } = await aDesk();
  const { code, err } = await run(...args);
  expect([code, acted, err.trimEnd().includes('\n')]).toEqual([1, [], false]);
  expect(err).toMatch(sentence);
});

it('does nothing in a read-only environment', async () => {
  const { acted, run } = await aDesk('read-only');
  const { code, err } = await run('complete', 'run-1', 'run-2', '--yes');
  expect([code, acted]).toEqual([1, []]);
  expect(err).toContain('read-only');
});
