import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '#main/agent/ports.ts';
import { startAgentRuntime, type AgentRuntimeOptions } from '#main/compose/agent-runtime.ts';
import { readPracticeScenario } from '#main/compose/practice-scenario.ts';
import type { Runtime } from '#main/compose/runtime.ts';
import { createSessionKey } from '#main/vault/session-key.ts';
import type { RunDetail, RunSummary } from '#shared/domain/run.ts';
import { Secret } from '#shared/domain/secret.ts';

/** A folder that is removed at the end of the test, whatever happens. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'action-desk-test-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  const result = await work(folder).catch(async (thrown: unknown) => {
    // An agent that a failed test leaves at work may still write here: that is not what failed.
    await remove().catch(() => undefined);
    throw thrown;
  });
  await remove();
  return result;
}

/** An agent with a real ledger towards a simulator, and ways to wait for what it does. */
export interface DeskUnderTest {
  readonly runtime: Runtime;
  readonly logged: { level: string; event: string; fields?: Record<string, unknown> }[];
  /** Resolves with the first run that satisfies the predicate, now or after any later change; fails after 15 s. */
  run(what: string, predicate: (run: RunSummary) => boolean): Promise<RunSummary>;
  detail(id: string): Promise<RunDetail>;
  /** Resolves when the predicate holds, looked at after each change in the runtime. */
  until(what: string, predicate: () => Promise<boolean> | boolean): Promise<void>;
  close(): Promise<void>;
}

const PATIENCE_MS = 15_000;

/** Starts an agent in `folder` with the scenario's action types and customers, polling every 50 ms. */
export async function openDesk(
  endpoint: string,
  folder: string,
  overrides: Partial<AgentRuntimeOptions> = {},
  knownClients = true,
): Promise<DeskUnderTest> {
  const scenario = await readPracticeScenario(endpoint);
  const logged: DeskUnderTest['logged'] = [];
  const log: Log = (level, event, fields) => logged.push({ level, event, ...(fields ? { fields } : {}) });
  const runtime = await startAgentRuntime({
    environment: 'test',
    practice: false,
    simulatorEndpoint: null,
    tokenKeeping: { kept: false, sentence: 'A test.' },
    dataDir: folder,
    key: createSessionKey(),
    access: {
      credentials: { kind: 'static', accessKeyId: 'AKIDTEST', secretAccessKey: new Secret('test') },
      codepipelineEndpoint: endpoint,
      s3Endpoint: endpoint,
      callTimeoutMs: 5_000,
    },
    settings: {
      regions: scenario.regions,
      pollSeconds: 0.05,
      maxConcurrentRuns: 20,
      actionTypes: scenario.actionTypes,
    },
    log,
    prepare: async ({ addClient }) => {
      for (const { clientId, label, clientToken } of knownClients ? scenario.clients : []) {
        await addClient({ clientId, label, token: clientToken });
      }
    },
    ...overrides,
  });

  const until: DeskUnderTest['until'] = (what, predicate) =>
    new Promise((resolve, reject) => {
      let looking = false;
      let again = false;
      let unsubscribe = (): void => undefined;
      const end = (settle: () => void): void => {
        unsubscribe();
        clearTimeout(timer);
        settle();
      };
      const look = async (): Promise<void> => {
        if (looking) {
          again = true;
          return;
        }
        looking = true;
        try {
          do {
            again = false;
            if (await predicate()) return end(resolve);
          } while (again);
        } catch (error) {
          return end(() => reject(error instanceof Error ? error : new Error(String(error))));
        } finally {
          looking = false;
        }
      };
      const timer = setTimeout(() => {
        void runtime
          .listRuns({ sortBy: 'createdAt', descending: false, page: 1, pageSize: 50 })
          .then(({ rows }) => {
            const states = rows.map((run) => `${run.state} (${run.message ?? ''})`).join(', ');
            end(() => reject(new Error(`waited in vain for: ${what}. Runs: ${states || 'none'}`)));
          });
      }, PATIENCE_MS);
      unsubscribe = runtime.subscribe(() => void look());
      void look();
    });

  return {
    runtime,
    logged,
    until,
    async run(what, predicate) {
      let found: RunSummary | undefined;
      await until(what, async () => {
        const { rows } = await runtime.listRuns({
          sortBy: 'createdAt',
          descending: false,
          page: 1,
          pageSize: 500,
        });
        found = rows.find(predicate);
        return found !== undefined;
      });
      return found as RunSummary;
    },
    detail: (id) => runtime.getRun(id),
    close: () => runtime.close(2_000),
  };
}
