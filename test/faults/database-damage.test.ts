import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listBackups, takeBackup } from '#main/store/ledger-backups.ts';
import { openKeptLedger, suspectLedger } from '#main/store/open-kept-ledger.ts';
import { DATABASE_FILE, openStore } from '#main/store/open-store.ts';
import { createRunLedger } from '#main/store/run-ledger.ts';
import { JOURNAL_FILE, openJournal, readJournal } from '#main/store/run-journal.ts';
import { createOwedLookup, withOwed } from '#main/store/run-lookups.ts';
import { asJobId, asRunId } from '#shared/domain/ids.ts';
import { aFolder, aSeenJob, aSuccessor, continueWith, NOW } from '#test/unit/store/store-fixture.ts';

const PAGE = 4096;
const HOUR_MS = 3_600_000;
const CONTINUE = continueWith('153246');

/**
 * A ledger of a hundred runs, a backup of it, and three runs that went on after the backup: one got the backend's id, one
 * went on to its next job, one is new. Closed; `wal` holds the write-ahead log of the time of the backup.
 */
async function aLedger({ backup = true } = {}) {
  const folder = aFolder();
  const { db } = await openKeptLedger(folder, { flushing: 'beside' }, NOW);
  const journal = openJournal(folder, []);
  const ledger = createRunLedger(db, { onRunChanged: (_runId, run) => run && journal.note(run) });
  const claim = async (job: string): Promise<void> => {
    const runId = asRunId(`run of ${job}`);
    await ledger.jobSeen(aSeenJob(job), runId);
    await ledger.apply(runId, 'claim-started', { claimingSince: NOW }, NOW, []);
    await ledger.apply(runId, 'claimed-by-agent', { claimingSince: null }, NOW + 1, []);
  };
  for (let job = 0; job < 100; job += 1) {
    await ledger.jobSeen(aSeenJob(`old-${job}`), asRunId(`run of old-${job}`));
    await ledger.apply(asRunId(`run of old-${job}`), 'job-over', { message: 'It was long ago.' }, NOW, []);
  }
  await claim('started');
  await claim('chained');
  const backedUp = journal.backupBegun();
  if (backup) {
    await takeBackup(folder, NOW);
    backedUp();
  }
  const file = join(folder, DATABASE_FILE);
  const wal = readFileSync(`${file}-wal`);
  const later = NOW + HOUR_MS / 2;
  await ledger.patch(asRunId('run of started'), { externalExecutionId: '153245' }, later, []);
  const row = await ledger.writeResult(
    asRunId('run of chained'),
    CONTINUE,
    { externalExecutionId: '153246' },
    later,
    [],
  );
  await ledger.settleResult(row?.outboxId ?? 0, 'continuation-accepted', {}, later, []);
  await ledger.jobSeen(
    aSuccessor('chained-2', CONTINUE.continuationToken, { seenAt: later }),
    asRunId('unused'),
  );
  await ledger.apply(asRunId('run of chained'), 'claim-started', { claimingSince: later }, later, []);
  await claim('new');
  await journal.written();
  db.close();
  return { folder, file, wal };
}

/** Opens it as an agent does; closed after the test. */
async function opened(folder: string) {
  const { db, mended } = await openKeptLedger(folder, { flushing: 'beside' }, NOW + HOUR_MS);
  onTestFinished(() => db.close());
  const ledger = createRunLedger(db, { onRunChanged: () => undefined });
  return { mended, db, ledger, raw: db.raw, close: () => db.close() };
}

const overwrite = (file: string, at: number, bytes: Buffer): void => {
  const whole = readFileSync(file);
  bytes.copy(whole, at);
  writeFileSync(file, whole);
};

type Damage = (ledger: { file: string; wal: Buffer }) => void;
const DAMAGES: [string, Damage][] = [
  ['its first page zeroed', ({ file }) => overwrite(file, 0, Buffer.alloc(PAGE))],
  ['a bit of its schema flipped', ({ file }) => overwrite(file, 103, Buffer.from([0xff]))],
  ['a page in the middle zeroed', ({ file }) => overwrite(file, 12 * PAGE, Buffer.alloc(PAGE))],
  ['a page in the middle overwritten', ({ file }) => overwrite(file, 20 * PAGE, Buffer.alloc(PAGE, 0xa5))],
  ['its end cut off', ({ file }) => truncateSync(file, Math.floor(statSync(file).size / 2 / PAGE) * PAGE)],
  ['a cut within a page', ({ file }) => truncateSync(file, statSync(file).size - 700)],
  ['nothing in it', ({ file }) => truncateSync(file, 0)],
  ['other bytes in it', ({ file }) => writeFileSync(file, 'this is no database '.repeat(1000))],
  ['been removed', ({ file }) => rmSync(file)],
];

async function expectTheThreeRuns(ledger: Awaited<ReturnType<typeof opened>>['ledger']): Promise<void> {
  const live = await ledger.liveRuns();
  const facts = live.map((run) => [run.runId, run.state, run.externalExecutionId, run.currentJobId]);
  expect(Object.fromEntries(facts.map(([runId, ...rest]) => [runId, rest]))).toEqual({
    'run of started': ['working', '153245', 'started'],
    'run of chained': ['claiming', '153246', 'chained-2'],
    'run of new': ['working', null, 'new'],
  });
  expect((await ledger.findByJob('us-east-1', asJobId('chained-2')))?.runId).toBe('run of chained');
}

/** A claimed run in a ledger with its journal. */
async function aToldRun(folder: string) {
  const { db } = await openKeptLedger(folder, { flushing: 'beside' }, NOW);
  const journal = openJournal(folder, []);
  const ledger = createRunLedger(db, {
    onRunChanged: (_id, run, owed) => run && journal.note(withOwed(run, () => owed)),
  });
  const runId = asRunId('run of told');
  await ledger.jobSeen(aSeenJob('told'), runId);
  await ledger.apply(runId, 'claim-started', {}, NOW, []);
  await ledger.apply(runId, 'claimed-by-agent', {}, NOW, []);
  return { db, journal, ledger, runId };
}

describe('a damaged ledger', () => {
  it.each(DAMAGES)(
    'that has %s is set aside and restored, with its runs as they were',
    async (_what, damage) => {
      const made = await aLedger();
      damage(made);
      const bytes = existsSync(made.file) ? readFileSync(made.file) : null;
      const { mended, ledger } = await opened(made.folder);
      expect(mended).toMatchObject({ how: 'set-aside', restored: { at: NOW }, rebuiltRuns: 3 });
      await expectTheThreeRuns(ledger);
      expect((await ledger.findByJob('us-east-1', asJobId('chained')))?.runId).toBe('run of chained');
      expect((await ledger.findByJob('us-east-1', asJobId('old-7')))?.state).toBe('expired');
      if (bytes) expect(readFileSync(mended?.damaged ?? '')).toEqual(bytes);
      else expect(mended?.damaged).toBeNull();
      if (process.platform !== 'win32') expect(statSync(made.file).mode & 0o777).toBe(0o600);
    },
  );

  it('without a backup begins anew with the runs of the journal, and says so', async () => {
    const made = await aLedger({ backup: false });
    overwrite(made.file, 0, Buffer.alloc(PAGE));
    const { mended, ledger } = await opened(made.folder);
    expect(mended).toMatchObject({ how: 'set-aside', restored: null });
    await expectTheThreeRuns(ledger);
  });

  it.each(['nothing of it', 'the run as it was before'])(
    'of which the backup has %s puts a result back that may have been taken, to be sent again as it is',
    async (known) => {
      const folder = aFolder();
      const { db, ledger, runId } = await aToldRun(folder);
      if (known !== 'nothing of it') await takeBackup(folder, NOW);
      await ledger.writeResult(runId, CONTINUE, { externalExecutionId: '153246' }, NOW + 5, []);
      const lines = readJournal(folder);
      expect(lines).toMatchObject([{ state: 'reporting', owed: [{ jobId: 'told', result: CONTINUE }] }]);
      db.close();
      rmSync(join(folder, DATABASE_FILE));

      const again = (await opened(folder)).ledger;
      expect(await again.find(runId)).toMatchObject({ state: 'reporting', externalExecutionId: '153246' });
      const [row, ...more] = await again.unsettledResults();
      expect(row).toMatchObject({ runId, result: CONTINUE, mayHaveArrived: true, tries: 0 });
      expect(more).toEqual([]);
      await again.settleResult(row?.outboxId ?? 0, 'continuation-accepted', {}, NOW + 9, []);
      const next = await again.jobSeen(aSuccessor('told-2', CONTINUE.continuationToken), asRunId('unused'));
      expect(next.run.runId).toBe(runId);
    },
  );

  it('whose next job came before the last result was settled keeps both apart', async () => {
    const folder = aFolder();
    const { db, journal, ledger, runId } = await aToldRun(folder);
    await ledger.writeResult(runId, CONTINUE, {}, NOW, []);
    await ledger.jobSeen(aSuccessor('told-2', CONTINUE.continuationToken), asRunId('unused'));
    await journal.written();
    db.close();
    writeFileSync(join(folder, DATABASE_FILE), '');

    const { ledger: again, raw } = await opened(folder);
    const [row] = await again.unsettledResults();
    expect(row?.job.jobId).toBe('told');
    expect(raw.prepare('select job_id, state from jobs').all()).toEqual([
      { job_id: 'told-2', state: 'polled' },
    ]);
    const settled = await again.settleResult(row?.outboxId ?? 0, 'continuation-accepted', {}, NOW + 9, []);
    expect(settled).toMatchObject({ state: 'between-jobs', currentJobId: 'told-2' });
    expect(settled?.deadlineAt).not.toBeNull();
  });

  it('takes an older backup where the newest is damaged too', async () => {
    const made = await aLedger();
    const [first] = listBackups(made.folder);
    const second = first?.file.replace(/\d{6}Z/, '999999Z') ?? '';
    writeFileSync(second, readFileSync(first?.file ?? '').fill(0, 5 * PAGE, 6 * PAGE));
    rmSync(made.file);
    const { mended, ledger } = await opened(made.folder);
    expect(mended?.restored?.file).toBe(first?.file);
    await expectTheThreeRuns(ledger);
  });

  it('is restored by the next start, when the first one ended before the runs were put back', async () => {
    const made = await aLedger();
    const [backup] = listBackups(made.folder);
    copyFileSync(backup?.file ?? '', made.file);
    suspectLedger(made.folder);
    const { ledger } = await opened(made.folder);
    await expectTheThreeRuns(ledger);
    expect(readdirSync(made.folder)).not.toContain('ledger.suspect');
  });

  it('counts as damaged where damage was found at run time, and is read whole at the next start', async () => {
    const made = await aLedger();
    suspectLedger(made.folder);
    expect((await opened(made.folder)).mended).toBeNull();
  });

  it('never becomes a backup', async () => {
    const made = await aLedger();
    const before = readdirSync(join(made.folder, 'backups'));
    overwrite(made.file, 12 * PAGE, Buffer.alloc(PAGE));
    await expect(takeBackup(made.folder, NOW + HOUR_MS)).rejects.toMatchObject({ code: 'store-damaged' });
    expect(readdirSync(join(made.folder, 'backups'))).toEqual(before);
  });
});

it('brings a ledger up to date that an old write-ahead log was laid beside, or that was put back from a copy', async () => {
  const made = await aLedger();
  const [backup] = listBackups(made.folder);
  copyFileSync(backup?.file ?? '', made.file);
  const copied = await opened(made.folder);
  expect(copied.mended).toMatchObject({ how: 'brought-up-to-date', rebuiltRuns: 3 });
  await expectTheThreeRuns(copied.ledger);

  const other = await aLedger();
  writeFileSync(`${other.file}-wal`, other.wal);
  await expectTheThreeRuns((await opened(other.folder)).ledger);
});

it('opens a sound ledger as it is', async () => {
  const { folder } = await aLedger();
  const { mended, ledger } = await opened(folder);
  expect(mended).toBeNull();
  await expectTheThreeRuns(ledger);
  expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
});

it('does not touch the ledger of a newer version', async () => {
  const { folder } = await aLedger();
  const db = await openStore(folder);
  db.raw.exec("insert into kysely_migration values ('9990-future', '2099-01-01')");
  db.close();
  const before = readdirSync(folder).toSorted();
  await expect(openKeptLedger(folder, {}, NOW)).rejects.toThrow('newer version (9990-future)');
  expect(readdirSync(folder).toSorted()).toEqual(before);
});

it('keeps the two newest backups, readable by this user only, while the ledger is written', async () => {
  const { folder } = await aLedger();
  const { ledger } = await opened(folder);
  for (const hour of [1, 2]) {
    const taking = takeBackup(folder, NOW + hour * HOUR_MS);
    await ledger.jobSeen(aSeenJob(`meanwhile-${hour}`), asRunId(`run of meanwhile-${hour}`));
    await taking;
  }
  const kept = listBackups(folder);
  expect(kept.map(({ at }) => at)).toEqual([NOW + 2 * HOUR_MS, NOW + HOUR_MS]);
  expect(readdirSync(join(folder, 'backups'))).toHaveLength(2);
  if (process.platform !== 'win32') {
    expect(statSync(kept[0]?.file ?? '').mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, JOURNAL_FILE)).mode & 0o777).toBe(0o600);
  }
});

it('keeps the backup that was taken last also when the clock was set back before it', async () => {
  const { folder } = await aLedger();
  for (const at of [NOW + 8 * HOUR_MS, NOW + 9 * HOUR_MS]) await takeBackup(folder, at);
  const { ledger, close } = await opened(folder);
  await ledger.jobSeen(aSeenJob('last'), asRunId('run of last'));
  close();
  await takeBackup(folder, NOW + HOUR_MS);
  rmSync(join(folder, JOURNAL_FILE));
  rmSync(join(folder, DATABASE_FILE));
  const restored = await opened(folder);
  expect(await restored.ledger.find(asRunId('run of last'))).not.toBeNull();
});

it('does not take a ledger for an old one because the clock was set back', async () => {
  const { folder } = await aLedger();
  const { db, ledger, close } = await opened(folder);
  const owedOf = createOwedLookup(db);
  const journal = openJournal(
    folder,
    (await ledger.liveRuns()).map((run) => withOwed(run, () => owedOf(run.runId))),
  );
  await journal.written();
  const back = NOW - 8 * HOUR_MS;
  journal.note(await ledger.patch(asRunId('run of started'), { percentComplete: 40 }, back, []));
  close();
  const { mended } = await opened(folder);
  expect(mended).toBeNull();
});
