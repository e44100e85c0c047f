import { runIdOf } from '#main/compose/run-id.ts';
import { asJobId } from '#shared/domain/ids.ts';
import type { Ledger, LedgerJob } from '#test/support/simulator.ts';
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
}

type Result = LedgerJob['results'][number];

const meaningOf = (result: Result): 'failure' | 'continue' | 'success' =>
  result.operation.includes('Failure') ? 'failure' : result.continuationToken ? 'continue' : 'success';

function jobProblems(job: LedgerJob): string[] {
  const problems: string[] = [];
  const name = `job ${job.sequence}`;
  const accepted = job.results.filter((result) => result.accepted);
  if (accepted.length !== 1) problems.push(`${name}: ${accepted.length} results were accepted`);
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

/** Compares what CodePipeline, the backend and the agent remember. One sentence a contradiction; none is a pass. */
export function problemsOf(scene: CrashScene): string[] {
  const { scenario, ledger, works, runs } = scene;
  const chain = ledger.chains.find(({ chainId }) => chainId === scene.chainId);
  const jobs = ledger.jobs.filter(({ chainId }) => chainId === scene.chainId);
  const first = jobs.find(({ sequence }) => sequence === 1);
  if (!chain || !first) return ['the simulator has lost the run'];
  const problems = jobs.flatMap(jobProblems);
  const failures = jobs.flatMap(({ results }) => results).filter((result) => meaningOf(result) === 'failure');
  if (chain.final !== scenario.intended)
    problems.push(`the run ended ${chain.final ?? 'never'}, intended ${scenario.intended}`);
  if (scenario.intended === 'succeeded' && failures.length > 0)
    problems.push(`a failure was sent: ${failures[0]?.failureDetails?.message ?? ''}`);

  const runId = runIdOf({ region: first.region, jobId: asJobId(first.jobId) });
  const keys = works.map(({ idempotencyKey }) => idempotencyKey);
  if (works.length !== scenario.works)
    problems.push(`the work was begun ${works.length} times: ${keys.join(', ')}`);
  for (const key of keys)
    if (key !== `${runId}-1`) problems.push(`the work has the key ${key}, the run is ${runId}`);
  const [work] = works;
  if (work && chain.externalExecutionId !== work.externalExecutionId)
    problems.push(
      `the customer's link names ${chain.externalExecutionId ?? 'nothing'}, not ${work.externalExecutionId}`,
    );

  const told = runs.map((run) => `${run.runId} ${run.state}`).join(', ');
  if (told !== `${runId} ${scenario.intended}`)
    problems.push(`the agent's ledger says: ${told || 'nothing'}`);
  if (scene.unsettledResults > 0) problems.push(`${scene.unsettledResults} results are left in the outbox`);
  return problems;
}
