import type { Log } from '../agent/ports.ts';
import type { AgentConfig } from '../config/agent-config.ts';
import { openKeyFile } from '../vault/key-file.ts';
import { startAgentRuntime, type AgentRuntimeOptions } from './agent-runtime.ts';
import { AWS_CALL_TIMEOUT_MS } from './live.ts';
import type { Runtime } from './runtime.ts';

export interface ConfiguredAgentOptions extends Pick<
  AgentRuntimeOptions,
  'makeAgent' | 'paused' | 'cellsBefore' | 'watch'
> {
  config: AgentConfig;
  dataDir: string;
  log: Log;
}

/** The agent of a configuration file: credentials from the standard AWS chain, the key from its file. */
export function startConfiguredAgent(options: ConfiguredAgentOptions): Promise<Runtime> {
  const { config, ...rest } = options;
  return startAgentRuntime({
    ...rest,
    environment: config.environment,
    practice: false,
    simulatorEndpoint: null,
    tokenKeeping: { kept: true, sentence: `Tokens are encrypted with the key in ${config.keyFile}.` },
    key: openKeyFile(config.keyFile),
    access: { credentials: { kind: 'chain' }, callTimeoutMs: AWS_CALL_TIMEOUT_MS },
    settings: config,
  });
}
