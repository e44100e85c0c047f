import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { readPracticeScenario } from '#main/compose/practice-scenario.ts';
import { createAuditLog } from '#main/store/audit-log.ts';
import { openStore } from '#main/store/open-store.ts';
import type { RunDetail, RunPage } from '#shared/domain/run.ts';
import { withFolder } from '#test/support/desk.ts';
import { actionTypes, contoso, withSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

const projectFolder = resolve(import.meta.dirname, '../..');
const posix = it.skipIf(process.platform === 'win32');

type LogLine = Record<string, unknown>;

/** A simulator, a data folder with a configuration for it, and processes of the command line in both. */
interface World {
  readonly simulator: SimulatorUnderTest;
  readonly folder: string;
  /** Runs a command on the folder to its end. */
  readonly command: (
    args: readonly string[],
    input?: string,
  ) => Promise<{ code: number | null; out: string; err: string }>;
  /** Starts the agent in a process of its own. */
  readonly agent: (...flags: string[]) => AgentProcess;
}

interface AgentProcess {
  /** The first line, past or to come, that matches. */
  line(matches: (line: LogLine) => boolean): Promise<LogLine>;
  kill(signal: NodeJS.Signals): void;
  /** The exit code; null after a signal. */
  readonly ended: Promise<number | null>;
}

async function withWorld(work: (world: World) => Promise<void>, endpoint?: string): Promise<void> {
  const ends: (() => Promise<unknown>)[] = [];
  await withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        const { regions, actionTypes: types } = await readPracticeScenario(simulator.endpoint);
        const config = join(folder, 'agent.json');
        const vault = { keyFile: 'key' };
        writeFileSync(
          config,
          JSON.stringify({ environment: 'test', regions, pollSeconds: 1, actionTypes: types, vault }),
        );
        const start = (args: readonly string[]) => {
          const child = spawn(process.execPath, ['src-main/cli.ts', ...args, '--data', folder], {
            cwd: projectFolder,
            env: {
              ...process.env,
              AWS_ENDPOINT_URL_CODEPIPELINE: endpoint ?? simulator.endpoint,
              AWS_ACCESS_KEY_ID: 'AKIDTEST',
              AWS_SECRET_ACCESS_KEY: 'test',
              AWS_EC2_METADATA_DISABLED: 'true',
            },
          });
          const closed = once(child, 'close').then(([code]) => code as number | null);
          ends.push(() => {
            child.kill('SIGKILL');
            return closed;
          });
          return { child, closed };
        };
        const world: World = {
          simulator,
          folder,
          async command(args, input = '') {
            const { child, closed } = start(args);
            let [out, err] = ['', ''];
            child.stdout.on('data', (part) => (out += String(part)));
            child.stderr.on('data', (part) => (err += String(part)));
            child.stdin.on('error', () => undefined);
            child.stdin.end(input);
            return { code: await closed, out, err };
          },
          agent(...flags) {
            const { child, closed } = start(['agent', '--config', config, ...flags]);
            const seen: LogLine[] = [];
            const waiting = new Set<() => void>();
            createInterface({ input: child.stdout }).on('line', (text) => {
              seen.push(JSON.parse(text) as LogLine);
              waiting.forEach((look) => look());
            });
            return {
              ended: closed,
              kill: (signal) => void child.kill(signal),
              line: (matches) =>
                new Promise((found) => {
                  const look = (): void => {
                    const line = seen.find(matches);
                    if (!line) return;
                    waiting.delete(look);
                    found(line);
                  };
                  waiting.add(look);
                  look();
                }),
            };
          },
        };
        try {
          await work(world);
        } finally {
          await Promise.all(ends.map((end) => end()));
        }
      }),
    { scenario: 'bare', continueAfterSeconds: 0, redeliverAfterSeconds: 1, now: Date.now },
  );
}

const inState =
  (state: string, from = 0) =>
  (line: LogLine): boolean =>
    line['event'] === 'run-state' && line['state'] === state && Date.parse(String(line['time'])) >= from;

async function audit(folder: string) {
  const db = await openStore(folder);
  const rows = createAuditLog(db).list(null, 20).reverse();
  db.close();
  return rows;
}

describe('the command line beside an agent', () => {
  it('lists, claims, reports and completes a manual run through the agent, each act in the audit', () =>
    withWorld(async ({ simulator, folder, command, agent }) => {
      const { jobId, chainId } = await simulator.job({ actionTypeId: actionTypes.review });
      const running = agent();
      await running.line(inState('waiting-for-engineer'));
      const listed = JSON.parse((await command(['runs', 'list', '--json'])).out) as RunPage;
      expect(listed.rows.map(({ state, currentJobId }) => [state, currentJobId])).toEqual([
        ['waiting-for-engineer', jobId],
      ]);
      const runId = listed.rows[0]?.runId ?? '';

      expect(await command(['runs', 'complete', jobId])).toMatchObject({
        code: 1,
        err: expect.stringContaining('acknowledge it or take it over') as string,
      });
      expect(await command(['runs', 'ack', jobId, '--reason', 'ticket 4711'])).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^took effect: /) as string,
      });
      const before = Date.now();
      const progress = await command([
        'runs',
        'progress',
        jobId,
        '--percent',
        '40',
        '--summary',
        'Half',
        '--json',
      ]);
      expect([progress.code, JSON.parse(progress.out)]).toMatchObject([
        0,
        { act: 'progress', runId, outcome: 'took-effect', before: 'with-engineer', after: 'between-jobs' },
      ]);
      await running.line(inState('with-engineer', before));
      expect((await command(['runs', 'complete', runId])).code).toBe(0);
      const chain = (await simulator.ledger()).chains.find((candidate) => candidate.chainId === chainId);
      expect(chain?.final).toBe('succeeded');
      const shown = JSON.parse((await command(['runs', 'show', jobId, '--json'])).out) as RunDetail;
      expect(shown.run).toMatchObject({ runId, state: 'succeeded' });

      running.kill('SIGTERM');
      expect(await running.ended).toBe(0);
      const who = expect.stringMatching(/ \(command line\)$/) as string;
      expect(await audit(folder)).toMatchObject([
        {
          act: 'acknowledge',
          who,
          subject: runId,
          reason: 'ticket 4711',
          outcome: 'took-effect',
          after: 'with-engineer',
        },
        { act: 'progress', who, reason: null, before: 'with-engineer', after: 'between-jobs' },
        { act: 'complete', who, outcome: 'took-effect', after: 'succeeded' },
      ]);
    }));

  it('gives the agent a token, which releases the run that waited, and shows it nowhere', () =>
    withWorld(async ({ simulator, folder, command, agent }) => {
      await simulator.job({
        clientId: contoso.clientId,
        configuration: { TestPlan: 'x', DurationSeconds: '0.1' },
      });
      const running = agent();
      await running.line(inState('needs-token'));
      const added = await command(
        ['clients', 'add', '--client-id', contoso.clientId, '--label', 'Contoso'],
        `${contoso.clientToken}\n`,
      );
      expect(added).toEqual({
        code: 0,
        out: `Added ${contoso.clientId} (Contoso). One run that waited for it can go on.\n`,
        err: '',
      });
      await running.line(inState('succeeded'));
      const csv = `c15a94be-7f38-4e02-9b6d-2d80f7a3e5c3;Fabrikam;canary-token\n`;
      expect((await command(['clients', 'import'], csv)).out).toBe('Added 1, replaced 0, skipped 0.\n');
      const listed = await command(['clients', 'list', '--json']);
      expect(listed.out).toContain('"tokenUsable": true');
      running.kill('SIGTERM');
      await running.ended;
      for (const name of readdirSync(folder).filter((entry) => entry.startsWith('action-desk.db')))
        expect(readFileSync(join(folder, name)).includes(contoso.clientToken)).toBe(false);
    }));

  posix('lets only its user to the socket, and takes it away at the end', () =>
    withWorld(async ({ folder, command, agent }) => {
      const running = agent();
      await running.line((line) => line['event'] === 'agent-started');
      // The socket opens after the start was logged: a command waits for it.
      expect((await command(['runs', 'list'])).code).toBe(0);
      const socket = join(folder, 'socket', 'agent.sock');
      expect([statSync(socket).mode & 0o777, statSync(join(folder, 'socket')).mode & 0o777]).toEqual([
        0o600, 0o700,
      ]);
      expect((await command(['agent', '--config', join(folder, 'agent.json')])).code).toBe(3);
      running.kill('SIGTERM');
      await running.ended;
      expect(readdirSync(join(folder, 'socket'))).toEqual([]);
    }),
  );

  it('says that the outcome is unknown when the agent is killed while a command waits', () =>
    withWorld(async ({ simulator, command, agent }) => {
      const { jobId } = await simulator.job({ actionTypeId: actionTypes.review });
      const running = agent();
      await running.line(inState('waiting-for-engineer'));
      await simulator.fault({ operation: 'AcknowledgeJob', kind: 'latency', ms: 10_000, times: 1 });
      const waiting = command(['runs', 'ack', jobId]);
      await running.line(inState('claiming'));
      running.kill('SIGKILL');
      const { code, err } = await waiting;
      expect([code, err]).toEqual([2, expect.stringContaining('whether it took effect is not known')]);
      // The socket that was left is nobody's: the ledger is read instead.
      expect((await command(['runs', 'show', jobId])).out).toContain('claiming');
    }));
});

describe('the command line without an agent', () => {
  it('starts an agent for one act where a configuration is named, and says what is needed else', () =>
    withWorld(async ({ simulator, folder, command, agent }) => {
      const { jobId, chainId } = await simulator.job({ actionTypeId: actionTypes.review });
      const first = agent();
      await first.line(inState('waiting-for-engineer'));
      first.kill('SIGKILL');
      await first.ended;
      const other = await simulator.job({ actionTypeId: actionTypes.custom });

      expect(await command(['runs', 'ack', jobId])).toMatchObject({
        code: 1,
        err: expect.stringContaining('name its configuration with --config') as string,
      });
      const config = ['--config', join(folder, 'agent.json')];
      const claimed = await command(['runs', 'ack', jobId, ...config]);
      expect(claimed).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^took effect/) as string,
        err: '',
      });
      expect((await command(['runs', 'complete', jobId, ...config])).code).toBe(0);
      const ledger = await simulator.ledger();
      expect(ledger.chains.find((chain) => chain.chainId === chainId)?.final).toBe('succeeded');
      // Nothing else was polled for.
      expect(ledger.jobs.find((job) => job.jobId === other.jobId)?.acknowledgedBy ?? null).toBeNull();
      expect((await audit(folder)).map(({ act, outcome }) => [act, outcome])).toEqual([
        ['acknowledge', 'took-effect'],
        ['complete', 'took-effect'],
      ]);
    }));
});

describe('agent --once', () => {
  it('works off what is there and ends', () =>
    withWorld(async ({ simulator, command, agent }) => {
      const configuration = { TestPlan: 'x', DurationSeconds: '0.3' };
      await simulator.job({ actionTypeId: actionTypes.custom, configuration });
      await simulator.job({ actionTypeId: actionTypes.review });
      expect(await agent('--once').ended).toBe(0);
      const { countsByState } = JSON.parse((await command(['runs', 'list', '--json'])).out) as RunPage;
      expect(countsByState).toEqual({ succeeded: 1, 'waiting-for-engineer': 1 });
    }));

  it('ends with 2 where CodePipeline could not be reached', () =>
    withWorld(async ({ agent }) => {
      expect(await agent('--once').ended).toBe(2);
    }, 'http://127.0.0.1:9'));
});
