import type { KillPoint } from './kill-points.ts';
import type { LedgerLoss } from './ledger-loss.ts';
import type { CrashPlan } from './processes.ts';
import { crashScenarios, type CrashScenario } from './scenarios.ts';

/** A death at which the agent loses its database, and what can then become of the run. */
export interface LossCase {
  readonly name: string;
  readonly scenario: CrashScenario;
  readonly plan: CrashPlan;
  readonly becomes: LedgerLoss['kind'];
}

function lossCase(becomes: LedgerLoss['kind'], scenarioName: string, at: KillPoint): LossCase {
  const scenario = crashScenarios.find(({ name }) => name === scenarioName);
  if (!scenario) throw new RangeError(`there is no scenario ${scenarioName}`);
  const plan: CrashPlan = {
    killOf: (deaths) => (deaths.length === 0 ? { at, occurrence: 1 } : null),
    losesLedgerAfter: 0,
    loses: becomes === 'rebuilt' ? 'database' : 'all',
  };
  const left = becomes === 'rebuilt' ? ', its journal left' : '';
  return { name: `${scenarioName}, ${at}${left}`, scenario, plan, becomes };
}

/** Every kind of loss, with both protocols and both processors; the campaign loses databases anywhere. */
export const lossCases: readonly LossCase[] = [
  lossCase('job-to-come', 'third-party http success', 'before jobs.acknowledge [first]'),
  lossCase('unanswerable', 'third-party http success', 'after jobs.acknowledge [first]'),
  lossCase('unanswerable', 'custom http success', 'after http.start: running [first]'),
  lossCase('job-to-come', 'custom http success', 'after jobs.putResult(continue) [first]'),
  lossCase('job-to-come', 'third-party http failure', 'after jobs.putResult(continue) [successor]'),
  lossCase('job-to-come', 'custom command success', 'after jobs.putResult(continue) [first]'),
  lossCase(
    'job-to-come',
    'third-party command success with an upload',
    'after jobs.putResult(continue) [successor]',
  ),
  lossCase('unanswerable', 'custom http success', 'before jobs.putResult(success) [final]'),
  lossCase('run-over', 'custom http success', 'after jobs.putResult(success) [final]'),
  lossCase('rebuilt', 'third-party http success', 'before ledger.apply(claim-started) [first]'),
  lossCase('rebuilt', 'custom http success', 'after jobs.acknowledge [first]'),
  lossCase('rebuilt', 'third-party http success', 'after http.start: running [first]'),
  lossCase('rebuilt', 'third-party http failure', 'after jobs.putResult(continue) [successor]'),
  lossCase('rebuilt', 'custom http failure', 'before jobs.putResult(failure) [final]'),
  lossCase('rebuilt', 'third-party http failure', 'after jobs.putResult(failure) [final]'),
  lossCase('rebuilt', 'custom command success', 'after command.start: running [first]'),
  lossCase('rebuilt', 'third-party command success with an upload', 'after s3.put [final]'),
  lossCase('rebuilt', 'custom http success', 'after ledger.settleResult(success-accepted) [final]'),
];
