import { actionTypeKey, findActionType, requireActionType } from './action-types.ts';
import type { ActionType, ActionTypeId, AnyActionTypeId } from './action-types.ts';
import type { Chain, ChainData } from './chain.ts';
import type { Client } from './clients.ts';
import type { Entropy } from './entropy.ts';
import type { DueTimes } from './due-times.ts';
import { noDueTimes, planAt } from './due-times.ts';
import type { Job } from './job.ts';
import type { Errand } from './pipelines/errands.ts';
import type { Pipeline } from './pipelines/pipeline.ts';
import type { StandInRule } from './pipelines/stand-ins.ts';
import type { Webhook } from './webhooks.ts';

/** The delays of the service that a host can choose. AWS publishes none of the first two. */
export interface WorldTiming {
  readonly continueAfterMs: number;
  readonly redeliverAfterMs: number;
  /** For action types without a time-out of their own. */
  readonly jobTimeoutMs: number;
  /** How long the credentials in a job's data are good for; 15 minutes where it is left out. */
  readonly jobCredentialsMs?: number;
}

/**
 * The whole state of the simulated service, as plain data. Nothing in it moves by itself: every transition is
 * told the time, and `settle` brings the world up to that time first.
 */
export interface World {
  readonly timing: WorldTiming;
  readonly actionTypes: Map<string, ActionType>;
  readonly clients: Map<string, Client>;
  readonly jobs: Map<string, Job>;
  readonly chains: Map<string, Chain>;
  /** Ids of jobs that nobody has claimed yet, by region and action type, oldest first. */
  readonly unclaimedJobs: Map<string, Set<string>>;
  /** Everything that happens by itself, when its time comes. */
  readonly due: DueTimes<DueEvent>;
  /** By region and name. */
  readonly pipelines: Map<string, Pipeline>;
  /** By region and name. */
  readonly webhooks: Map<string, Webhook>;
  /** Work that needs the host, in order: reading a source, keeping what an action made. */
  readonly errands: Errand[];
  /** How AWS's own providers behave; the last rule that fits counts. */
  readonly standIns: StandInRule[];
  readonly accountId: string;
  /** How far `settle` has brought the world: the time at which waiting errands came up. */
  settledAt: number;
}

/** What can become due. Each is checked against the state when its time has come. */
export type DueEvent =
  | { readonly kind: 'job-deadline'; readonly jobId: string }
  | { readonly kind: 'next-job'; readonly chainId: string }
  | { readonly kind: 'action'; readonly at: ActionAddress }
  | { readonly kind: 'rule'; readonly at: RuleAddress };

/** Where an action execution is found. */
export interface ActionAddress {
  /** As `pipelineKey` makes it. */
  readonly pipeline: string;
  readonly executionId: string;
  readonly stageName: string;
  readonly actionExecutionId: string;
}

/** Where a rule execution is found. */
export interface RuleAddress {
  readonly pipeline: string;
  readonly executionId: string;
  readonly stageName: string;
  readonly ruleExecutionId: string;
}

/** A world with no action types, clients, jobs or pipelines. */
export function emptyWorld(timing: WorldTiming, accountId = '111122223333'): World {
  return {
    timing,
    actionTypes: new Map(),
    clients: new Map(),
    jobs: new Map(),
    chains: new Map(),
    unclaimedJobs: new Map(),
    due: noDueTimes(),
    pipelines: new Map(),
    webhooks: new Map(),
    errands: [],
    standIns: [],
    accountId,
    settledAt: 0,
  };
}

/** The queue a poll looks into: jobs exist in one region only. */
export function queueKey(region: string, id: AnyActionTypeId): string {
  return `${region} ${actionTypeKey(id)}`;
}

/**
 * Starts an action run: a chain with its first job, queued from `now` on. `action` says which pipeline hears of
 * its end. Refuses an unknown action type.
 */
export function startChain(
  world: World,
  data: ChainData,
  now: number,
  entropy: Entropy,
  action: ActionAddress | null = null,
): Chain {
  requireActionType(world.actionTypes, data.actionTypeId, data.region);
  const chain: Chain = {
    chainId: entropy.uuid(),
    data,
    jobIds: [],
    successor: null,
    final: null,
    action,
    externalExecutionId: null,
    percentComplete: null,
  };
  world.chains.set(chain.chainId, chain);
  addJob(world, chain, null, now, entropy);
  return chain;
}

/** Adds the next job to a chain. It lives from `createdAt` to its time-out, whenever somebody comes to look. */
export function addJob(
  world: World,
  chain: Chain,
  continuationToken: string | null,
  createdAt: number,
  entropy: Entropy,
): Job {
  const { region, actionTypeId, clientId } = chain.data;
  const job: Job = {
    id: jobIdFor(actionTypeId, entropy),
    chainId: chain.chainId,
    sequence: chain.jobIds.length + 1,
    region,
    actionTypeId,
    clientId,
    continuationToken,
    createdAt,
    deadlineAt: createdAt + timeoutMs(world, actionTypeId, region),
    status: 'Queued',
    nonce: nonceFrom(entropy),
    dispatches: [],
    acknowledgedAt: null,
    acknowledgedBy: null,
    invalidNonceCount: 0,
    results: [],
  };
  chain.jobIds.push(job.id);
  world.jobs.set(job.id, job);
  planAt(world.due, job.deadlineAt, { kind: 'job-deadline', jobId: job.id });
  const key = queueKey(region, actionTypeId);
  const queue = world.unclaimedJobs.get(key) ?? new Set();
  world.unclaimedJobs.set(key, queue.add(job.id));
  return job;
}

/** A nonce, at most 50 characters as the service model wants. */
export function nonceFrom(entropy: Entropy): string {
  return entropy.opaque(24);
}

function jobIdFor(id: ActionTypeId, entropy: Entropy): string {
  return id.owner === 'ThirdParty' ? entropy.opaque(151) : entropy.uuid();
}

function timeoutMs(world: World, id: ActionTypeId, region: string): number {
  const own = findActionType(world.actionTypes, id, region)?.jobTimeoutSeconds ?? null;
  return own === null ? world.timing.jobTimeoutMs : own * 1000;
}
