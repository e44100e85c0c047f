import { describe, expect, it } from 'vitest';
import { clientQuerySchema } from '#shared/domain/client.ts';
import { openDesk, withFolder, type DeskUnderTest } from '#test/support/desk.ts';
import { actionTypes, contoso, withSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

const quick = { scenario: 'bare', continueAfterSeconds: 0, redeliverAfterSeconds: 1, now: Date.now };

/** A simulator on the real clock with an agent beside it. */
async function withDesk(
  work: (desk: DeskUnderTest, simulator: SimulatorUnderTest) => Promise<void>,
  knownClients = true,
): Promise<void> {
  await withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        const desk = await openDesk(simulator.endpoint, folder, {}, knownClients);
        try {
          await work(desk, simulator);
        } finally {
          await desk.close();
        }
      }),
    quick,
  );
}

const loadTest = (duration: number, more: Record<string, string> = {}) => ({
  TestPlan: 'checkout-peak',
  DurationSeconds: String(duration),
  ApiKey: 'canary-api-key-7731',
  ...more,
});

describe('the main job, from poll to final result', () => {
  it('carries a third-party run over several jobs to success', () =>
    withDesk(async (desk, simulator) => {
      const { jobId, chainId } = await simulator.job({
        clientId: contoso.clientId,
        configuration: loadTest(0.4),
      });
      const done = await desk.run('success', (run) => run.state === 'succeeded');
      const detail = await desk.detail(jobId);
      expect(detail.run.runId).toBe(done.runId);
      expect(detail.run).toMatchObject({
        clientLabel: 'Contoso Retail',
        percentComplete: 100,
        attempt: 1,
        deadlineAt: null,
      });
      expect(detail.run.executionUrl).toBe(
        `https://loadtest.northwind.example/runs/${done.externalExecutionId}`,
      );
      expect(detail.jobs.length).toBeGreaterThan(1);
      expect(detail.jobs[0]?.continuationToken).toBeNull();
      expect(detail.jobs[1]?.continuationToken).toBe(done.externalExecutionId);

      const ledger = await simulator.ledger();
      expect(ledger.chains.find((chain) => chain.chainId === chainId)?.final).toBe('succeeded');
      expect(ledger.backend).toHaveLength(1);
      expect(ledger.backend[0]).toMatchObject({ starts: 1, idempotencyKey: `${done.runId}-1` });
      const rejected = ledger.jobs.flatMap((job) => job.results).filter((result) => !result.accepted);
      expect(rejected).toEqual([]);
    }));

  it('finds the run by any job id of its chain and by the external execution id', () =>
    withDesk(async (desk, simulator) => {
      await simulator.job({ clientId: contoso.clientId, configuration: loadTest(0.3) });
      const done = await desk.run('success', (run) => run.state === 'succeeded');
      const detail = await desk.detail(done.runId);
      for (const id of [...detail.jobs.map((job) => job.jobId), done.externalExecutionId ?? '']) {
        expect((await desk.detail(id)).run.runId).toBe(done.runId);
      }
    }));

  it('serves two regions and both protocols at once', () =>
    withDesk(async (desk, simulator) => {
      const orders = await Promise.all([
        simulator.job({ region: 'us-east-1', clientId: contoso.clientId, configuration: loadTest(0.1) }),
        simulator.job({ region: 'us-west-2', clientId: contoso.clientId, configuration: loadTest(0.1) }),
        simulator.job({
          region: 'us-east-1',
          actionTypeId: actionTypes.custom,
          configuration: loadTest(0.1),
        }),
        simulator.job({
          region: 'us-west-2',
          actionTypeId: actionTypes.custom,
          configuration: loadTest(0.1),
        }),
      ]);
      await desk.until('four successes', async () => {
        const page = await desk.runtime.listRuns({
          sortBy: 'createdAt',
          descending: false,
          page: 1,
          pageSize: 10,
        });
        return page.countsByState.succeeded === 4;
      });
      const ledger = await simulator.ledger();
      expect(ledger.backend.map((run) => run.starts)).toEqual([1, 1, 1, 1]);
      for (const { chainId } of orders)
        expect(ledger.chains.find((chain) => chain.chainId === chainId)?.final).toBe('succeeded');
    }));

  it("reports the backend's failure with type, message and external execution id", () =>
    withDesk(async (desk, simulator) => {
      const { chainId } = await simulator.job({
        actionTypeId: actionTypes.custom,
        configuration: loadTest(0.1, {
          Outcome: 'fail',
          FailureMessage: 'p95 latency 2,310 ms is above the limit of 800 ms',
        }),
      });
      const failed = await desk.run('failure', (run) => run.state === 'failed');
      expect(failed).toMatchObject({
        failureType: 'JobFailed',
        message: 'p95 latency 2,310 ms is above the limit of 800 ms',
      });
      const ledger = await simulator.ledger();
      const last = ledger.jobs.filter((job) => job.chainId === chainId).at(-1);
      expect(last?.results[0]?.failureDetails).toEqual({
        type: 'JobFailed',
        message: 'p95 latency 2,310 ms is above the limit of 800 ms',
        externalExecutionId: failed.externalExecutionId,
      });
    }));

  it("turns the backend's 400 into a final ConfigurationError with its words", () =>
    withDesk(async (desk, simulator) => {
      await simulator.job({ actionTypeId: actionTypes.custom, configuration: { Region: 'eu' } });
      const failed = await desk.run('failure', (run) => run.state === 'failed');
      expect(failed.failureType).toBe('ConfigurationError');
      expect(failed.message).toContain('TestPlan');
    }));

  it('keeps a job without client token visible and goes on by itself when the token is added', () =>
    withDesk(async (desk, simulator) => {
      const { jobId } = await simulator.job({ clientId: contoso.clientId, configuration: loadTest(0.1) });
      const waiting = await desk.run('needs token', (run) => run.state === 'needs-token');
      expect(waiting.currentJobId).toBe(jobId);
      const { unmatched } = await desk.runtime.unmatchedClients();
      expect(unmatched).toMatchObject([
        { clientId: contoso.clientId, reason: 'missing', runs: [{ runId: waiting.runId, jobId }] },
      ]);

      const { releasedRuns } = await desk.runtime.addClient({
        clientId: contoso.clientId,
        label: 'Contoso',
        token: contoso.clientToken,
      });
      expect(releasedRuns).toBe(1);
      const done = await desk.run('success', (run) => run.state === 'succeeded');
      expect(done.runId).toBe(waiting.runId);
      expect((await desk.runtime.unmatchedClients()).unmatched).toEqual([]);
    }, false));

  it('lets the other jobs of a batch go on when one client token is refused', () =>
    withDesk(async (desk, simulator) => {
      await desk.runtime.addClient({ clientId: contoso.clientId, label: 'Contoso', token: 'a-wrong-token' });
      await simulator.job({ clientId: contoso.clientId, configuration: loadTest(0.1) });
      await simulator.job({ clientId: 'c15a94be-7f38-4e02-9b6d-2d80f7a3e5c3', configuration: loadTest(0.1) });
      await desk.run('the other customer to succeed', (run) => run.state === 'succeeded');
      const refused = await desk.run('the refused one to wait', (run) => run.state === 'needs-token');
      expect(refused.message).toContain('refused');
      const { rows: clients } = await desk.runtime.listClients(clientQuerySchema.parse({}));
      const { unmatched } = await desk.runtime.unmatchedClients();
      expect(unmatched[0]?.reason).toBe('refused');
      expect(
        clients.find((client) => client.clientId === contoso.clientId)?.invalidTokenCount,
      ).toBeGreaterThan(0);

      await desk.runtime.addClient({
        clientId: contoso.clientId,
        label: 'Contoso',
        token: contoso.clientToken,
      });
      await desk.run(
        'success after the token was replaced',
        (run) => run.runId === refused.runId && run.state === 'succeeded',
      );
    }));

  it('hides a secret that the backend echoes, from timeline, log and CodePipeline', () =>
    withDesk(async (desk, simulator) => {
      const configuration = loadTest(0.1, {
        Outcome: 'fail',
        DbPassword: 'canary-password-55',
        FailureMessage: 'Login with canary-password-55 was refused',
      });
      await simulator.job({ actionTypeId: actionTypes.custom, configuration });
      const failed = await desk.run('failure', (run) => run.state === 'failed');
      expect(failed.message).toBe('Login with [secret] was refused');
      const results = (await simulator.ledger()).jobs.flatMap((job) => job.results);
      expect(results.at(-1)?.failureDetails?.message).toBe('Login with [secret] was refused');
      expect(JSON.stringify([(await desk.detail(failed.runId)).timeline, desk.logged])).not.toContain(
        'canary-password-55',
      );
    }));

  it('stores no secret: neither tokens nor secret configuration are in the details or the log', () =>
    withDesk(async (desk, simulator) => {
      await simulator.job({ clientId: contoso.clientId, configuration: loadTest(0.1) });
      const done = await desk.run('success', (run) => run.state === 'succeeded');
      const detail = await desk.detail(done.runId);
      expect(detail.configuration).toContainEqual({ key: 'ApiKey', value: null, secret: true });
      const everything = JSON.stringify([detail, desk.logged]);
      expect(everything).not.toContain('canary-api-key-7731');
      expect(everything).not.toContain(contoso.clientToken);
    }));
});
