import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPracticeScenario, type PracticeScenario } from '#main/compose/practice-scenario.ts';
import { createClientStore } from '#main/store/client-store.ts';
import { openStore } from '#main/store/open-store.ts';
import { createCipher } from '#main/vault/cipher.ts';
import { openKeyFile } from '#main/vault/key-file.ts';
import { asClientId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import { actionTypes, openSimulator } from '#test/support/simulator.ts';
import type { AgentBundle } from './agent-bundle.ts';
import { loseDatabase } from './ledger-loss.ts';
import { openProgram, type Program } from './program.ts';
import { runProcesses, type CrashPlan, type Lives } from './processes.ts';
import { readScene } from './scene.ts';
import { WORK_SECONDS, type CrashScenario } from './scenarios.ts';
import { problemsOf } from './verdict.ts';

/** One run under a series of kills, and what came of it; the problems are those of `problemsOf` too. */
export type CrashOutcome = Lives;

/** A simulator with a place for one agent at a time. */
export interface CrashWorld {
  /** The run ends with the first process that is not killed. */
  run(scenario: CrashScenario, plan: CrashPlan): Promise<CrashOutcome>;
  close(): Promise<void>;
}

/** The pauses of the field, 60 times as fast: 30 s before a job is handed out again are 0.5 s. */
const REDELIVER_SECONDS = 0.5;
const CLAIM_SETTLE_MS = 2_000;
const CONTINUE_SECONDS = 0.07;
const POLL_MS = 100;

/** Opens a simulator of its own, with a customer's token on file at the agent. */
export async function openCrashWorld(bundle: AgentBundle): Promise<CrashWorld> {
  const simulator = await openSimulator({
    scenario: 'bare',
    now: Date.now,
    continueAfterSeconds: CONTINUE_SECONDS,
    redeliverAfterSeconds: REDELIVER_SECONDS,
  });
  const folder = await mkdtemp(join(tmpdir(), 'action-desk-crash-'));
  const freshDir = join(folder, 'fresh');
  const keyFile = join(folder, 'key');
  const practice = await readPracticeScenario(simulator.endpoint);
  await prepareClients(practice, freshDir, keyFile);
  let runs = 0;
  return {
    async run(scenario, plan) {
      const runDir = join(folder, `run-${runs++}`);
      const dataDir = join(runDir, 'data');
      await mkdir(runDir);
      await cp(freshDir, dataDir, { recursive: true });
      const program = openProgram(runDir, {
        succeeds: scenario.intended === 'succeeded',
        leavesOutput: (scenario.order.outputArtifacts ?? []).length > 0,
      });
      const configFile = join(runDir, 'agent.json');
      await writeFile(configFile, JSON.stringify(configuration(scenario, practice, program, keyFile)));
      await simulator.reset();
      for (const fault of scenario.faults ?? []) await simulator.fault({ status: 400, ...fault, times: 1 });
      try {
        const { chainId } = await simulator.job(scenario.order);
        const lives = await runProcesses({
          simulator,
          bundle,
          chainId,
          plan,
          orders: {
            ...{ configFile, dataDir, traceFile: join(runDir, 'trace'), workEndedFile: program.endedFile },
            ...{ pollIntervalMs: POLL_MS, claimSettleMs: CLAIM_SETTLE_MS },
          },
          endWork: async () => {
            await program.end();
            await simulator.advance(WORK_SECONDS);
          },
          loseLedger: (extent) => loseDatabase(dataDir, freshDir, extent),
        });
        const scene = await readScene(simulator, dataDir);
        const works = scenario.processor === 'command' ? await program.works() : scene.ledger.backend;
        const problems = problemsOf({ scenario, chainId, ...scene, works, loss: lives.loss });
        return { ...lives, problems: [...lives.problems, ...problems] };
      } finally {
        await program.end();
        await rm(runDir, { recursive: true, force: true, maxRetries: 10 });
      }
    },
    async close() {
      await simulator.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** Makes a data folder with the clients, to be copied for each run. */
async function prepareClients(practice: PracticeScenario, freshDir: string, keyFile: string): Promise<void> {
  const store = await openStore(freshDir);
  const clients = createClientStore(store, createCipher(openKeyFile(keyFile)));
  for (const { clientId, label, clientToken } of practice.clients)
    clients.add({ clientId: asClientId(clientId), label, token: new Secret(clientToken) }, Date.now());
  store.close();
}

/** The agent serves the one action type of the run: what else it could poll would only take time. */
function configuration(
  scenario: CrashScenario,
  practice: PracticeScenario,
  program: Program,
  keyFile: string,
): object {
  const { owner, provider } = scenario.order.actionTypeId ?? actionTypes.custom;
  const served = practice.actionTypes.filter((type) => type.owner === owner && type.provider === provider);
  return {
    environment: 'crash',
    regions: ['us-east-1'],
    pollSeconds: 1,
    actionTypes: served.map((type) =>
      scenario.processor === 'command' ? { ...type, processor: program.processor } : type,
    ),
    vault: { keyFile },
  };
}
