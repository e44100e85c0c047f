import { runIdOf } from '#main/compose/run-id.ts';
import { asJobId } from '#shared/domain/ids.ts';
import type { Ledger, LedgerJob } from '#test/support/simulator.ts';
import type { LedgerLoss } from './ledger-loss.ts';
import type { CrashScenario } from './scenarios.ts';

/** What is left when the last process of an agent has ended. */
export interface CrashScene {
  readonly scenario: Pick<CrashScenario, 'intended' | 'works'>;
  readonly chainId: string;
  /** The simulator's: what CodePipeline took and refused. */
  readonly ledger: Pick<Ledger, 'jobs' | 'chains'>;
  /** What the backend began, with the idempotency key of each. */
  readonly works: readonly { idempotencyKey: string; externalExecutionId: string }[];
  /** The agent's own ledger. */
  readonly runs: readonly { runId: string; state: string }[];
  readonly unsettledResults: number;
  /** Null where the agent kept its database; where it was rebuilt, the same must hold. */
  readonly loss: LedgerLoss | null;
}

type Result = LedgerJob['results'][number];

const meaningOf = (result: Result): 'failure' | 'continue' | 'success' =>
  result.operation.includes('Failure') ? 'failure' : result.continuationToken ? 'continue' : 'success';

function jobProblems(job: LedgerJob, loss: LedgerLoss | null): string[] {
  const problems: string[] = [];
  const name = `job ${job.sequence}`;
  const accepted = job.results.filter((result) => result.accepted);
  const forgotten = loss?.kind === 'unanswerable' && job.sequence === loss.answered + 1;
  if (accepted.length !== (forgotten ? 0 : 1))
    problems.push(`${name}: ${accepted.length} results were accepted`);
  const meanings = new Set(job.results.map(meaningOf));
  if (meanings.size > 1) problems.push(`${name}: told ${[...meanings].join(' and ')}`);
  for (const { error } of job.results) {
    // The only refusal that a crash may lead to: the same result again, as its first answer was not written down.
    if (error !== undefined && error !== 'InvalidJobStateException')
      problems.push(`${name}: refused with ${error}`);
  }
  const first = job.results[0];
  if (first && !first.accepted)
    problems.push(`${name}: a result before the claim, or by somebody who lost it`);
  return problems;
}

/** The agent's ledger as it must be: `run id state`, or nothing. */
function runsExpected(scene: CrashScene, jobs: readonly LedgerJob[], firstRunId: string): string {
  const { loss, scenario } = scene;
  if (loss === null || loss.kind === 'rebuilt') return `${firstRunId} ${scenario.intended}`;
  if (loss.kind !== 'job-to-come') return '';
  // Taken up from the token alone: the run is named after the job that the new database heard of first.
  const heardOf = jobs.find(({ sequence }) => sequence === loss.answered + 1);
  return heardOf ? `${runIdOf({ ...heardOf, jobId: asJobId(heardOf.jobId) })} ${scenario.intended}` : 'a run';
}

function workProblems(scene: CrashScene, firstRunId: string, toldId: string | undefined): string[] {
  const { works, scenario, loss } = scene;
  const problems: string[] = [];
  const keys = works.map(({ idempotencyKey }) => idempotencyKey);
  // The agent may have died between the claim and the start.
  const least = loss?.kind === 'unanswerable' && loss.answered === 0 ? 0 : scenario.works;
  if (works.length < least || works.length > scenario.works)
    problems.push(`the work was begun ${works.length} times: ${keys.join(', ')}`);
  for (const key of keys)
    if (key !== `${firstRunId}-1`) problems.push(`the work has the key ${key}, the run is ${firstRunId}`);
  const [work] = works;
  // A job that nobody could answer has told no link.
  const mute = loss?.kind === 'unanswerable' && loss.answered === 0 && toldId === undefined;
  if (work && toldId !== work.externalExecutionId && !mute)
    problems.push(`the customer's link names ${toldId ?? 'nothing'}, not ${work.externalExecutionId}`);
  return problems;
}

/** Compares what CodePipeline, the backend and the agent remember. One sentence a contradiction; none is a pass. */
export function problemsOf(scene: CrashScene): string[] {
  const { scenario, ledger, loss } = scene;
  const chain = ledger.chains.find(({ chainId }) => chainId === scene.chainId);
  const jobs = ledger.jobs.filter(({ chainId }) => chainId === scene.chainId);
  const first = jobs.find(({ sequence }) => sequence === 1);
  if (!chain || !first) return ['the simulator has lost the run'];
  const problems = jobs.flatMap((job) => jobProblems(job, loss));
  const failures = jobs.flatMap(({ results }) => results).filter((result) => meaningOf(result) === 'failure');
  // CodePipeline itself fails the action of a job that nobody can answer.
  const final = loss?.kind === 'unanswerable' ? 'failed' : scenario.intended;
  if (chain.final !== final) problems.push(`the run ended ${chain.final ?? 'never'}, intended ${final}`);
  if (scenario.intended === 'succeeded' && failures.length > 0)
    problems.push(`a failure was sent: ${failures[0]?.failureDetails?.message ?? ''}`);

  const firstRunId = runIdOf({ region: first.region, jobId: asJobId(first.jobId) });
  problems.push(...workProblems(scene, firstRunId, chain.externalExecutionId));
  const told = scene.runs.map((run) => `${run.runId} ${run.state}`).join(', ');
  const expected = runsExpected(scene, jobs, firstRunId);
  if (told !== expected)
    problems.push(`the agent's ledger says: ${told || 'nothing'}, not: ${expected || 'nothing'}`);
  if (scene.unsettledResults > 0) problems.push(`${scene.unsettledResults} results are left in the outbox`);
  return problems;
}
