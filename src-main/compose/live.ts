import type { Environment } from '#shared/domain/environment.ts';
import type { Log } from '../agent/ports.ts';
import { createCodePipelineClients, type AwsAccess } from '../aws/clients.ts';
import { probeRegion } from '../aws/connection-test.ts';
import { createJobService } from '../aws/job-service.ts';
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
}

/** An environment of the settings page at work. Missing credentials are a state of its cells, not an error here. */
export function startLive(options: LiveOptions): Promise<Runtime> {
  const { environment, ...rest } = options;
  return startAgentRuntime({
    ...rest,
    environment: environment.name,
    practice: false,
    simulatorEndpoint: null,
    access: accessOf(environment, AWS_CALL_TIMEOUT_MS),
    settings: environment,
  });
}

/** Asks CodePipeline once in each region, all at the same time; takes no job. */
export async function testConnection(
  environment: Environment,
): Promise<{ region: string; ok: boolean; sentence: string }[]> {
  const clients = createCodePipelineClients(accessOf(environment, TEST_CALL_TIMEOUT_MS));
  const [first] = environment.actionTypes;
  if (!first) return [];
  const { category, owner, provider, version } = first;
  try {
    const jobs = createJobService(clients);
    return await Promise.all(
      environment.regions.map((region) => probeRegion(jobs, region, { category, owner, provider, version })),
    );
  } finally {
    clients.close();
  }
}
