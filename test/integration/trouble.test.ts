import { describe, expect, it } from 'vitest';
import { openDesk, withFolder } from '#test/support/desk.ts';
import { startAgentProcess, writeAgentConfig } from '#test/support/agent-process.ts';
import { actionTypes, contoso, withSimulator } from '#test/support/simulator.ts';

const quick = { scenario: 'bare', continueAfterSeconds: 0, redeliverAfterSeconds: 1, now: Date.now };
const configuration = { TestPlan: 'checkout-peak', DurationSeconds: '0.2' };

describe('trouble', () => {
  it('lets one of two agents win each job, and the loser sends no result', () =>
    withSimulator(
      (simulator) =>
        withFolder((one) =>
          withFolder(async (two) => {
            const desks = await Promise.all([
              openDesk(simulator.endpoint, one),
              openDesk(simulator.endpoint, two),
            ]);
            // A slow claim makes CodePipeline hand the job out to the other agent as well.
            await simulator.fault({ operation: 'AcknowledgeJob', kind: 'latency', ms: 400, times: 4 });
            const orders = await Promise.all(
              [1, 2, 3].map(() => simulator.job({ actionTypeId: actionTypes.custom, configuration })),
            );
            const finals = async () =>
              (await simulator.ledger()).chains.filter((chain) => chain.final !== null);
            const [first, second] = desks;
            await Promise.any(
              desks.map((desk) =>
                desk.until('all chains to end', async () => (await finals()).length === orders.length),
              ),
            );
            await first?.close();
            await second?.close();

            const ledger = await simulator.ledger();
            expect(ledger.chains.map((chain) => chain.final)).toEqual([
              'succeeded',
              'succeeded',
              'succeeded',
            ]);
            expect(ledger.jobs.reduce((sum, job) => sum + job.invalidNonceCount, 0)).toBeGreaterThan(0);
            for (const job of ledger.jobs) expect(job.results).toHaveLength(1);
            expect(ledger.backend).toHaveLength(orders.length);
          }),
        ),
      { ...quick, redeliverAfterSeconds: 0.05 },
    ));

  it('sends a result again whose answer was lost, and takes InvalidJobState for its acceptance', () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          const desk = await openDesk(simulator.endpoint, folder);
          await simulator.fault({
            operation: 'PutThirdPartyJobSuccessResult',
            kind: 'drop-response',
            times: 1,
          });
          await simulator.job({
            clientId: contoso.clientId,
            configuration: { ...configuration, DurationSeconds: '0' },
          });
          const done = await desk.run('success', (run) => run.state === 'succeeded');
          const detail = await desk.detail(done.runId);
          expect(detail.timeline.some((entry) => entry.operation === 'result settled')).toBe(true);
          await desk.close();
        }),
      quick,
    ));

  it('settles a claim whose answer was lost, without a second worker and without failing the job', () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          const desk = await openDesk(simulator.endpoint, folder, {}, true);
          await simulator.fault({ operation: 'AcknowledgeThirdPartyJob', kind: 'disconnect', times: 1 });
          const { chainId } = await simulator.job({ clientId: contoso.clientId, configuration });
          await desk.run('success', (run) => run.state === 'succeeded');
          const ledger = await simulator.ledger();
          expect(ledger.chains.find((chain) => chain.chainId === chainId)?.final).toBe('succeeded');
          expect(ledger.backend).toHaveLength(1);
          await desk.close();
        }),
      quick,
    ));

  it('keeps polling one region at its pace while the other does not answer', () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          const desk = await openDesk(simulator.endpoint, folder);
          await simulator.fault({
            operation: 'PollForJobs',
            kind: 'error',
            errorType: 'ThrottlingException',
            times: 5,
          });
          await simulator.job({ clientId: contoso.clientId, configuration });
          await desk.run('success', (run) => run.state === 'succeeded');
          await desk.until('the throttled cell to recover', () =>
            desk.runtime.cells().every((cell) => cell.mode === 'polling' && cell.pollCount > 1),
          );
          await desk.close();
        }),
      quick,
    ));

  it('shows missing credentials as a state of the cells', () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          const desk = await openDesk(simulator.endpoint, folder, {
            access: {
              credentials: { kind: 'profile', profile: 'no-such-profile-here' },
              codepipelineEndpoint: simulator.endpoint,
              callTimeoutMs: 5_000,
            },
          });
          await desk.until('no-credentials', () =>
            desk.runtime.cells().every((cell) => cell.mode === 'no-credentials'),
          );
          expect(desk.runtime.cells()[0]?.lastError).toContain('no-such-profile-here');
          await desk.close();
        }),
      quick,
    ));

  it('refuses a second agent on the same data folder', () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          const desk = await openDesk(simulator.endpoint, folder);
          await expect(openDesk(simulator.endpoint, folder)).rejects.toMatchObject({
            code: 'data-folder-in-use',
          });
          await desk.close();
        }),
      quick,
    ));
});

describe('the headless agent', () => {
  it('finishes a run after kill -9 between start and result, with one backend start', () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          await writeAgentConfig(simulator, folder);
          // The answer to the start never arrives: the backend works, the agent does not know it yet.
          await simulator.fault({ operation: 'backend:start', kind: 'drop-response', times: 1 });
          const { chainId } = await simulator.job({ actionTypeId: actionTypes.custom, configuration });
          const first = startAgentProcess(simulator, folder);
          await first.logged((line) => line['event'] === 'backend-unavailable');
          expect((await simulator.ledger()).backend).toHaveLength(1);
          first.child.kill('SIGKILL');
          await first.exited;

          const second = startAgentProcess(simulator, folder);
          await second.logged((line) => line['event'] === 'run-state' && line['state'] === 'succeeded');
          second.child.kill('SIGTERM');
          expect(await second.exited).toBe(0);

          const ledger = await simulator.ledger();
          expect(ledger.chains.find((chain) => chain.chainId === chainId)?.final).toBe('succeeded');
          expect(new Set(ledger.backend.map((run) => run.idempotencyKey)).size).toBe(1);
          expect(ledger.backend).toHaveLength(1);
        }),
      quick,
    ));

  it('delivers a result that was written before kill -9', () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          await writeAgentConfig(simulator, folder);
          await simulator.fault({ operation: 'PutJobSuccessResult', kind: 'latency', ms: 60_000, times: 1 });
          const { chainId } = await simulator.job({
            actionTypeId: actionTypes.custom,
            configuration: { ...configuration, DurationSeconds: '0' },
          });
          const first = startAgentProcess(simulator, folder);
          await first.logged((line) => line['event'] === 'run-state' && line['state'] === 'reporting');
          first.child.kill('SIGKILL');
          await first.exited;
          await simulator.control('DELETE', 'faults');

          const second = startAgentProcess(simulator, folder);
          await second.logged((line) => line['event'] === 'run-state' && line['state'] === 'succeeded');
          second.child.kill('SIGTERM');
          await second.exited;
          const ledger = await simulator.ledger();
          expect(ledger.chains.find((chain) => chain.chainId === chainId)?.final).toBe('succeeded');
          expect(ledger.backend.map((run) => run.starts)).toEqual([1]);
        }),
      quick,
    ));
});
