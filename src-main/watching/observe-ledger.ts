import { actionTypeKey } from '#shared/domain/action-type.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import type { JobResult } from '#shared/domain/job.ts';
import { isFinal, type RunEvent } from '#shared/domain/run-state.ts';
import type { Clock, OutboxRow, RunLedger, RunRecord } from '../agent/ports.ts';
import type { Tell } from './sighting.ts';

type Known = Pick<OutboxRow, 'outboxId'> & { region: string; result: JobResult['kind'] };

function resultOutcomeOf(event: RunEvent): 'accepted' | 'refused' | 'job-over' {
  if (event === 'result-refused') return 'refused';
  return event === 'job-over' ? 'job-over' : 'accepted';
}

/**
 * The same ledger; what is written is told with its duration, and what became of results and runs. A settlement names its
 * result by number only, so the results that are open are remembered here: as many as the outbox holds.
 */
export function observeLedger(ledger: RunLedger, tell: Tell, clock: Clock): RunLedger {
  const open = new Map<number, Known>();

  function remember(row: OutboxRow | null): void {
    if (row)
      open.set(row.outboxId, {
        outboxId: row.outboxId,
        region: row.job.region,
        result: row.result.kind,
      });
  }

  async function written<T>(write: () => Promise<T>): Promise<T> {
    const from = clock.monotonicMs();
    const told = (failure: string | null): void =>
      tell({ kind: 'ledger-write', seconds: (clock.monotonicMs() - from) / 1000, failure });
    try {
      const answer = await write();
      told(null);
      return answer;
    } catch (thrown) {
      const error = toActionDeskError(thrown);
      // A run that is not there is the asker's mistake, and no trouble of the disk.
      told(error.code === 'not-found' ? null : error.message);
      throw thrown;
    }
  }

  function ended(run: RunRecord | null): void {
    if (!run || !isFinal(run.state)) return;
    const actionType = actionTypeKey(run.actionTypeId);
    tell({ kind: 'run-ended', region: run.region, actionType, state: run.state });
  }

  return {
    ...ledger,
    jobSeen: (...args) => written(() => ledger.jobSeen(...args)),
    patch: (...args) => written(() => ledger.patch(...args)),
    note: (...args) => written(() => ledger.note(...args)),
    async apply(...args) {
      const run = await written(() => ledger.apply(...args));
      ended(run);
      return run;
    },
    async writeResult(...args) {
      const row = await written(() => ledger.writeResult(...args));
      remember(row);
      return row;
    },
    async settleResult(outboxId, event, ...rest) {
      const run = await written(() => ledger.settleResult(outboxId, event, ...rest));
      const known = open.get(outboxId);
      open.delete(outboxId);
      if (known) {
        const { region, result } = known;
        tell({ kind: 'result', region, result, outcome: resultOutcomeOf(event) });
      }
      ended(run);
      return run;
    },
    async postponeResult(outboxId, ...rest) {
      await written(() => ledger.postponeResult(outboxId, ...rest));
      const known = open.get(outboxId);
      if (known) tell({ kind: 'result', region: known.region, result: known.result, outcome: 'postponed' });
    },
    async unsettledResult(outboxId) {
      const row = await ledger.unsettledResult(outboxId);
      remember(row);
      return row;
    },
    async liveRuns() {
      const runs = await ledger.liveRuns();
      tell({ kind: 'deadlines-watched' });
      return runs;
    },
  };
}
