import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeBackup } from '#main/store/ledger-backups.ts';
import { DATABASE_FILE } from '#main/store/open-store.ts';
import { openDesk, withFolder, type DeskUnderTest } from '#test/support/desk.ts';
import { readPracticeScenario } from '#main/compose/practice-scenario.ts';
import { actionTypes, contoso, withSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

const PAGE = 4096;
const quick = { scenario: 'bare', continueAfterSeconds: 0, redeliverAfterSeconds: 1, now: Date.now };
/** Simulated seconds: the work ends when the test skips them. */
const configuration = { TestPlan: 'checkout-peak', DurationSeconds: '300' };

const stateOf = async (desk: DeskUnderTest, jobId: string) => (await desk.detail(jobId)).run.state;

/** Waits for the run of a job to be in one of these states. */
const untilIn = (desk: DeskUnderTest, jobId: string, states: readonly string[]) =>
  desk.until(`${jobId} in ${states.join(' or ')}`, async () =>
    states.includes(await stateOf(desk, jobId).catch(() => 'unknown')),
  );

/** The backend's clock counts from the start of the work, not from the claim. */
const untilStarted = (desk: DeskUnderTest, jobId: string) =>
  desk.until(`the work of ${jobId} to be started`, async () => {
    const detail = await desk.detail(jobId).catch(() => null);
    return detail !== null && detail.run.externalExecutionId !== null;
  });

/** Five runs in different states: only the first two are in the backup, as they were then. */
async function fiveRuns(simulator: SimulatorUnderTest, desk: DeskUnderTest, folder: string) {
  const scenario = await readPracticeScenario(simulator.endpoint);
  const stranger = scenario.clients.find(({ clientId }) => clientId !== contoso.clientId);
  if (!stranger) throw new Error('the scenario has one client only');
  const working = await simulator.job({ clientId: contoso.clientId, configuration });
  const waiting = await simulator.job({ actionTypeId: actionTypes.review });
  await untilStarted(desk, working.jobId);
  await untilIn(desk, waiting.jobId, ['waiting-for-engineer']);
  await takeBackup(folder, Date.now());
  const later = await simulator.job({ clientId: contoso.clientId, configuration });
  const parked = await simulator.job({ clientId: stranger.clientId, configuration });
  const held = await simulator.job({ actionTypeId: actionTypes.review });
  await untilStarted(desk, later.jobId);
  await untilIn(desk, parked.jobId, ['needs-token']);
  await untilIn(desk, held.jobId, ['waiting-for-engineer']);
  await desk.runtime.act((await desk.detail(held.jobId)).run.runId, { kind: 'acknowledge' });
  // A chain that began after the backup keeps its run id; its earlier jobs are gone with the ledger.
  const byRun = async ({ chainId, jobId }: { chainId: string; jobId: string }) => ({
    chainId,
    jobId: (await desk.detail(jobId)).run.runId,
  });
  const [a, b, c, d, e] = await Promise.all([working, waiting, later, parked, held].map(byRun));
  if (!a || !b || !c || !d || !e) throw new Error('a run is missing');
  return { working: a, waiting: b, later: c, parked: d, held: e, stranger };
}

const DAMAGES: [string, (bytes: Buffer) => Buffer][] = [
  ['has its first page zeroed', (bytes) => bytes.fill(0, 0, PAGE)],
  ['has lost its second half', (bytes) => bytes.subarray(0, Math.floor(bytes.length / 2 / PAGE) * PAGE)],
  ['is empty', () => Buffer.alloc(0)],
];

describe('a ledger that is damaged while five runs are live', () => {
  it.each(DAMAGES)(
    'and %s is restored: each run ends right, and each work was started once',
    (_what, damage) =>
      withSimulator(
        (simulator) =>
          withFolder(async (folder) => {
            const known = async (
              desk: Parameters<Required<Parameters<typeof openDesk>[2] & object>['prepare']>[0],
            ) => {
              const { clientId, clientToken } = contoso;
              await desk.addClient({ clientId, label: 'Contoso', token: clientToken });
            };
            const first = await openDesk(simulator.endpoint, folder, { prepare: known });
            const runs = await fiveRuns(simulator, first, folder).finally(() => first.runtime.close(1));
            const file = join(folder, DATABASE_FILE);
            writeFileSync(file, damage(readFileSync(file)));

            const second = await openDesk(simulator.endpoint, folder, { prepare: known });
            expect(second.runtime.notices().map(({ kind, sentence }) => [kind, sentence])).toContainEqual([
              'ledger',
              expect.stringMatching(/damaged and is kept as .*; the backup of .* took its place/) as string,
            ]);
            expect(second.logged.map(({ event }) => event)).toContain('ledger-mended');
            expect(await stateOf(second, runs.held.jobId)).toBe('with-engineer');
            expect(await stateOf(second, runs.waiting.jobId)).toBe('waiting-for-engineer');
            await second.runtime.addClient({ ...runs.stranger, token: runs.stranger.clientToken });
            const { runId } = (await second.detail(runs.held.jobId)).run;
            expect(await second.runtime.act(runId, { kind: 'complete' })).toMatchObject({
              after: 'succeeded',
            });
            await untilStarted(second, runs.parked.jobId);
            await simulator.advance(301);
            for (const run of [runs.working, runs.later, runs.parked])
              await untilIn(second, run.jobId, ['succeeded']);
            await second.close();

            const { chains, backend, jobs } = await simulator.ledger();
            const ends = Object.fromEntries(chains.map(({ chainId, final }) => [chainId, final]));
            expect(ends).toEqual({
              ...{ [runs.working.chainId]: 'succeeded', [runs.later.chainId]: 'succeeded' },
              ...{ [runs.parked.chainId]: 'succeeded', [runs.held.chainId]: 'succeeded' },
              ...{ [runs.waiting.chainId]: null },
            });
            expect(backend).toHaveLength(3);
            const refused = jobs.flatMap(({ results }) => results.filter(({ accepted }) => !accepted));
            expect(refused.filter(({ operation }) => operation.includes('Failure'))).toEqual([]);
          }),
        quick,
      ),
    40_000,
  );
});
