import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '#main/agent/ports.ts';
import { JOURNAL_FILE, openJournal, readJournal } from '#main/store/run-journal.ts';
import { createRunLedger } from '#main/store/run-ledger.ts';
import { asRunId } from '#shared/domain/ids.ts';
import { aFolder, aSeenJob, aStore } from './store-fixture.ts';

/** A claimed run, as its ledger announces it. */
async function aRun(): Promise<RunRecord> {
  const ledger = createRunLedger(await aStore(), { onRunChanged: () => undefined });
  const { run } = await ledger.jobSeen(aSeenJob('job'), asRunId('run'));
  return run;
}

const statesIn = (folder: string) => readJournal(folder).map(({ runId, state }) => [runId, state]);
const linesIn = (folder: string) => readFileSync(join(folder, JOURNAL_FILE), 'utf8').split('\n').length;

describe('the journal of runs', () => {
  it('has the line of a step before the call returns, also while the file is written anew', async () => {
    const [folder, run] = [aFolder(), await aRun()];
    const journal = openJournal(folder, []);
    journal.note({ ...run, state: 'claiming' });
    expect(statesIn(folder)).toEqual([['run', 'claiming']]);
    await journal.written();
    expect(statesIn(folder)).toEqual([['run', 'claiming']]);
    for (let step = 0; step < 2_500; step += 1) {
      journal.note({ ...run, state: 'working', attempt: step });
      if (step % 100 === 0) expect(readJournal(folder)).toMatchObject([{ attempt: step }]);
    }
    journal.note({ ...run, state: 'reporting' });
    expect(statesIn(folder)).toEqual([['run', 'reporting']]);
    await journal.written();
    expect(statesIn(folder)).toEqual([['run', 'reporting']]);
    expect(linesIn(folder)).toBeLessThan(1_000);
  });

  it('writes no line where nothing of the run has changed that a rebuilt ledger needs', async () => {
    const [folder, run] = [aFolder(), await aRun()];
    const journal = openJournal(folder, [run]);
    await journal.written();
    const before = linesIn(folder);
    journal.note({ ...run, updatedAt: run.updatedAt + 60_000, percentComplete: 40 });
    expect(linesIn(folder)).toBe(before);
  });

  it('goes on behind half a line that an ended process has left', async () => {
    const [folder, run] = [aFolder(), await aRun()];
    await openJournal(folder, [run]).written();
    appendFileSync(join(folder, JOURNAL_FILE), '{"runId":"run","sta');
    const journal = openJournal(folder, [run]);
    journal.note({ ...run, state: 'claiming' });
    expect(statesIn(folder)).toEqual([['run', 'claiming']]);
  });

  it('is whole again with the first line that can be written after some could not', async () => {
    const [folder, run] = [aFolder(), await aRun()];
    const journal = openJournal(folder, []);
    await journal.written();
    const file = join(folder, JOURNAL_FILE);
    rmSync(file);
    mkdirSync(file);
    journal.note({ ...run, state: 'claiming' });
    await journal.written();
    rmSync(file, { recursive: true });
    journal.note({ ...run, runId: asRunId('other'), state: 'polled' });
    await journal.written();
    expect(statesIn(folder)).toEqual([
      ['run', 'claiming'],
      ['other', 'polled'],
    ]);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
