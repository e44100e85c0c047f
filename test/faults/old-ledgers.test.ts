import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuditLog } from '#main/store/audit-log.ts';
import { createClientStore } from '#main/store/client-store.ts';
import { MIGRATIONS } from '#main/store/migrate.ts';
import { DATABASE_FILE, openStore } from '#main/store/open-store.ts';
import { createHoldStore } from '#main/store/hold-store.ts';
import { createRunNotes } from '#main/store/run-notes.ts';
import { createRunReader } from '#main/store/run-reader.ts';
import { createCipher } from '#main/vault/cipher.ts';
import { isFinal, RUN_STATES } from '#shared/domain/run-state.ts';
import { aState, CLIENTS, THIRD_PARTY_TYPE } from '#test/support/fake-ports.ts';
import { FIXTURE_CLIENT, FIXTURE_KEY } from '#test/support/ledger-fixture.ts';
import { projectFolder } from '#test/support/electron-path.ts';
import { createWorld } from '#test/unit/agent/agent-world.ts';

const fixtures = join(projectFolder, 'test', 'fixtures');
const ledgers = readdirSync(fixtures).filter((name) => /^ledger-.*\.db$/.test(name));

/** A data folder with a copy of an old ledger. */
function aFolderWith(ledger: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'action-desk-old-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(fixtures, ledger), join(folder, DATABASE_FILE));
  return folder;
}

async function anOldStore(ledger: string) {
  const db = await openStore(aFolderWith(ledger));
  onTestFinished(() => db.close());
  return db;
}

it('keeps the ledger of the first version, and none of them holds a secret', () => {
  expect(ledgers).toContain('ledger-v1.db');
  for (const name of ledgers) {
    const bytes = readFileSync(join(fixtures, name)).toString('latin1');
    for (const secret of ['never stored', FIXTURE_CLIENT.token]) expect(bytes).not.toContain(secret);
  }
});

it('keeps the notes and holds of a ledger that has them', async () => {
  const db = await anOldStore('ledger-v2.db');
  const notes = createRunNotes(db, { who: 'ada', session: 'now' }, () => 0);
  expect(notes.list('run-with-engineer')).toMatchObject([{ who: 'sam', text: 'The customer was called.' }]);
  expect(createHoldStore(db).list()).toMatchObject([{ region: 'eu-west-3', reason: 'maintenance' }]);
});

describe.each(ledgers)('the old ledger %s', (ledger) => {
  it('is brought up to date with every run in its state, found by any of its ids', async () => {
    const db = await anOldStore(ledger);
    const done = db.raw.prepare<[], string>('select name from kysely_migration order by name').pluck().all();
    expect(done).toEqual(Object.keys(MIGRATIONS));
    const reader = createRunReader(db);
    for (const state of RUN_STATES) {
      const detail = reader.getRun(`run-${state}`);
      expect(detail?.run, state).toMatchObject({ state, attempt: 1, region: 'us-east-1' });
      if (detail?.jobs.length) expect(detail.inputArtifacts.length + Number(state === 'needs-token')).toBe(1);
    }
    expect(reader.getRun('153242')?.run.runId).toBe('run-between-jobs');
    expect(reader.getRun('working-on-2')).toMatchObject({
      run: { runId: 'run-working-on', jobCount: 2, percentComplete: null },
      jobs: [{ state: 'answered' }, { state: 'claimed', continuationToken: '153243' }],
    });
    expect(reader.getRun('run-succeeded')?.timeline.map((entry) => entry.operation)).toEqual([
      ...['claim-started', 'claimed-by-agent', 'result written', 'success-accepted'],
    ]);
    expect(reader.getRun('reporting-again')?.pendingResult).toMatchObject({ kind: 'failure', tries: 1 });
    const page = reader.listRuns({ sortBy: 'createdAt', descending: false, page: 1, pageSize: 50 });
    expect(page.total).toBe(RUN_STATES.length + 2);
    expect(Object.keys(page.countsByState).toSorted()).toEqual(RUN_STATES.toSorted());
  });

  it('keeps the clients, whose tokens are read with the old key, and the audit', async () => {
    const db = await anOldStore(ledger);
    const { clientId, label, token } = FIXTURE_CLIENT;
    const found = await createClientStore(db, createCipher(FIXTURE_KEY)).find(clientId);
    expect([found.label, found.token?.reveal()]).toEqual([label, token]);
    expect(createAuditLog(db).list('run-with-engineer', 10)).toMatchObject([
      { who: 'sam', act: 'acknowledge' },
    ]);
  });

  it('is gone on with: every live run ends, nothing is started or reported twice', async () => {
    const folder = aFolderWith(ledger);
    const world = createWorld();
    world.processor.answer = (what, id) => aState(what === 'start' ? `work of ${id}` : id, 'succeeded');
    const thirdParty = { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one };
    world.service.add('polled');
    world.service.add('needs-token', { ...thirdParty, clientId: CLIENTS.two });
    world.service.add('claiming');
    world.service.add('working', { state: 'claimed' });
    world.service.add('with-engineer', { state: 'claimed' });
    world.service.add('between-jobs-2', { ...thirdParty, token: '153242' });
    world.service.add('working-on-2', { ...thirdParty, state: 'claimed', token: '153243' });
    world.service.add('reporting', { ...thirdParty, state: 'claimed' });
    // Its failure had arrived: only the answer was lost.
    world.service.add('reporting-again', { state: 'over' });
    const desk = await world.open({}, {}, folder);
    await world.clock.advance(120_000);

    const expected = {
      ...{ polled: 'succeeded', 'needs-token': 'succeeded', claiming: 'succeeded', working: 'succeeded' },
      ...{ 'working-on': 'succeeded', 'between-jobs': 'succeeded', reporting: 'succeeded' },
      ...{ 'reporting-again': 'failed', 'with-engineer': 'with-engineer', lost: 'lost', expired: 'expired' },
      ...{ 'waiting-for-engineer': 'waiting-for-engineer', succeeded: 'succeeded', failed: 'failed' },
    };
    const states = await Promise.all(
      Object.keys(expected).map(async (job) => [job, (await desk.run(job)).state]),
    );
    expect(Object.fromEntries(states)).toEqual(expected);
    expect((await desk.run('between-jobs-2')).runId).toBe('run-between-jobs');
    expect(world.processor.starts.toSorted()).toEqual(
      ['claiming', 'needs-token', 'polled', 'working'].map((job) => `run-${job}-1`),
    );
    expect(world.processor.asked.toSorted()).toEqual(['153242', '153243']);
    for (const job of world.service.jobs.values()) expect(job.results.length, job.jobId).toBeLessThan(2);
    const live = await desk.ledger.liveRuns();
    expect(live.filter((run) => !isFinal(run.state)).map((run) => run.state)).toEqual([
      ...['waiting-for-engineer', 'with-engineer'],
    ]);
  });
});
