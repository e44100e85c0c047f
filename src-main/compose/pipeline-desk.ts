import type { z } from 'zod';
import type { pipelinesChannels } from '#shared/ipc/areas/pipelines.ts';
import type { Actor } from './runtime.ts';

type Channels = typeof pipelinesChannels;
type Named<N extends string> = `pipelines.${N}` & keyof Channels;

/** What the contract asks of one of the desk's questions, without `pipelines.` before its name. */
export type PipelinesAsked<N extends string> = z.output<Channels[Named<N>]['request']>;
/** What the contract says that it answers. */
export type PipelinesAnswer<N extends string> = z.infer<Channels[Named<N>]['response']>;

type Answers<N extends string> = (asked: PipelinesAsked<N>) => Promise<PipelinesAnswer<N>>;
type Does<N extends string> = (asked: PipelinesAsked<N>, by?: Actor) => Promise<PipelinesAnswer<N>>;

/**
 * The pipelines that one environment's credentials reach. Every call is within the traffic budget, after the agent's own; what
 * CodePipeline refuses throws an ActionDeskError that names the call. Acts are bounded by the environment's protection and end
 * in the audit.
 */
export interface PipelineDesk {
  readonly list: Answers<'list'>;
  readonly glance: Answers<'glance'>;
  /** Ends with the runtime; a second start goes on with a scan under way, or with one that was stopped. */
  readonly scan: Answers<'scan'>;
  readonly get: Answers<'get'>;
  readonly changes: Answers<'changes'>;
  readonly executions: Answers<'executions'>;
  readonly succeededIn: Answers<'succeededIn'>;
  readonly execution: Answers<'execution'>;
  readonly actions: Answers<'actions'>;
  readonly whatIf: Answers<'whatIf'>;
  readonly act: Does<'act'>;
  readonly afterCare: Answers<'afterCare'>;
  readonly cancelWork: Does<'cancelWork'>;
}
