import { takeDue } from './due-times.ts';
import type { Entropy } from './entropy.ts';
import { expire, isOver } from './job.ts';
import { advance } from './pipelines/advance.ts';
import { endAction } from './pipelines/end-action.ts';
import { findAction } from './pipelines/find.ts';
import { chainEnded } from './pipelines/job-news.ts';
import { addJob, queueKey } from './world.ts';
import type { ActionAddress, RuleAddress, World } from './world.ts';

/**
 * Brings the world up to `now`, event by event in the order of their times. Stops early as soon as errands
 * wait, at the time they came up (`world.settledAt`): true means do them and call again; false, it is done.
 */
export function settle(world: World, now: number, entropy: Entropy): boolean {
  for (;;) {
    if (world.errands.length > 0) return true;
    const due = takeDue(world.due, now);
    if (!due) break;
    world.settledAt = Math.max(world.settledAt, due.at);
    const { what, at } = due;
    switch (what.kind) {
      case 'job-deadline':
        expireJob(world, what.jobId, at, entropy);
        break;
      case 'next-job':
        nextJob(world, what.chainId, at, entropy);
        break;
      case 'action':
        actionIsDue(world, what.at, at, entropy);
        break;
      case 'rule':
        ruleIsDue(world, what.at, at, entropy);
        break;
    }
  }
  world.settledAt = Math.max(world.settledAt, now);
  return false;
}

function nextJob(world: World, chainId: string, at: number, entropy: Entropy): void {
  const chain = world.chains.get(chainId);
  // Something else may have ended the chain, or an earlier entry made its job already.
  if (!chain?.successor || chain.successor.at > at) return;
  const { continuationToken } = chain.successor;
  chain.successor = null;
  addJob(world, chain, continuationToken, at, entropy);
}

function expireJob(world: World, jobId: string, at: number, entropy: Entropy): void {
  const job = world.jobs.get(jobId);
  if (!job || isOver(job)) return;
  world.jobs.set(jobId, expire(job, at));
  world.unclaimedJobs.get(queueKey(job.region, job.actionTypeId))?.delete(jobId);
  const chain = world.chains.get(job.chainId);
  if (!chain || chain.final !== null) return;
  chain.final = 'failed';
  const minutes = Math.round((job.deadlineAt - job.createdAt) / 60_000);
  // The service's own code for this case is not published.
  const error = {
    code: 'JobTimedOut',
    message: `The job did not report a result within its time-out of ${minutes} minutes`,
  };
  chainEnded(world, chain, { error }, at, entropy);
}

function actionIsDue(world: World, address: ActionAddress, at: number, entropy: Entropy): void {
  const found = findAction(world, address);
  if (found?.action.status !== 'InProgress') return;
  const { pipeline, execution, action } = found;
  const scene = { world, pipeline, now: at, entropy };
  const { work } = action;
  if (work.kind === 'approval' && work.expiresAt <= at) {
    const error = { code: 'ApprovalTimedOut', message: 'The approval was not answered in time' };
    endAction(scene, execution, action, { error });
  } else if (work.kind === 'stand-in' && work.outcome.ok) {
    const { outputVariables = {} } = work.outcome;
    endAction(scene, execution, action, { error: null, outputVariables });
    if (action.outputArtifacts.length > 0) world.errands.push({ kind: 'make-outputs', at: address });
  } else if (work.kind === 'stand-in' && !work.outcome.ok) {
    const { code, message } = work.outcome;
    endAction(scene, execution, action, { error: { code, message } });
  }
  advance(scene);
}

function ruleIsDue(world: World, address: RuleAddress, at: number, entropy: Entropy): void {
  const pipeline = world.pipelines.get(address.pipeline);
  const stage = pipeline?.executions.get(address.executionId)?.stages.get(address.stageName);
  const rule = stage?.conditions
    .flatMap(({ rules }) => rules)
    .find(({ ruleExecutionId }) => ruleExecutionId === address.ruleExecutionId);
  if (!pipeline || rule?.status !== 'InProgress') return;
  rule.status = rule.outcome.ok ? 'Succeeded' : 'Failed';
  rule.lastUpdateAt = at;
  if (!rule.outcome.ok) rule.errorDetails = { code: rule.outcome.code, message: rule.outcome.message };
  advance({ world, pipeline, now: at, entropy });
}
