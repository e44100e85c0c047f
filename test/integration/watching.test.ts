import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startAgentProcess, writeAgentConfig, type AgentProcess } from '#test/support/agent-process.ts';
import { withFolder } from '#test/support/desk.ts';
import { actionTypes, contoso, withSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';
import { runCommandLine } from '#test/unit/commands/command-line.ts';

const quick = { scenario: 'bare', continueAfterSeconds: 0, redeliverAfterSeconds: 1, now: Date.now };
const API_KEY = 'canary-api-key-8d21';
const PATIENCE = { timeout: 30_000, interval: 50 };
const LIMIT_MS = 90_000;

type Health = { status: string; causes: { code: string; sentence: string; since: string | null }[] };

interface Watched {
  simulator: SimulatorUnderTest;
  folder: string;
  agent: AgentProcess;
  /** A sample by name and labels, in the order of the page; 0 where there is none. */
  metric: (sample: string) => Promise<number>;
  page: (path: string) => Promise<{ status: number; text: string }>;
  health: () => Promise<Health & { httpStatus: number }>;
}

/** An agent with metrics and a log file, towards a simulator of its own. */
function withWatchedAgent(
  settings: (simulator: SimulatorUnderTest) => Record<string, unknown>,
  work: (watched: Watched) => Promise<void>,
): Promise<void> {
  return withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        await writeAgentConfig(simulator, folder, settings(simulator));
        const common = ['--config', join(folder, 'config.json'), '--data', folder];
        const named = ['--client-id', contoso.clientId, '--label', 'Contoso Retail'];
        const added = await runCommandLine(['clients', 'add', ...named, ...common], contoso.clientToken);
        expect(added).toMatchObject({ code: 0, err: '' });
        const log = join(folder, 'logs.log');
        const flags = ['--metrics', '0', '--log-file', log, '--log-max-mb', '0.01', '--log-keep', '3'];
        const agent = startAgentProcess(simulator, folder, flags);
        await agent.logged((line) => line['event'] === 'metrics-listening');
        const url = String(agent.seen.find((line) => line['event'] === 'metrics-listening')?.['url']);
        const page = async (path: string) => {
          const response = await fetch(`${url}${path}`);
          return { status: response.status, text: await response.text() };
        };
        try {
          await work({
            ...{ simulator, folder, agent, page },
            async metric(sample) {
              const { text } = await page('/metrics');
              const line = text.split('\n').find((each) => each.startsWith(`${sample} `));
              return Number(line?.split(' ').at(-1) ?? 0);
            },
            async health() {
              const { status, text } = await page('/health');
              return { ...(JSON.parse(text) as Health), httpStatus: status };
            },
          });
        } finally {
          agent.child.kill('SIGTERM');
          await agent.exited;
        }
      }),
    quick,
  );
}

function bothTypes(simulator: SimulatorUnderTest): Record<string, unknown> {
  const startUrl = `${simulator.endpoint}/_backend/runs`;
  const processor = { kind: 'http', startUrl, statusUrl: `${startUrl}/{ExternalExecutionId}` };
  const types = [actionTypes.custom, actionTypes.thirdParty];
  return { actionTypes: types.map((type) => ({ ...type, processor, secretConfigurationKeys: ['ApiKey'] })) };
}

const state = (name: string) => (line: Record<string, unknown>) =>
  line['event'] === 'run-state' && line['state'] === name;

it(
  'counts what the service counts, and shows no secret on any page or in the log file',
  () =>
    withWatchedAgent(bothTypes, async ({ simulator, folder, agent, metric, page, health }) => {
      const configuration = { TestPlan: 'checkout-peak', DurationSeconds: '0.1', ApiKey: API_KEY };
      for (let job = 0; job < 3; job += 1) await simulator.job({ configuration });
      await simulator.job({ clientId: contoso.clientId, configuration });
      await agent.logged(state('succeeded'), 4);

      const { jobs, calls, backend } = await simulator.ledger();
      const region = 'region="us-east-1"';
      const results = jobs.flatMap((job) => job.results).filter(({ accepted }) => accepted);
      const accepted = (kind: string) =>
        metric(`action_desk_results_total{${region},kind="${kind}",outcome="accepted"}`);
      expect((await accepted('continue')) + (await accepted('success'))).toBe(results.length);
      expect(await accepted('success')).toBe(4);
      expect(await metric(`action_desk_claims_total{${region},outcome="claimed"}`)).toBe(
        jobs.filter((job) => job.acknowledgedAt !== undefined).length,
      );
      for (const operation of ['AcknowledgeJob', 'PutJobSuccessResult', 'PutThirdPartyJobSuccessResult'])
        expect(
          await metric(`action_desk_calls_total{${region},operation="${operation}",outcome="ok"}`),
          operation,
        ).toBe(calls[operation]);
      const type = 'Test/Custom/Northwind-LoadTest/1';
      expect(
        await metric(`action_desk_runs_ended_total{${region},action_type="${type}",outcome="succeeded"}`),
      ).toBe(3);
      const handed = `action_desk_jobs_polled_total{${region},action_type="${type}"}`;
      expect(await metric(handed)).toBe(
        jobs.filter((job) => job.protocol === 'custom').flatMap((job) => job.dispatches).length,
      );
      const started = 'processor="http",operation="start",outcome="answered"';
      expect(await metric(`action_desk_backend_call_duration_seconds_count{${started}}`)).toBe(
        backend.length,
      );
      expect(await metric('action_desk_outbox_results')).toBe(0);
      expect(await metric(`action_desk_runs{${region},state="succeeded"}`)).toBe(4);
      await expect.poll(() => health(), PATIENCE).toMatchObject({ status: 'idle', httpStatus: 200 });

      const pages = [await page('/metrics'), await page('/health')].map(({ text }) => text);
      agent.child.kill('SIGTERM');
      expect(await agent.exited).toBe(0);
      const logs = readdirSync(folder).filter((name) => name.startsWith('logs.log'));
      expect(logs).toContain('logs.log.1');
      const written = logs
        .toSorted()
        .reverse()
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .join('');
      expect(written).toContain('"event":"stopped"');
      for (const name of logs) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
      // Whole lines in their order, as on standard output.
      const events = written
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object);
      expect(agent.seen.slice(-events.length)).toEqual(events);
      for (const text of [...pages, written])
        for (const secret of [API_KEY, contoso.clientToken, 'AKIDTEST']) expect(text).not.toContain(secret);
      for (const name of [contoso.clientId, 'Contoso', ...jobs.map(({ jobId }) => jobId)])
        expect(pages.join('')).not.toContain(name);
    }),
  LIMIT_MS,
);

it(
  'counts throttled calls, and goes from idle to cut off with the reason and back',
  () =>
    withWatchedAgent(bothTypes, async ({ simulator, agent, metric, health }) => {
      await expect.poll(() => health(), PATIENCE).toMatchObject({ status: 'idle' });
      await simulator.fault({
        ...{ operation: 'PollForJobs', kind: 'error', errorType: 'ThrottlingException', times: 2 },
      });
      await agent.logged((line) => line['event'] === 'poll-recovered');
      expect(await metric('action_desk_throttled_calls_total{region="us-east-1"}')).toBe(2);

      await simulator.fault({ operation: '*', kind: 'error', errorType: 'InternalFailure', status: 500 });
      await expect
        .poll(() => health(), PATIENCE)
        .toMatchObject({
          ...{ status: 'cut-off', httpStatus: 503 },
          causes: [{ code: 'cut-off', since: expect.stringMatching(/^20\d\d-/) as string }],
        });
      expect(await metric('action_desk_answered_poll_age_seconds{region="us-east-1"}')).toBeGreaterThan(4.9);
      await simulator.control('DELETE', 'faults');
      await expect.poll(() => health(), PATIENCE).toMatchObject({ status: 'idle', httpStatus: 200 });
    }),
  LIMIT_MS,
);

it(
  'is busy, and not dead, while all slots are taken',
  () =>
    withWatchedAgent(
      (simulator) => ({ ...bothTypes(simulator), maxConcurrentRuns: 1 }),
      async ({ simulator, metric, health }) => {
        await simulator.fault({ operation: 'AcknowledgeJob', kind: 'latency', ms: 2_500, times: 1 });
        await simulator.job({ configuration: { TestPlan: 'checkout-peak', DurationSeconds: '0.1' } });
        await expect.poll(() => health(), PATIENCE).toMatchObject({ status: 'busy', httpStatus: 200 });
        expect(await metric('action_desk_slots_used')).toBe(1);
        await expect.poll(() => health(), PATIENCE).toMatchObject({ status: 'idle' });
      },
    ),
  LIMIT_MS,
);

it('ends with one sentence and 1 where the port is taken', () =>
  withWatchedAgent(bothTypes, async ({ simulator, agent }) => {
    const url = String(agent.seen.find((line) => line['event'] === 'metrics-listening')?.['url']);
    const { port } = new URL(url);
    await withFolder(async (other) => {
      await writeAgentConfig(simulator, other, bothTypes(simulator));
      const second = startAgentProcess(simulator, other, ['--metrics', port]);
      expect(await second.exited).toBe(1);
      expect(second.errors()).toBe(
        `--metrics: cannot listen on 127.0.0.1:${port}: another program listens there\n`,
      );
    });
  }));
