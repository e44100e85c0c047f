import { holderOf } from '#shared/domain/pipeline-explain.ts';
import type {
  ActionRow,
  ActionState,
  ActionStatus,
  DeclaredAction,
  DeclaredStage,
  OurRun,
  PipelineSnapshot,
  StageState,
  StageStatus,
  Transition,
} from '#shared/domain/pipeline.ts';
import { chosenText } from './chosen.ts';

/** An action as it stands for one execution: `status` null where it has not run for it. */
export interface ActionCell {
  readonly declared: DeclaredAction;
  readonly status: ActionStatus | null;
  readonly percentComplete: number | null;
  readonly waitsForApproval: boolean;
  readonly url: string | null;
  readonly row: ActionRow | null;
  readonly state: ActionState | null;
  readonly run: OurRun | null;
}

export interface StageColumn {
  readonly declared: DeclaredStage;
  readonly status: StageStatus | null;
  /** The latest execution in the stage; null before the first, and in PARALLEL mode. */
  readonly executionId: string | null;
  readonly locked: boolean;
  /** Since when the holder is in the stage: when its first action began; null where nobody is, or it is not known. */
  readonly since: number | null;
  readonly transition: Transition | null;
  readonly inbound: StageState['inbound'];
  readonly conditions: StageState['conditions'];
  /** By run order; the actions of a group work side by side. */
  readonly groups: readonly { readonly runOrder: number; readonly actions: readonly ActionCell[] }[];
}

/** What is known of the actions, ready to be looked up: a pipeline may have thousands. */
export interface Known {
  readonly snapshot: PipelineSnapshot;
  row(executionId: string, stageName: string, actionName: string): ActionRow | null;
  /** Whether the actions of an execution were read at all. */
  isRead(executionId: string): boolean;
  state(stageName: string, actionName: string): ActionState | null;
  run(executionId: string | null, stageName: string, actionName: string): OurRun | null;
}

/** Makes the look-ups; of several executions of an action the newest counts. */
export function knownOf(snapshot: PipelineSnapshot, runs: readonly OurRun[]): Known {
  const rows = new Map<string, ActionRow>();
  for (const row of snapshot.actions) {
    const key = `${row.executionId}/${row.stageName}/${row.actionName}`;
    const found = rows.get(key);
    if (!found || (row.startedAt ?? 0) > (found.startedAt ?? 0)) rows.set(key, row);
  }
  const read = new Set(snapshot.lookedInto);
  const states = new Map(
    snapshot.states.flatMap(({ name, actions }) =>
      actions.map((action) => [`${name}/${action.name}`, action] as const),
    ),
  );
  const ours = new Map(
    runs.map((run) => [`${run.executionId ?? ''}/${run.stageName ?? ''}/${run.actionName ?? ''}`, run]),
  );
  return {
    snapshot,
    row: (executionId, stageName, actionName) =>
      rows.get(`${executionId}/${stageName}/${actionName}`) ?? null,
    isRead: (executionId) => read.has(executionId),
    state: (stageName, actionName) => states.get(`${stageName}/${actionName}`) ?? null,
    run: (executionId, stageName, actionName) =>
      ours.get(`${executionId ?? ''}/${stageName}/${actionName}`) ?? null,
  };
}

/**
 * How an action stands for an execution. The state names the action's latest execution of all, which may be of an earlier
 * pipeline execution: then it says nothing about this one.
 */
export function actionCell(
  known: Known,
  stageName: string,
  declared: DeclaredAction,
  executionId: string | null,
): ActionCell {
  const row = executionId === null ? null : known.row(executionId, stageName, declared.name);
  const told = known.state(stageName, declared.name);
  const isTold =
    known.snapshot.executionMode !== 'PARALLEL' &&
    told !== null &&
    executionId !== null &&
    (row ? told.actionExecutionId === row.actionExecutionId : !known.isRead(executionId));
  const state = isTold ? told : null;
  const waitsForApproval = state
    ? state.waitsForApproval
    : row?.status === 'InProgress' && declared.actionTypeId.category === 'Approval';
  return {
    declared,
    row,
    state,
    status: state?.status ?? row?.status ?? null,
    percentComplete: state?.percentComplete ?? null,
    waitsForApproval,
    url: waitsForApproval ? null : (state?.externalExecutionUrl ?? row?.externalExecutionUrl ?? null),
    run: executionId === null ? null : known.run(executionId, stageName, declared.name),
  };
}

/** The groups of a stage by run order, each action as it stands for the execution. */
export function groupsOf(
  known: Known,
  declared: DeclaredStage,
  executionId: string | null,
): StageColumn['groups'] {
  const orders = [...new Set(declared.actions.map(({ runOrder }) => runOrder))].toSorted((a, b) => a - b);
  return orders.map((runOrder) => ({
    runOrder,
    actions: declared.actions
      .filter((one) => one.runOrder === runOrder)
      .map((one) => actionCell(known, declared.name, one, executionId)),
  }));
}

/** What the graph draws of a pipeline whose stages lock: a column a stage, in the order of the declaration. */
export function columnsOf(snapshot: PipelineSnapshot, runs: readonly OurRun[]): StageColumn[] {
  const known = knownOf(snapshot, runs);
  return snapshot.stages.map((declared) => {
    const state = snapshot.states.find(({ name }) => name === declared.name);
    const executionId = state?.latest?.executionId ?? null;
    const groups = groupsOf(known, declared, executionId);
    const began = groups.flatMap(({ actions }) => actions.flatMap(({ row }) => row?.startedAt ?? []));
    const locked = holderOf(snapshot, declared.name) !== null;
    return {
      declared,
      status: state?.latest?.status ?? null,
      executionId,
      locked,
      since: locked && began.length > 0 ? Math.min(...began) : null,
      transition: state?.transition ?? null,
      inbound: state?.inbound ?? [],
      conditions: state?.conditions ?? [],
      groups,
    };
  });
}

/** The places that the keyboard walks over: lists from left to right, each from top to bottom. */
export function tracksOf(columns: readonly StageColumn[]): string[][] {
  return columns.flatMap(({ declared: { name: stageName }, transition, inbound, conditions, groups }, at) => {
    const gate = [
      ...(transition && at > 0 ? [chosenText({ kind: 'transition', stageName })] : []),
      ...inbound.map(({ executionId }) => chosenText({ kind: 'inbound', stageName, executionId })),
    ];
    const stage = [
      chosenText({ kind: 'stage', stageName, executionId: null }),
      ...[...new Set(conditions.map(({ type }) => type))].map((type) =>
        chosenText({ kind: 'condition', stageName, type }),
      ),
      ...groups.flatMap(({ actions }) =>
        actions.map(({ declared }) =>
          chosenText({ kind: 'action', stageName, actionName: declared.name, executionId: null }),
        ),
      ),
    ];
    return gate.length > 0 ? [gate, stage] : [stage];
  });
}

/** Where an arrow leads; null for a key that moves nothing, and at the edge. */
export function stepOn(tracks: readonly (readonly string[])[], from: string, key: string): string | null {
  const track = tracks.findIndex((one) => one.includes(from));
  const row = tracks[track]?.indexOf(from) ?? -1;
  if (row < 0) return null;
  const at = (column: number, line: number): string | null => {
    const there = tracks[column];
    return there?.[Math.max(0, Math.min(there.length - 1, line))] ?? null;
  };
  switch (key) {
    case 'ArrowDown':
      return tracks[track]?.[row + 1] ?? null;
    case 'ArrowUp':
      return tracks[track]?.[row - 1] ?? null;
    case 'ArrowRight':
      return at(track + 1, row);
    case 'ArrowLeft':
      return at(track - 1, row);
    case 'Home':
      return at(0, 0);
    case 'End':
      return at(tracks.length - 1, 0);
    default:
      return null;
  }
}
