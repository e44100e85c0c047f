import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { asJobId, asRunId } from '#shared/domain/ids.ts';
import type { RunDetail, RunPage } from '#shared/domain/run.ts';
import { openStore } from '#main/store/open-store.ts';
import { createRunLedger } from '#main/store/run-ledger.ts';
import { aFolder, runCommandHere, runCommandLine } from './command-line.ts';

const LINE = {
  jobId: null,
  at: 0,
  kind: 'agent',
  operation: 'x',
  outcome: 'info',
  durationMs: null,
} as const;

async function aFolderWithRuns(): Promise<string> {
  const dir = aFolder();
  const db = await openStore(dir);
  const ledger = createRunLedger(db, { onRunChanged: () => undefined });
  for (const n of [1, 2, 3]) {
    await ledger.jobSeen(
      {
        job: { region: 'us-east-1', protocol: 'custom', jobId: asJobId(`job-${n}`) },
        actionTypeId: { category: 'Test', owner: 'Custom', provider: 'X', version: '1' },
        processorKind: 'manual',
        clientId: null,
        clientLabel: `Evil\u001b[2J\u202e ${n}`,
        details: null,
        secretKeys: new Set(),
        executionUrlTemplate: null,
        seenAt: 1_800_000_000_000 + n,
        deadlineAt: 1_800_003_600_000,
      },
      asRunId(`run-${n}`),
    );
  }
  await ledger.apply(asRunId('run-2'), 'job-over', { externalExecutionId: '153245' }, 1_800_000_100_000, [
    { ...LINE, sentence: 'Gave up.\r\nreally' },
  ]);
  db.close();
  return dir;
}

it('lists runs as a table that no text can break, the newest first', async () => {
  const { code, out, err } = await runCommandLine(['runs', 'list', '--data', await aFolderWithRuns()]);
  const lines = out.trimEnd().split('\n');
  expect([code, err, lines.length]).toEqual([0, '', 4]);
  expect(lines.map((line) => line.split(/\s+/)[0])).toEqual(['RUN', 'run-3', 'run-2', 'run-1']);
  expect(out).not.toMatch(/[\u001b\u202e]/);
});

it('lists runs as JSON, filtered, sorted and in pages', async () => {
  const dir = await aFolderWithRuns();
  const list = async (...args: string[]) =>
    JSON.parse((await runCommandHere(['runs', 'list', '--data', dir, '--json', ...args])).out) as RunPage;
  expect((await list('--state', 'expired', 'lost')).rows.map((run) => run.runId)).toEqual(['run-2']);
  expect((await list('--ascending', '--page-size', '2', '--page', '2')).rows.map((run) => run.runId)).toEqual(
    ['run-3'],
  );
  expect(await list('--text', 'nothing')).toMatchObject({
    rows: [],
    total: 0,
    countsByState: { polled: 2, expired: 1 },
  });
});

it.each(['run-2', 'job-2', '153245'])('shows a run by %s', async (id) => {
  const dir = await aFolderWithRuns();
  const json = await runCommandHere(['runs', 'show', id, '--data', dir, '--json']);
  expect((JSON.parse(json.out) as RunDetail).run.runId).toBe('run-2');
  const text = await runCommandHere(['runs', 'show', id, '--data', dir]);
  expect(text.out).toMatch(/run +run-2\nstate +expired, held by the agent, attempt 1\n/);
  expect(text.out).toContain('Gave up.··really');
});

it.each([
  [['list', '--state', 'bogus'], /^error: option '--state <state\.\.\.>' argument 'bogus' is invalid/],
  [['list', '--sort', 'colour'], /^error: option '--sort <field>' argument 'colour' is invalid/],
  [['list', '--page', 'x'], /^error: --page: expected a number/],
  [['list', '--page-size', '501'], /^error: --page-size: /],
  [['show', 'nobody'], /^error: No run is known by the id nobody\./],
  [['show'], /^error: missing required argument 'id'/],
  [['drop'], /^error: unknown command 'drop'/],
])('refuses %j in one line, with exit code 1', async (args, expected) => {
  const dir = await aFolderWithRuns();
  const [command = '', ...rest] = args;
  const more = command === 'drop' ? [] : ['--data', dir];
  const { code, out, err } = await runCommandHere(['runs', command, ...rest, ...more]);
  expect(err).toMatch(expected);
  expect([code, out, err.trimEnd().includes('\n')]).toEqual([1, '', false]);
});

it('says where it looked when there is no ledger', async () => {
  const dir = aFolder();
  const { code, err } = await runCommandLine(['runs', 'list', '--data', dir]);
  expect([code, err]).toEqual([1, `error: --data: there is no ledger in ${dir}.\n`]);
});

it('exports what matches as CSV and as JSON, no formula and no terminal command in it', async () => {
  const dir = await aFolderWithRuns();
  const csv = await runCommandHere(['runs', 'export', '--data', dir, '--state', 'expired', 'lost']);
  expect(csv.out.trimEnd().split('\r\n')).toHaveLength(2);
  expect(csv.out).toMatch(/^runId,state,region,.*\r\nrun-2,/);
  const json = await runCommandHere(['runs', 'export', '--data', dir, '--format', 'json']);
  const rows = JSON.parse(json.out) as { runId: string; startedAt: string }[];
  expect(rows.map(({ runId }) => runId).sort()).toEqual(['run-1', 'run-2', 'run-3']);
  expect(rows[0]?.startedAt).toMatch(/^2027-01-15T08:00:00\.00\dZ$/);
});

it('exports to a file that only its user reads, and refuses a place that takes none', async () => {
  const dir = await aFolderWithRuns();
  const place = join(aFolder(), 'runs.csv');
  const done = await runCommandHere(['runs', 'export', '--data', dir, '--output', place]);
  expect(done).toMatchObject({ code: 0, out: `Wrote 3 runs to ${place}.\n` });
  expect([statSync(place).mode & 0o777, readFileSync(place, 'utf8').split('\r\n').length]).toEqual([
    0o600, 5,
  ]);
  const refused = await runCommandHere(['runs', 'export', '--data', dir, '--output', join(place, 'x')]);
  expect([refused.code, refused.err]).toEqual([1, 'error: The file could not be written (ENOTDIR).\n']);
});
