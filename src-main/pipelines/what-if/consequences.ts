import type { Consequence } from '#shared/domain/pipeline-act.ts';
import { isUnderWay } from './load-stages.ts';
import type { Picture, PicturedExecution } from './picture.ts';

/** One execution at both moments; `before` is null for one that came meanwhile. */
interface Change {
  readonly id: string;
  readonly executionId: string | null;
  readonly before: PicturedExecution | null;
  readonly after: PicturedExecution;
}

/**
 * What is different between two moments of a pipeline, in the order in which it is best told: what ends, what leaves, who was
 * overtaken, who enters or waits, what begins, what can no longer be done. Executions that came meanwhile have no id here:
 * that of a tried one names nothing.
 */
export function consequencesBetween(before: Picture, after: Picture): Consequence[] {
  const changes = [...after.executions].map(([id, present]): Change => {
    const earlier = before.executions.get(id) ?? null;
    return { id, executionId: earlier ? id : null, before: earlier, after: present };
  });
  return [
    ...transitions(before, after),
    ...changes.flatMap((change) => actionEnds(change, before, after)),
    ...changes.flatMap(leaves),
    ...changes.flatMap((change) => statuses(change, changes)),
    ...changes.flatMap(arrives),
    ...changes.flatMap((change) => actionStarts(change, before, after)),
    ...changes.flatMap(lostRetries),
  ];
}

function transitions(before: Picture, after: Picture): Consequence[] {
  return [...after.open]
    .filter(([stageName, enabled]) => (before.open.get(stageName) ?? true) !== enabled)
    .map(([stageName, enabled]) => ({ kind: 'transition', stageName, enabled }));
}

const nameParts = (key: string): { stageName: string; actionName: string } => {
  const [stageName = '', actionName = ''] = key.split('/');
  return { stageName, actionName };
};

const actionsOf = ({ actions }: Picture, id: string) => [...(actions.get(id) ?? [])];

function actionEnds({ id, executionId }: Change, before: Picture, after: Picture): Consequence[] {
  return actionsOf(before, id).flatMap(([key, earlier]) => {
    if (earlier.status !== 'InProgress') return [];
    const present = after.actions.get(id)?.get(key);
    if (present?.actionExecutionId !== earlier.actionExecutionId || present.status === 'InProgress')
      return [];
    const kind = present.status === 'Abandoned' ? 'action-abandoned' : 'action-ends';
    return [{ kind, executionId, ...nameParts(key) }] as const;
  });
}

function actionStarts({ id, executionId }: Change, before: Picture, after: Picture): Consequence[] {
  return actionsOf(after, id).flatMap(([key, { actionExecutionId }]) =>
    before.actions.get(id)?.get(key)?.actionExecutionId === actionExecutionId
      ? []
      : [{ kind: 'action-starts', executionId, ...nameParts(key) } as const],
  );
}

/** The word for the stage comes first: it is why the execution leaves. */
function leaves({ executionId, before, after }: Change): Consequence[] {
  const found: Consequence[] = [];
  // What ended before moves no more; its stages are told in other words once another execution is the latest there.
  if (before !== null && before.status === after.status && !isUnderWay(after.status)) return found;
  for (const [stageName, status] of after.stages) {
    const earlier = before?.stages.get(stageName);
    if (earlier === status || (earlier === undefined && status === 'InProgress')) continue;
    found.push({ kind: 'stage-status', executionId, stageName, status });
  }
  const stageName = before?.inStage;
  if (stageName != null && after.inStage !== stageName)
    found.push({ kind: 'leaves', executionId, stageName });
  return found;
}

function statuses({ executionId, before, after }: Change, changes: readonly Change[]): Consequence[] {
  if (before?.status === after.status || (before === null && after.status === 'InProgress')) return [];
  const because = after.status === 'Superseded' ? overtakerOf(before, changes) : null;
  return [{ kind: 'status', executionId, status: after.status, because }];
}

/** The newest execution that stands where the superseded one stood, or has gone through there. */
function overtakerOf(before: PicturedExecution | null, changes: readonly Change[]): string | null {
  const at = before?.waitsAt;
  if (at == null) return null;
  const there = changes.findLast(
    ({ after }) => after.waitsAt === at || after.inStage === at || after.stages.has(at),
  );
  return there?.executionId ?? null;
}

function arrives({ executionId, before, after }: Change): Consequence[] {
  if (after.inStage !== null && after.inStage !== before?.inStage)
    return [{ kind: 'enters', executionId, stageName: after.inStage }];
  if (after.waitsAt !== null && after.waitsAt !== before?.waitsAt)
    return [{ kind: 'waits', executionId, stageName: after.waitsAt }];
  return [];
}

function lostRetries({ id, before, after }: Change): Consequence[] {
  // Who ends in a stage could be retried there, had nobody entered in the same moment.
  const ended = after.status === 'Stopped' || after.status === 'Failed';
  const left = ended && after.mode !== 'PARALLEL' && before?.inStage != null ? [before.inStage] : [];
  return [...new Set([...(before?.retryable ?? []), ...left])]
    .filter((stageName) => !after.retryable.has(stageName) && after.inStage !== stageName)
    .map((stageName) => ({ kind: 'not-retryable', executionId: id, stageName }));
}
