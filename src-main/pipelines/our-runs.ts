import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { ActionRow, OurRun } from '#shared/domain/pipeline.ts';
import type { RunState } from '#shared/domain/run-state.ts';

/** What of a run ties it to an action execution. Times are epoch milliseconds. */
export interface TiedRun {
  readonly runId: string;
  readonly region: string;
  readonly protocol: 'custom' | 'third-party';
  /** As actionTypeKey writes it. */
  readonly actionType: string;
  readonly state: RunState;
  readonly stageName: string | null;
  readonly actionName: string | null;
  readonly executionId: string | null;
  readonly actionExecutionId: string | null;
  readonly createdAt: number;
}

/** A run with the action execution that it belongs to; null where that was not read. */
export interface LinkedRun<Run extends TiedRun> {
  readonly run: Run;
  readonly action: ActionRow | null;
  readonly guess: boolean;
}

/** The service's clock and ours differ, and a job is polled a little after its action began. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * Finds the action executions of runs. The job of a custom action names its action execution. A third-party job names pipeline,
 * stage and action only, and customers' pipelines may have those same names: such a run belongs, as a guess, to the latest
 * execution of that action and type in its region that was going on when it was first seen.
 *
 * @param region of the pipeline, where actions that name none run.
 */
export function linkRuns<Run extends TiedRun>(
  region: string,
  actions: readonly ActionRow[],
  runs: readonly Run[],
): LinkedRun<Run>[] {
  const byId = new Map(actions.map((action) => [action.actionExecutionId, action]));
  const byName = new Map<string, ActionRow[]>();
  for (const action of actions) {
    const name = nameOf(action.stageName, action.actionName);
    byName.set(name, [...(byName.get(name) ?? []), action]);
  }
  return runs.flatMap((run): LinkedRun<Run>[] => {
    if (run.protocol === 'custom') {
      const action = byId.get(run.actionExecutionId ?? '') ?? null;
      return action || run.executionId !== null ? [{ run, action, guess: false }] : [];
    }
    const named = byName.get(nameOf(run.stageName, run.actionName)) ?? [];
    const [action] = named
      .filter((one) => isPossible(region, one, run))
      .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
    return action ? [{ run, action, guess: true }] : [];
  });
}

const nameOf = (stageName: string | null, actionName: string | null): string => `${stageName}/${actionName}`;

function isPossible(region: string, action: ActionRow, run: TiedRun): boolean {
  const { actionTypeId, startedAt, status } = action;
  if (!actionTypeId || actionTypeKey(actionTypeId) !== run.actionType) return false;
  if ((action.region ?? region) !== run.region || startedAt === null) return false;
  const endedAt = status === 'InProgress' ? Infinity : (action.updatedAt ?? Infinity);
  return startedAt - CLOCKS_DIFFER_MS <= run.createdAt && run.createdAt <= endedAt + CLOCKS_DIFFER_MS;
}

/** As the page shows it. */
export function ourRun({ run, action, guess }: LinkedRun<TiedRun>): OurRun {
  return {
    runId: run.runId,
    state: run.state,
    stageName: action?.stageName ?? run.stageName,
    actionName: action?.actionName ?? run.actionName,
    executionId: action?.executionId ?? run.executionId,
    guess,
  };
}
