import { Secret } from '#shared/domain/secret.ts';
import type { Log } from '../agent/ports.ts';
import type { Replay } from '../simulator/scenarios/replay.ts';
import { startSimulator } from '../simulator/server.ts';
import { createSessionKey } from '../vault/session-key.ts';
import { startAgentRuntime } from './agent-runtime.ts';
import { AWS_CALL_TIMEOUT_MS } from './live.ts';
import { readPracticeScenario } from './practice-scenario.ts';
import type { Runtime } from './runtime.ts';

export interface PracticeOptions {
  /** Emptied by the caller: the key of the last practice is gone with its process. */
  dataDir: string;
  log: Log;
  scenario?: string;
  /** A story of one run, which is all that happens then. */
  replay?: Replay | undefined;
  nativeBinding?: string | undefined;
}

/**
 * The built-in environment: a simulator on loopback and, towards it, the same agent, SDK and ledger as in a live one.
 * Closing it closes the simulator too.
 */
export async function startPractice(
  options: PracticeOptions,
): Promise<Runtime & { simulatorEndpoint: string }> {
  const simulator = await startSimulator(
    options.replay ? { replay: options.replay } : { scenario: options.scenario ?? 'practice' },
  );
  try {
    const scenario = await readPracticeScenario(simulator.endpoint);
    const runtime = await startAgentRuntime({
      environment: 'practice',
      practice: true,
      simulatorEndpoint: simulator.endpoint,
      tokenKeeping: { kept: false, sentence: 'Practice tokens are made up; they are kept until you quit.' },
      dataDir: options.dataDir,
      key: createSessionKey(),
      access: {
        credentials: {
          kind: 'static',
          accessKeyId: scenario.credentials.accessKeyId,
          secretAccessKey: new Secret(scenario.credentials.secretAccessKey),
        },
        codepipelineEndpoint: simulator.endpoint,
        s3Endpoint: simulator.endpoint,
        callTimeoutMs: AWS_CALL_TIMEOUT_MS,
      },
      settings: {
        regions: scenario.regions,
        pollSeconds: 1,
        maxConcurrentRuns: 20,
        actionTypes: scenario.actionTypes,
      },
      log: options.log,
      nativeBinding: options.nativeBinding,
      prepare: async ({ addClient }) => {
        for (const { clientId, label, clientToken } of scenario.clients)
          await addClient({ clientId, label, token: clientToken });
      },
    });
    return {
      ...runtime,
      simulatorEndpoint: simulator.endpoint,
      async close(drainMs) {
        await runtime.close(drainMs);
        await simulator.close();
      },
    };
  } catch (thrown) {
    await simulator.close();
    throw thrown;
  }
}
