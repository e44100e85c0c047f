import type { CellView } from '#shared/domain/agent-cell.ts';
import type { Environment } from '#shared/domain/environment.ts';
import type { ConnectionReport } from '#shared/domain/connection-test.ts';
import { protocolOf } from '#shared/domain/action-type.ts';
import type { BackendTryOrder, BackendTryReport } from '#shared/domain/backend-try.ts';
import type { Log } from '../agent/ports.ts';
import { createCodePipelineClients, type AwsAccess } from '../aws/clients.ts';
import { testCalls } from '../aws/connection-test.ts';
import { tryBackend } from '../processors/try-backend.ts';
import type { KeyHandle } from '../vault/key-handle.ts';
import { startAgentRuntime } from './agent-runtime.ts';
import type { Runtime, TokenKeeping } from './runtime.ts';

/** Bounds one call to CodePipeline. */
export const AWS_CALL_TIMEOUT_MS = 15_000;

/** A connection test should not keep anybody waiting. */
const TEST_CALL_TIMEOUT_MS = 8_000;

function accessOf(environment: Environment, callTimeoutMs: number): AwsAccess {
  const { codepipeline, s3 } = environment.endpoints;
  return {
    credentials: environment.credentials,
    callTimeoutMs,
    ...(codepipeline ? { codepipelineEndpoint: codepipeline } : {}),
    ...(s3 ? { s3Endpoint: s3 } : {}),
  };
}

export interface LiveOptions {
  environment: Environment;
  dataDir: string;
  key: KeyHandle;
  tokenKeeping: TokenKeeping;
  log: Log;
  nativeBinding?: string | undefined;
  /** See `AgentRuntimeOptions`. */
  cellsBefore?: readonly CellView[] | undefined;
}

/** An environment of the settings page at work. Missing credentials are a state of its cells, not an error here. */
export function startLive(options: LiveOptions): Promise<Runtime> {
  const { environment, ...rest } = options;
  return startAgentRuntime({
    ...rest,
    environment: environment.name,
    practice: false,
    protection: environment.protection,
    simulatorEndpoint: null,
    access: accessOf(environment, AWS_CALL_TIMEOUT_MS),
    settings: environment,
  });
}

/**
 * Finds out who we are and which calls are allowed; takes no job and changes nothing. `turn`: see `Runtime.consoleCall`;
 * without it the calls are made at once.
 */
export async function testConnection(
  environment: Environment,
  turn: Runtime['consoleCall'] = (_region, send) => send(),
): Promise<ConnectionReport> {
  const clients = createCodePipelineClients(accessOf(environment, TEST_CALL_TIMEOUT_MS));
  try {
    const protocols = new Set(environment.actionTypes.map(protocolOf));
    return await testCalls(clients, environment.regions, protocols, turn);
  } finally {
    clients.close();
  }
}

/** One call to a vendor's backend as the agent would make it. See `processors/try-backend.ts`. */
export function tryProcessor(order: BackendTryOrder): Promise<BackendTryReport> {
  const { processor, what, externalExecutionId, ...about } = order;
  return tryBackend(processor, about, what, externalExecutionId, TEST_CALL_TIMEOUT_MS);
}
