import { closeSync, existsSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createAgent } from '#main/agent/agent.ts';
import { createRuntimeHost } from '#main/compose/runtime-host.ts';
import { createSystemClock } from '#main/platform/clock.ts';
import { connectLocally } from '#main/platform/local-socket-client.ts';
import { takeBackup } from '#main/store/ledger-backups.ts';
import { openKeptLedger, suspectLedger } from '#main/store/open-kept-ledger.ts';
import { DATABASE_FILE, openStore } from '#main/store/open-store.ts';
import { createRunLedger } from '#main/store/run-ledger.ts';
import { damageFound } from '#main/store/store-error.ts';
import { createKeyHandle } from '#main/vault/key-handle.ts';
import { createWatching } from '#main/watching/watching.ts';
import { asRunId } from '#shared/domain/ids.ts';
import { startAgentProcess, writeAgentConfig } from '#test/support/agent-process.ts';
import { openDesk, withFolder, type DeskUnderTest } from '#test/support/desk.ts';
import { actionTypes, contoso, withSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';
import { aFolder, aSeenJob, NOW } from '#test/unit/store/store-fixture.ts';

const PAGE = 4096;
const quick = { scenario: 'bare', continueAfterSeconds: 0, redeliverAfterSeconds: 1, now: Date.now };
/** Simulated seconds: the work ends when the test skips them. */
const configuration = { TestPlan: 'checkout-peak', DurationSeconds: '300' };

function zeroPages(file: string, from: number, to: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(to - from), 0, to - from, from);
  closeSync(handle);
}

/** Zeroes all but the first page under an agent at work; another process's write has emptied its cache before. */
async function damageAtWork(folder: string): Promise<void> {
  const other = await openStore(folder);
  // At once: a backup of the agent's between the two would hold the table, and a ledger mended from it.
  other.raw.exec('begin immediate; create table other (id integer primary key); drop table other; commit');
  other.raw.pragma('wal_checkpoint(TRUNCATE)');
  other.close();
  const file = join(folder, DATABASE_FILE);
  zeroPages(file, PAGE, statSync(file).size);
}

/** Whether an agent takes commands in this data folder. */
async function isOpen(folder: string): Promise<boolean> {
  const socket = await connectLocally(folder);
  socket?.close();
  return socket !== null;
}

/**
 * Damage may fall between an acknowledge and its answer's row. The claim is then settled by silence: in the field 75 s where a job
 * is handed out again after 30 s, here 2.5 s after 1 s.
 */
const makeAgent: typeof createAgent = (settings, ports) =>
  createAgent({ ...settings, tickMs: 100, claimSettleMs: 2_500 }, ports);

/** An agent with the same key at each start, and what its `GET /health` says. */
async function openWatchedDesk(simulator: SimulatorUnderTest, folder: string) {
  const watching = createWatching({
    ...{ environment: 'test', regions: ['us-east-1'], pollIntervalMs: 50, slots: 20 },
    ...{ clock: createSystemClock(), tryDisk: () => Promise.resolve() },
  });
  onTestFinished(() => watching.end());
  const key = createKeyHandle(Buffer.alloc(32, 7));
  const desk = await openDesk(simulator.endpoint, folder, { key, watch: watching, makeAgent });
  return { desk, watching };
}

const untilStarted = (desk: DeskUnderTest, jobId: string) =>
  desk.until(`the work of ${jobId} to be started`, async () => {
    const detail = await desk.detail(jobId).catch(() => null);
    return detail !== null && detail.run.externalExecutionId !== null;
  });

it(
  'pauses where SQLite finds damage at work, asks for a new start, and the next start ends every run',
  () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          const first = await openWatchedDesk(simulator, folder);
          const known = await simulator.job({ clientId: contoso.clientId, configuration });
          await untilStarted(first.desk, known.jobId);
          await takeBackup(folder, Date.now());
          const later = await simulator.job({ actionTypeId: actionTypes.custom, configuration });
          await untilStarted(first.desk, later.jobId);
          const runIds = [
            (await first.desk.detail(known.jobId)).run.runId,
            (await first.desk.detail(later.jobId)).run.runId,
          ];
          expect(await first.watching.health()).toMatchObject({ httpStatus: 200 });

          await damageAtWork(folder);
          const unseen = await simulator.job({ actionTypeId: actionTypes.custom, configuration });
          await first.desk.until('the damage to be told', () =>
            first.desk.runtime.notices().some(({ kind }) => kind === 'ledger'),
          );
          expect(first.desk.runtime.notices()).toMatchObject([
            { kind: 'ledger', severity: 'error', detail: expect.stringContaining('damaged') as string },
          ]);
          expect(first.desk.runtime.cells().map(({ mode }) => mode)).not.toContain('polling');
          expect(existsSync(join(folder, 'ledger.suspect'))).toBe(true);
          const { status, httpStatus, causes } = await first.watching.health();
          expect([status, httpStatus, causes[0]?.code]).toEqual(['disk', 503, 'ledger-damaged']);
          const jobs = (await simulator.ledger()).jobs.filter(({ chainId }) => chainId === unseen.chainId);
          expect(jobs.map(({ acknowledgedBy }) => acknowledgedBy)).toEqual([null]);
          await first.desk.runtime.close(1);

          const second = await openWatchedDesk(simulator, folder);
          expect(second.desk.runtime.notices()).toMatchObject([{ kind: 'ledger', severity: 'warning' }]);
          expect(readdirSync(folder)).not.toContain('ledger.suspect');
          await untilStarted(second.desk, unseen.jobId);
          await simulator.advance(301);
          for (const id of [...runIds, unseen.jobId])
            await second.desk.until(
              `${id} to end`,
              async () => (await second.desk.detail(id)).run.state === 'succeeded',
            );
          expect(await second.watching.health()).toMatchObject({ httpStatus: 200 });
          await second.desk.close();
          const { chains, backend } = await simulator.ledger();
          expect(chains.map(({ final }) => final)).toEqual(['succeeded', 'succeeded', 'succeeded']);
          expect(backend).toHaveLength(3);
        }),
      quick,
    ),
  40_000,
);

it(
  'starts again by itself in a window or without one, keeps a paused cell paused, and ends every run',
  () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          const desks: DeskUnderTest[] = [];
          const key = createKeyHandle(Buffer.alloc(32, 7));
          const host = createRuntimeHost('test', {
            start: async (_name, cellsBefore) => {
              const desk = await openDesk(simulator.endpoint, folder, { key, cellsBefore, makeAgent });
              desks.push(desk);
              return desk.runtime;
            },
            ...{ onEvent: () => undefined, onDraining: () => undefined, onStarted: () => undefined },
            log: () => undefined,
          });
          const present = async (): Promise<DeskUnderTest> => {
            const runtime = await host.runtime();
            return desks.find((desk) => desk.runtime === runtime) as DeskUnderTest;
          };
          const first = await present();
          const job = await simulator.job({ clientId: contoso.clientId, configuration });
          await untilStarted(first, job.jobId);
          await takeBackup(folder, Date.now());
          const [paused] = first.runtime
            .control('pause', [first.runtime.cells()[1]?.key ?? ''], {
              ...{ who: 'ada', reason: null },
            })
            .filter((cell) => cell.switch === 'paused');
          const damaged = new Promise<void>((resolve) =>
            first.runtime.subscribe(({ kind }) => (kind === 'ledger-damaged' ? resolve() : undefined)),
          );
          await damageAtWork(folder);
          // Whatever is written next finds the damage.
          const unseen = await simulator.job({ clientId: contoso.clientId, configuration });
          await damaged;

          const second = await present();
          expect(desks).toHaveLength(2);
          expect(second.runtime.notices()).toMatchObject([{ kind: 'ledger', severity: 'warning' }]);
          const off = second.runtime.cells().filter((cell) => cell.switch !== 'on');
          expect(off).toMatchObject([{ key: paused?.key, switch: 'paused', switched: { by: 'ada' } }]);
          await untilStarted(second, unseen.jobId);
          await simulator.advance(301);
          for (const { jobId } of [job, unseen])
            await second.until(
              `${jobId} to end`,
              async () => (await second.detail(jobId)).run.state === 'succeeded',
            );
          await host.close(2_000);
          const { chains, backend } = await simulator.ledger();
          expect(chains.map(({ final }) => final)).toEqual(['succeeded', 'succeeded']);
          expect(backend).toHaveLength(2);
        }),
      quick,
    ),
  40_000,
);

it(
  'mends itself without a window: the same process goes on and ends what was in hand',
  () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          await writeAgentConfig(simulator, folder);
          const agent = startAgentProcess(simulator, folder, ['--drain-seconds', '5']);
          onTestFinished(() => void agent.child.kill('SIGKILL'));
          await simulator.job({ actionTypeId: actionTypes.custom, configuration });
          const working = (line: Record<string, unknown>): boolean =>
            line['event'] === 'run-state' &&
            line['state'] === 'working' &&
            line['externalExecutionId'] !== null;
          await agent.logged(working);
          await takeBackup(folder, Date.now());
          await damageAtWork(folder);
          // The result that is to be written down finds the damage.
          await simulator.advance(301);
          await agent.logged((line) => line['event'] === 'ledger-mended');
          await agent.logged((line) => line['event'] === 'run-state' && line['state'] === 'succeeded');
          agent.child.kill('SIGTERM');
          expect(await agent.exited).toBe(0);
          const { chains, backend } = await simulator.ledger();
          expect(chains.map(({ final }) => final)).toEqual(['succeeded']);
          expect(backend).toHaveLength(1);
        }),
      quick,
    ),
  40_000,
);

it(
  'ends with exit code 2 without a window when the ledger is damaged for the fourth time, and claims nothing more',
  () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          await writeAgentConfig(simulator, folder);
          const agent = startAgentProcess(simulator, folder, ['--drain-seconds', '2']);
          onTestFinished(() => void agent.child.kill('SIGKILL'));
          const told = (event: string, times = 1) => agent.logged((line) => line['event'] === event, times);
          let last = '';
          for (let time = 1; time <= 4; time += 1) {
            await told('agent-started', time);
            // The last that a start opens.
            await expect.poll(() => isOpen(folder), { timeout: 10_000 }).toBe(true);
            await damageAtWork(folder);
            // Whatever is written next finds the damage.
            last = (await simulator.job({ actionTypeId: actionTypes.custom, configuration })).jobId;
            await told('ledger-damaged', time);
          }
          expect(await agent.exited).toBe(2);
          await told('ledger-damage-left');
          expect(agent.seen.at(-1)).toMatchObject({ event: 'stopped' });
          expect(agent.seen.filter(({ event }) => event === 'starting-again-to-mend')).toHaveLength(3);
          expect((await simulator.ledgerJob(last)).acknowledgedAt).toBeUndefined();
        }),
      quick,
    ),
  40_000,
);

it('ends an agent that finds damage on its way up, and has the next start read the whole ledger', () =>
  withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        let stops = 0;
        const thatFindsDamage: typeof createAgent = (settings, ports) => {
          const agent = createAgent(settings, ports);
          const stop = () => {
            stops += 1;
            return agent.stop();
          };
          return { ...agent, stop, start: () => Promise.reject(damageFound('a page')) };
        };
        const start = openDesk(simulator.endpoint, folder, { makeAgent: thatFindsDamage });
        await expect(start).rejects.toMatchObject({ code: 'store-damaged' });
        expect(stops).toBe(1);
        expect(readdirSync(folder)).toContain('ledger.suspect');
        const second = await openDesk(simulator.endpoint, folder);
        expect(readdirSync(folder)).not.toContain('ledger.suspect');
        await second.close();
      }),
    quick,
  ));

/** Above the size that is read whole at every start, with damage where nothing that is needed at start lies. */
async function aLargeDamagedLedger(): Promise<string> {
  const folder = aFolder();
  const db = await openStore(folder);
  const ledger = createRunLedger(db, { onRunChanged: () => undefined });
  const runId = asRunId('run');
  const { run } = await ledger.jobSeen(aSeenJob('job'), runId);
  const line = { jobId: run.currentJobId, at: NOW, kind: 'agent' as const, operation: 'said' };
  const payload = { text: 'x'.repeat(400_000) };
  for (let at = 0; at < 200; at += 1)
    await ledger.note(runId, [{ ...line, outcome: 'ok', durationMs: null, sentence: 'Long.', payload }]);
  db.close();
  const file = join(folder, DATABASE_FILE);
  const middle = Math.floor(statSync(file).size / 2 / PAGE) * PAGE;
  zeroPages(file, middle, middle + 4 * PAGE);
  return folder;
}

it('reads the whole of a large ledger at the start after damage was found, and at no other', async () => {
  const folder = await aLargeDamagedLedger();
  const unmarked = await openKeptLedger(folder, {}, NOW);
  unmarked.db.close();
  expect(unmarked.mended).toBeNull();
  suspectLedger(folder);
  const marked = await openKeptLedger(folder, {}, NOW);
  marked.db.close();
  expect(marked.mended).toMatchObject({ how: 'set-aside' });
});
