import { actionTypeKey, requireActionType } from './action-types.ts';
import type { ActionType, ActionTypeId, AnyActionTypeId } from './action-types.ts';
import type { Chain, ChainData } from './chain.ts';
import type { Client } from './clients.ts';
import type { Entropy } from './entropy.ts';
import type { Job } from './job.ts';

/** The delays of the service that a host can choose. AWS publishes none of the first two. */
export interface WorldTiming {
  readonly continueAfterMs: number;
  readonly redeliverAfterMs: number;
  /** For action types without a time-out of their own. */
  readonly jobTimeoutMs: number;
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
  /** Ids of jobs that are not over, by region and action type, oldest first. */
  readonly openJobs: Map<string, Set<string>>;
  /** Ids of chains that wait for their next job. */
  readonly pausing: Set<string>;
}

/** A world with no action types, clients or jobs. */
export function emptyWorld(timing: WorldTiming): World {
  return {
    timing,
    actionTypes: new Map(),
    clients: new Map(),
    jobs: new Map(),
    chains: new Map(),
    openJobs: new Map(),
    pausing: new Set(),
  };
}

/** The queue a poll looks into: jobs exist in one region only. */
export function queueKey(region: string, id: AnyActionTypeId): string {
  return `${region} ${actionTypeKey(id)}`;
}

/** Starts an action run: a chain with its first job, queued from `now` on. Refuses an unknown action type. */
export function startChain(world: World, data: ChainData, now: number, entropy: Entropy): Chain {
  requireActionType(world.actionTypes, data.actionTypeId);
  const chain: Chain = {
    chainId: entropy.uuid(),
    data,
    jobIds: [],
    successor: null,
    final: null,
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
    deadlineAt: createdAt + timeoutMs(world, actionTypeId),
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
  const key = queueKey(region, actionTypeId);
  const queue = world.openJobs.get(key) ?? new Set();
  world.openJobs.set(key, queue.add(job.id));
  return job;
}

/** A nonce, at most 50 characters as the service model wants. */
export function nonceFrom(entropy: Entropy): string {
  return entropy.opaque(24);
}

function jobIdFor(id: ActionTypeId, entropy: Entropy): string {
  return id.owner === 'ThirdParty' ? entropy.opaque(151) : entropy.uuid();
}

function timeoutMs(world: World, id: ActionTypeId): number {
  const own = world.actionTypes.get(actionTypeKey(id))?.jobTimeoutSeconds ?? null;
  return own === null ? world.timing.jobTimeoutMs : own * 1000;
}
