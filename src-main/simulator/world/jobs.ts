import type { CurrentRevision, FailureType } from '@aws-sdk/client-codepipeline';
import type { ActionTypeId, AnyActionTypeId } from './action-types.ts';
import type { Chain } from './chain.ts';
import type { Entropy } from './entropy.ts';
import { planAt } from './due-times.ts';
import { acknowledge, dispatch, isAvailable, isOver, refuseResult, report } from './job.ts';
import type { Job, JobOutcome } from './job.ts';
import { chainEnded, chainGoesOn } from './pipelines/job-news.ts';
import { ServiceError } from './service-error.ts';
import { nonceFrom, queueKey } from './world.ts';
import type { World } from './world.ts';

const outputVariablesLimitBytes = 122_880;

/** A success as it came over the wire, checked against the service model already. */
export interface SuccessReport {
  readonly operation: string;
  readonly continuationToken?: string | undefined;
  readonly percentComplete?: number | undefined;
  readonly summary?: string | undefined;
  readonly externalExecutionId?: string | undefined;
  readonly outputVariables?: Record<string, string> | undefined;
  /** What a custom source action found. */
  readonly currentRevision?: CurrentRevision | undefined;
}

/** A failure as it came over the wire. It always ends the chain. */
export interface FailureReport {
  readonly operation: string;
  readonly type: FailureType;
  readonly message: string;
  readonly externalExecutionId?: string | undefined;
}

/** Hands out up to `limit` jobs of one action type in one region, oldest first. Marks them dispatched. */
export function pollJobs(
  world: World,
  query: {
    region: string;
    actionTypeId: AnyActionTypeId;
    limit: number;
    configuration?: Readonly<Record<string, string>> | undefined;
  },
  now: number,
  entropy: Entropy,
): Job[] {
  const handedOut: Job[] = [];
  for (const id of world.unclaimedJobs.get(queueKey(query.region, query.actionTypeId)) ?? []) {
    if (handedOut.length >= query.limit) break;
    const job = world.jobs.get(id);
    if (!job || !isAvailable(job, now, world.timing.redeliverAfterMs)) continue;
    const { configuration } = chainOf(world, job).data;
    const wanted = Object.entries(query.configuration ?? {});
    if (!wanted.every(([key, value]) => configuration[key] === value)) continue;
    const next = dispatch(job, now, nonceFrom(entropy));
    replace(world, next);
    handedOut.push(next);
  }
  return handedOut;
}

/** Finds a job of one protocol in one region, or refuses with JobNotFoundException. */
export function requireJob(world: World, region: string, owner: ActionTypeId['owner'], jobId: string): Job {
  const job = world.jobs.get(jobId);
  if (job?.region === region && job.actionTypeId.owner === owner) return job;
  throw new ServiceError('JobNotFoundException', `The job with id ${jobId} was not found`);
}

/** The chain a job belongs to. Every job has one. */
export function chainOf(world: World, job: Job): Chain {
  const chain = world.chains.get(job.chainId);
  if (!chain) throw new Error(`job ${job.id} has no chain`);
  return chain;
}

/** Claims a job and returns it; throws InvalidNonceException, which is counted on the job. */
export function acknowledgeJob(
  world: World,
  job: Job,
  nonce: string,
  now: number,
  worker: string | null,
): Job {
  return settled(world, acknowledge(job, nonce, now, worker));
}

/**
 * Takes a success. With a continuation token the chain goes on after the pause, with a new job; without one
 * the action has succeeded. Throws InvalidJobState, Validation or OutputVariablesSizeExceeded exceptions.
 */
export function putSuccess(
  world: World,
  job: Job,
  success: SuccessReport,
  now: number,
  entropy: Entropy,
): void {
  const { currentRevision, ...told } = success;
  const attempt = { at: now, ...definedOnly(told) };
  const refusal = refusalOfVariables(success);
  if (refusal && job.status === 'InProgress') settled(world, refuseResult(job, attempt, refusal));
  settled(world, report(job, 'Succeeded', attempt));

  const chain = chainOf(world, job);
  chain.externalExecutionId = success.externalExecutionId ?? chain.externalExecutionId;
  chain.percentComplete = success.percentComplete ?? chain.percentComplete;
  const { continuationToken, summary = null, outputVariables = {} } = success;
  if (continuationToken === undefined) {
    chain.final = 'succeeded';
    chainEnded(
      world,
      chain,
      { error: null, summary, outputVariables, revision: currentRevision },
      now,
      entropy,
    );
    return;
  }
  const at = now + world.timing.continueAfterMs;
  chain.successor = { at, continuationToken };
  planAt(world.due, at, { kind: 'next-job', chainId: chain.chainId });
  chainGoesOn(world, chain, summary, now);
}

/** Takes a failure: the action has failed. Throws InvalidJobStateException. */
export function putFailure(
  world: World,
  job: Job,
  failure: FailureReport,
  now: number,
  entropy: Entropy,
): void {
  const { operation, type, message, externalExecutionId } = failure;
  const failureDetails = definedOnly({ type, message, externalExecutionId });
  settled(world, report(job, 'Failed', { at: now, operation, failureDetails }));
  const chain = chainOf(world, job);
  chain.externalExecutionId = externalExecutionId ?? chain.externalExecutionId;
  chain.final = 'failed';
  const error = { code: type, message };
  // A failure without the id loses the link to the vendor's page, whatever earlier results said.
  chainEnded(world, chain, { error, externalExecutionId: externalExecutionId ?? null }, now, entropy);
}

function refusalOfVariables(success: SuccessReport): ServiceError | null {
  if (!success.outputVariables) return null;
  if (success.continuationToken !== undefined) {
    const message = 'Output variables cannot be included in a request that has a continuation token';
    return new ServiceError('ValidationException', message);
  }
  const bytes = new TextEncoder().encode(Object.entries(success.outputVariables).flat().join('')).length;
  if (bytes <= outputVariablesLimitBytes) return null;
  return new ServiceError(
    'OutputVariablesSizeExceededException',
    `The total size of the output variables exceeds the limit of ${outputVariablesLimitBytes} bytes`,
  );
}

function settled(world: World, outcome: JobOutcome): Job {
  replace(world, outcome.job);
  if (outcome.refusal) throw outcome.refusal;
  return outcome.job;
}

function replace(world: World, job: Job): void {
  world.jobs.set(job.id, job);
  if (isOver(job) || job.status === 'InProgress')
    world.unclaimedJobs.get(queueKey(job.region, job.actionTypeId))?.delete(job.id);
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function definedOnly<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Defined<T>;
}
