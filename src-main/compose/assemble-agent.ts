import { createAgent, type Agent } from '../agent/agent.ts';
import type { Clock } from '../agent/ports.ts';
import { createTraffic, type Traffic } from '../agent/traffic.ts';
import { createCodePipelineClients, type CodePipelineClients } from '../aws/clients.ts';
import { createJobService } from '../aws/job-service.ts';
import { createS3ArtifactStore } from '../aws/s3-artifact-store.ts';
import { createSystemClock } from '../platform/clock.ts';
import { createPollHistory, type PollHistory } from './agent-history.ts';
import type { AgentRuntimeOptions } from './agent-runtime-options.ts';
import { compileAgentSettings, trafficLimits, watchedSettings } from './agent-settings.ts';
import type { ClosingOrder } from './closing-order.ts';
import type { createHolds } from './holds-desk.ts';
import type { OpenStores } from './open-stores.ts';
import { runIdOf } from './run-id.ts';
import type { RuntimeEvents } from './runtime-events.ts';

/** An agent that has not started yet, and what it speaks to AWS through. */
export interface AssembledAgent {
  readonly agent: Agent;
  readonly awsClients: CodePipelineClients;
  readonly traffic: Traffic;
  readonly history: PollHistory;
  readonly clock: Clock;
}

/**
 * Wires the agent's ports: every call to CodePipeline goes through the traffic budget, is counted in the history, and is seen
 * by `watch` where there is one. Nothing is called yet.
 */
export function assembleAgent(
  options: Pick<AgentRuntimeOptions, 'access' | 'settings' | 'dataDir' | 'watch' | 'makeAgent' | 'log'>,
  stores: Pick<OpenStores, 'ledger' | 'clients'>,
  holds: ReturnType<typeof createHolds>,
  closing: ClosingOrder,
  { emit }: RuntimeEvents,
): AssembledAgent {
  const { access, settings, watch, log } = options;
  const { ledger, clients } = stores;
  const awsClients = createCodePipelineClients(access);
  closing.opened(() => awsClients.close());
  const { s3Endpoint, callTimeoutMs } = access;
  const artifacts = createS3ArtifactStore({ s3Endpoint, requestTimeoutMs: callTimeoutMs });
  const clock = createSystemClock();
  const kit = { dataDir: options.dataDir, artifacts, clock, log };
  const service = createJobService(awsClients);
  const history = createPollHistory(clock);
  const seen = history.watching(watch?.jobs(service) ?? service);
  const traffic = createTraffic(seen, trafficLimits(settings), clock);
  const makeAgent = options.makeAgent ?? createAgent;
  const agent = makeAgent(watchedSettings(compileAgentSettings(settings, kit), watch), {
    jobs: traffic.jobs,
    ledger: watch?.ledger(ledger) ?? ledger,
    tokens: clients,
    artifacts,
    clock,
    log,
    random: Math.random,
    newRunId: runIdOf,
    holds,
    onCellsChanged: () => emit({ kind: 'cells-changed' }),
    onResumed: () => awsClients.renew(),
  });
  return { agent, awsClients, traffic, history, clock };
}
