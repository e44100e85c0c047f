import { describe, expect, it } from 'vitest';
import { connectLocally } from '#main/platform/local-socket-client.ts';
import { COMMAND_VERSION } from '#main/compose/command-contract.ts';
import { createAuditLog } from '#main/store/audit-log.ts';
import { openStore } from '#main/store/open-store.ts';
import { openDesk, withFolder } from '#test/support/desk.ts';
import { startAgentProcess, writeAgentConfig, type AgentProcess } from '#test/support/agent-process.ts';
import { actionTypes, withSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

const quick = { scenario: 'bare', continueAfterSeconds: 3, redeliverAfterSeconds: 1, now: Date.now };
const configuration = { TestPlan: 'checkout-peak', DurationSeconds: '600' };
const { custom, review } = actionTypes;
const acknowledged = { outcome: 'took-effect', after: 'with-engineer' };

function backendOf(simulator: SimulatorUnderTest) {
  const startUrl = `${simulator.endpoint}/_backend/runs`;
  return { kind: 'http', startUrl, statusUrl: `${startUrl}/{ExternalExecutionId}` };
}

describe('SIGTERM', () => {
  it(
    'claims nothing more, and answers or hands over twenty runs in several states, within seconds',
    () =>
      withSimulator(
        (simulator) =>
          withFolder(async (folder) => {
            await writeAgentConfig(simulator, folder, {
              maxConcurrentRuns: 20,
              actionTypes: [
                { ...custom, processor: backendOf(simulator) },
                { ...review, processor: { kind: 'manual' } },
              ],
            });
            // Five have been reported once, then the backend turns silent; three wait for a person.
            for (let job = 0; job < 5; job += 1) await simulator.job({ actionTypeId: custom, configuration });
            for (let job = 0; job < 3; job += 1) await simulator.job({ actionTypeId: review });
            const agent = startAgentProcess(simulator, folder);
            const inState = (state: string) => (line: Record<string, unknown>) =>
              line['event'] === 'run-state' && line['state'] === state;
            await agent.logged(inState('between-jobs'), 5);
            await agent.logged(inState('waiting-for-engineer'), 3);
            await simulator.fault({ operation: 'backend:start', kind: 'error', errorType: 'Down' });
            for (let job = 0; job < 12; job += 1)
              await simulator.job({ actionTypeId: custom, configuration });
            await agent.logged((line) => line['event'] === 'backend-unavailable', 12);
            await simulator.fault({
              ...{ operation: 'PutJobSuccessResult', kind: 'error', errorType: 'ThrottlingException' },
              times: 6,
            });

            const before = await simulator.ledger();
            agent.child.kill('SIGTERM');
            expect(await agent.exited).toBe(0);
            expect(agent.seen).toContainEqual(
              expect.objectContaining({ event: 'agent-drained', inTime: true, unsettledResults: 0 }),
            );
            const after = await simulator.ledger();
            const late = after.jobs.filter((job) => (job.acknowledgedAt ?? 0) > before.now + 2_000);
            expect(late).toEqual([]);
            const claimed = after.jobs.filter((job) => job.acknowledgedAt !== undefined);
            expect(claimed.length).toBeGreaterThanOrEqual(17);
            for (const job of claimed)
              expect(job.results.filter((result) => result.accepted)).toMatchObject([
                { continuationToken: expect.stringMatching(/^(1532\d\d|action-desk:.+-1)$/) as string },
              ]);

            // Whoever comes next, with an empty ledger too, goes on under the same keys.
            await simulator.control('DELETE', 'faults');
            await withFolder(async (another) => {
              await writeAgentConfig(simulator, another, { maxConcurrentRuns: 20 });
              const next = startAgentProcess(simulator, another);
              await next.logged(inState('between-jobs'), 17);
              await simulator.advance(700);
              await next.logged(inState('succeeded'), 17);
              next.child.kill('SIGTERM');
              expect(await next.exited).toBe(0);
            });
            const { chains, backend } = await simulator.ledger();
            expect(chains.filter(({ final }) => final === 'succeeded')).toHaveLength(17);
            expect(backend).toHaveLength(17);
            expect(new Set(backend.map((run) => run.idempotencyKey)).size).toBe(17);
          }),
        quick,
      ),
    60_000,
  );

  it('hands a run over whose backend hangs, within the time that is given, and the next start ends it', () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          await writeAgentConfig(simulator, folder);
          await simulator.fault({ operation: 'backend:start', kind: 'latency', ms: 14_000, times: 1 });
          const done = { ...configuration, DurationSeconds: '0' };
          const { chainId, jobId } = await simulator.job({ actionTypeId: custom, configuration: done });
          const agent = startAgentProcess(simulator, folder, ['--drain-seconds', '4']);
          await agent.logged((line) => line['event'] === 'run-state' && line['state'] === 'working');
          const asked = performance.now();
          agent.child.kill('SIGTERM');
          expect(await agent.exited).toBe(0);
          expect(performance.now() - asked).toBeLessThan(6_000);
          expect((await simulator.ledgerJob(jobId)).results).toMatchObject([
            { accepted: true, continuationToken: expect.stringMatching(/^action-desk:.+-1$/) as string },
          ]);

          const next = startAgentProcess(simulator, folder);
          await next.logged((line) => line['event'] === 'run-state' && line['state'] === 'succeeded');
          next.child.kill('SIGTERM');
          expect(await next.exited).toBe(0);
          const ledger = await simulator.ledger();
          expect(ledger.chains.find((chain) => chain.chainId === chainId)?.final).toBe('succeeded');
          expect(new Set(ledger.backend.map((run) => run.idempotencyKey)).size).toBe(1);
        }),
      quick,
    ));

  it('ends the claims of new jobs at once, also while an act of the command line hangs', () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          await writeAgentConfig(simulator, folder, {
            actionTypes: [
              { ...custom, processor: backendOf(simulator) },
              { ...review, processor: { kind: 'manual' } },
            ],
          });
          await simulator.job({ actionTypeId: review });
          const agent = startAgentProcess(simulator, folder, ['--drain-seconds', '24']);
          await agent.logged((line) => line['state'] === 'waiting-for-engineer');
          const runId = agent.seen.find((line) => line['state'] === 'waiting-for-engineer')?.['runId'];
          await simulator.fault({ operation: 'AcknowledgeJob', kind: 'latency', ms: 3_000, times: 1 });
          const socket = await connectLocally(folder);
          const payload = { runId, act: { kind: 'acknowledge' } };
          const by = { who: 'an engineer', reason: null };
          const acted = socket?.ask({ version: COMMAND_VERSION, channel: 'runs.act', payload, by }, 30_000);
          await agent.logged((line) => line['state'] === 'claiming');
          agent.child.kill('SIGTERM');
          await agent.logged((line) => line['event'] === 'draining');
          const late = await simulator.job({ actionTypeId: custom, configuration });
          expect(await acted).toMatchObject({ ok: true, value: { after: 'with-engineer' } });
          expect(await agent.exited).toBe(0);
          expect((await simulator.ledgerJob(late.jobId)).acknowledgedAt).toBeUndefined();
        }),
      { ...quick, redeliverAfterSeconds: 30 },
    ));

  it('sent a second time ends the agent at once, and the next one goes on from its rows', () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          await writeAgentConfig(simulator, folder);
          const done = { ...configuration, DurationSeconds: '0' };
          await simulator.fault({
            operation: 'PutJobSuccessResult',
            kind: 'error',
            errorType: 'ThrottlingException',
          });
          const { chainId } = await simulator.job({ actionTypeId: custom, configuration: done });
          const agent = startAgentProcess(simulator, folder);
          await agent.logged((line) => line['event'] === 'run-state' && line['state'] === 'reporting');
          agent.child.kill('SIGTERM');
          await agent.logged((line) => line['event'] === 'draining');
          agent.child.kill('SIGTERM');
          expect(await agent.exited).toBe(2);

          await simulator.control('DELETE', 'faults');
          const next = startAgentProcess(simulator, folder);
          await next.logged((line) => line['event'] === 'run-state' && line['state'] === 'succeeded');
          next.child.kill('SIGTERM');
          expect(await next.exited).toBe(0);
          const ledger = await simulator.ledger();
          expect(ledger.chains.find((chain) => chain.chainId === chainId)?.final).toBe('succeeded');
          expect(ledger.backend.map((run) => run.starts)).toEqual([1]);
        }),
      quick,
    ));
});

it('lets an act in the window end before the ledger is closed, with its place in the audit', () =>
  withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        const desk = await openDesk(simulator.endpoint, folder);
        await simulator.job({ actionTypeId: review });
        const { runId } = await desk.run('a manual job', (run) => run.state === 'waiting-for-engineer');
        await simulator.fault({ operation: 'AcknowledgeJob', kind: 'latency', ms: 1_500, times: 1 });
        const acted = desk.runtime.act(runId, { kind: 'acknowledge' });
        await desk.run('the claim', (run) => run.state === 'claiming');
        await Promise.all([desk.runtime.close(20_000), expect(acted).resolves.toMatchObject(acknowledged)]);
        const db = await openStore(folder);
        const [row] = createAuditLog(db).list(null, 1);
        db.close();
        expect(row).toMatchObject({ act: 'acknowledge', outcome: 'took-effect' });
      }),
    quick,
  ));

/** An agent of its own process that has begun to poll. */
const withAgent = (
  work: (world: { simulator: SimulatorUnderTest; folder: string; agent: AgentProcess }) => Promise<void>,
) =>
  withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        await writeAgentConfig(simulator, folder);
        const agent = startAgentProcess(simulator, folder);
        await agent.logged((line) => line['event'] === 'agent-started');
        await work({ simulator, folder, agent });
      }),
    quick,
  );

it('answers exit code 3 to a second agent on the same data folder, which sends nothing', () =>
  withAgent(async ({ simulator, folder, agent: first }) => {
    const second = startAgentProcess(simulator, folder);
    expect(await second.exited).toBe(3);
    expect(second.errors()).toMatch(/^Another agent works in .+: stop it first/);
    expect(second.seen.filter((line) => line['event'] === 'agent-started')).toEqual([]);
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
  }));

it('goes on with its work when nobody reads its log any more', () =>
  withAgent(async ({ simulator, agent }) => {
    agent.child.stdout?.destroy();
    const { chainId } = await simulator.job({
      ...{ actionTypeId: custom, configuration: { ...configuration, DurationSeconds: '0' } },
    });
    const finalOf = async () =>
      (await simulator.ledger()).chains.find((chain) => chain.chainId === chainId)?.final;
    await expect.poll(finalOf, { timeout: 15_000 }).toBe('succeeded');
    agent.child.kill('SIGTERM');
    expect(await agent.exited).toBe(0);
  }));
