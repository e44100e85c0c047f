import { actionTypeKey } from '#shared/domain/action-type.ts';
import { createPipelineActs } from '../aws/pipeline-acts.ts';
import { createPipelineReader } from '../aws/pipelines.ts';
import type { AgentRuntimeOptions } from './agent-runtime-options.ts';
import type { AssembledAgent } from './assemble-agent.ts';
import type { ClientActs } from './client-acts.ts';
import { openPipelineDesk, type PipelineDeskParts } from './open-pipeline-desk.ts';
import type { OpenStores } from './open-stores.ts';
import type { RuntimeEvents } from './runtime-events.ts';

/** Wires the pipelines of one environment: CodePipeline, the ledger's runs, and the agent for after-care. */
export function wirePipelines(
  { settings }: Pick<AgentRuntimeOptions, 'settings'>,
  { agent, awsClients, clock }: Pick<AssembledAgent, 'agent' | 'awsClients' | 'clock'>,
  stores: Pick<OpenStores, 'pipelineRuns'>,
  desk: PipelineDeskParts['desk'],
  record: ClientActs['record'],
  events: RuntimeEvents,
): ReturnType<typeof openPipelineDesk> {
  const served = new Set(settings.actionTypes.map((type) => actionTypeKey(type)));
  return openPipelineDesk({
    ...{ desk, agent, record },
    regions: settings.regions,
    reader: createPipelineReader(awsClients, (type) => served.has(actionTypeKey(type))),
    acts: createPipelineActs(awsClients),
    runs: stores.pipelineRuns,
    emit: (event) => events.emit(event),
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
  });
}
