import type {
  ActionRow,
  DeclaredStage,
  ExecutionRow,
  ExecutionStatus,
  PipelineSnapshot,
  StageState,
  StageStatus,
} from '#shared/domain/pipeline.ts';
import type {
  ActionExecution,
  ConditionRun,
  StageExecution,
  StagePhase,
} from '../../simulator/world/pipelines/execution.ts';

/** True for an execution that may still move. */
export function isUnderWay(status: ExecutionStatus): boolean {
  return status === 'InProgress' || status === 'Stopping';
}

/** By execution and stage, made once a snapshot: a large pipeline has tens of thousands. */
const INDICES = new WeakMap<PipelineSnapshot, Map<string, Map<string, ActionRow[]>>>();

function actionsByStage(snapshot: PipelineSnapshot, executionId: string): ReadonlyMap<string, ActionRow[]> {
  let index = INDICES.get(snapshot);
  if (!index) {
    index = new Map();
    for (const action of snapshot.actions) {
      const stages = index.get(action.executionId) ?? new Map<string, ActionRow[]>();
      index.set(action.executionId, stages);
      const rows = stages.get(action.stageName);
      if (rows) rows.push(action);
      else stages.set(action.stageName, [action]);
    }
    INDICES.set(snapshot, index);
  }
  return index.get(executionId) ?? new Map();
}

/**
 * The stages that an execution has been in, in the order of the pipeline, each with the actions of its present attempt. Told
 * by the state where the execution is the stage's latest, and by the action executions otherwise. Of stages that it had left
 * behind in `since` the actions stay away: nothing moves there any more, and they are most of a large pipeline.
 */
export function stagesOf(
  snapshot: PipelineSnapshot,
  row: ExecutionRow,
  since: PipelineSnapshot,
): StageExecution[] {
  const seen = actionsByStage(snapshot, row.executionId);
  const behind = leftBehind(since, row.executionId);
  return snapshot.stages.flatMap((declared) => {
    const state = snapshot.states.find(({ name }) => name === declared.name);
    const shown = state?.latest?.executionId === row.executionId ? state : null;
    if (behind.has(declared.name)) return [stageExecution(declared, shown, 'Succeeded', [])];
    const actions = presentAttempt(declared, seen.get(declared.name) ?? []);
    if (!shown && actions.length === 0) return [];
    const status = shown?.latest?.status ?? statusByActions(declared, actions, row.status);
    return [stageExecution(declared, shown, status, actions)];
  });
}

/** Whether every action of the stage was seen to succeed, once each. */
export function isWhole(snapshot: PipelineSnapshot, executionId: string, stage: DeclaredStage): boolean {
  const rows = actionsByStage(snapshot, executionId).get(stage.name) ?? [];
  return rows.length === stage.actions.length && rows.every(({ status }) => status === 'Succeeded');
}

/** The stages whose every action has succeeded at the first attempt, and behind which the execution was seen. */
function leftBehind(snapshot: PipelineSnapshot, executionId: string): ReadonlySet<string> {
  const seen = actionsByStage(snapshot, executionId);
  const latestIn = new Map(snapshot.states.map(({ name, latest }) => [name, latest]));
  const last = snapshot.stages.findLastIndex(
    ({ name }) => seen.has(name) || latestIn.get(name)?.executionId === executionId,
  );
  const behind = snapshot.stages.slice(0, Math.max(0, last)).filter((stage) => {
    const latest = latestIn.get(stage.name);
    const isSucceeded = latest?.executionId !== executionId || latest.status === 'Succeeded';
    return isSucceeded && isWhole(snapshot, executionId, stage);
  });
  return new Set(behind.map(({ name }) => name));
}

/**
 * Of each action the latest execution, as far as it belongs to the attempt under way: within an attempt run orders begin one
 * after the other, so what began before a lower run order did is left over from an earlier one.
 */
function presentAttempt(declared: DeclaredStage, rows: readonly ActionRow[]): ActionRow[] {
  const latest = new Map<string, ActionRow>();
  for (const row of rows) {
    const known = latest.get(row.actionName);
    if (!known || (row.startedAt ?? 0) > (known.startedAt ?? 0)) latest.set(row.actionName, row);
  }
  const present: ActionRow[] = [];
  let since = -Infinity;
  const orders = [...new Set(declared.actions.map(({ runOrder }) => runOrder))].sort((a, b) => a - b);
  for (const order of orders) {
    const group = declared.actions
      .filter(({ runOrder }) => runOrder === order)
      .flatMap(({ name }) => latest.get(name) ?? [])
      .filter(({ startedAt }) => (startedAt ?? 0) >= since);
    present.push(...group);
    since = Math.max(since, ...group.map(({ startedAt }) => startedAt ?? 0));
  }
  return present;
}

function statusByActions(
  declared: DeclaredStage,
  actions: readonly ActionRow[],
  execution: ExecutionStatus,
): StageStatus {
  if (actions.some(({ status }) => status === 'InProgress'))
    return execution === 'Stopping' ? 'Stopping' : 'InProgress';
  if (actions.some(({ status }) => status === 'Failed' || status === 'Abandoned'))
    return execution === 'Stopped' ? 'Stopped' : 'Failed';
  if (actions.length === declared.actions.length) return 'Succeeded';
  return execution === 'Stopped' ? 'Stopped' : 'InProgress';
}

function stageExecution(
  declared: DeclaredStage,
  shown: StageState | null,
  status: StageStatus,
  actions: readonly ActionRow[],
): StageExecution {
  const conditions = shown ? conditionRuns(declared, shown) : [];
  const open = status === 'InProgress' || status === 'Stopping';
  const phase = phaseOf(actions, conditions);
  return {
    stageName: declared.name,
    startedAt: 0,
    lastUpdateAt: 0,
    status,
    actions: actions.map((row) => actionExecution(declared, row)),
    conditions,
    phase: open ? phase : 'over',
    failedIn: open ? null : phase,
    firstAction: 0,
    firstCondition: 0,
    overridden: conditions.flatMap(({ type, status }) =>
      status === 'Overridden' && type !== 'ON_FAILURE' ? [type] : [],
    ),
    retries: {
      // One automatic retry is all that a stage has.
      automatic: shown?.retryTrigger === 'AutomatedStageRetry' ? 1 : 0,
      manual: 0,
      latest: null,
      mode: null,
    },
  };
}

/** A stage whose conditions before entry are in progress, or were not met. */
export function atEntry(declared: DeclaredStage, status: 'InProgress' | 'Failed'): StageExecution {
  const state: StageState = {
    name: declared.name,
    latest: null,
    inbound: [],
    transition: null,
    actions: [],
    conditions: declared.conditions
      .filter(({ type }) => type === 'BEFORE_ENTRY')
      .map(({ type }) => ({ type, status, summary: null, rules: [] })),
    retryTrigger: null,
  };
  return stageExecution(declared, state, status, []);
}

/** Where a stage stands, or stood when it ended, by what is seen of its conditions and actions. */
function phaseOf(actions: readonly ActionRow[], conditions: readonly ConditionRun[]): StagePhase {
  const told = (type: ConditionRun['type']): boolean =>
    conditions.some((run) => run.type === type && run.status !== 'Succeeded' && run.status !== 'Overridden');
  if (actions.length === 0 && told('BEFORE_ENTRY')) return 'entry';
  if (actions.some(({ status }) => status === 'Failed' || status === 'Abandoned'))
    return told('ON_FAILURE') ? 'failure' : 'actions';
  return told('ON_SUCCESS') ? 'success' : 'actions';
}

function conditionRuns(declared: DeclaredStage, state: StageState): ConditionRun[] {
  const counts = new Map<string, number>();
  return state.conditions.flatMap(({ type, status }) => {
    const index = counts.get(type) ?? 0;
    counts.set(type, index + 1);
    if (status === null || !declared.conditions.some((one) => one.type === type)) return [];
    const rule = {
      ruleExecutionId: `${type} ${index}`,
      ruleName: 'rule',
      startedAt: 0,
      lastUpdateAt: 0,
      status: status === 'InProgress' ? ('InProgress' as const) : ('Succeeded' as const),
      endsAt: null,
      outcome: { ok: true } as const,
      resolvedConfiguration: {},
      summary: null,
      errorDetails: null,
      externalExecutionId: null,
      updatedBy: null,
    };
    return [{ type, index, status, lastStatusChange: 0, summary: null, rules: [rule] }];
  });
}

function actionExecution(declared: DeclaredStage, row: ActionRow): ActionExecution {
  const action = declared.actions.find(({ name }) => name === row.actionName);
  const isApproval = action?.actionTypeId.category === 'Approval';
  return {
    actionExecutionId: row.actionExecutionId,
    stageName: row.stageName,
    actionName: row.actionName,
    runOrder: action?.runOrder ?? 1,
    region: '',
    startedAt: row.startedAt ?? 0,
    lastUpdateAt: row.updatedAt ?? 0,
    status: row.status,
    work: isApproval
      ? // The real token is read when an answer is given, and never comes here.
        { kind: 'approval', token: row.actionExecutionId, expiresAt: Infinity }
      : { kind: 'stand-in', endsAt: null, outcome: { ok: true } },
    resolvedConfiguration: {},
    inputArtifacts: [],
    outputArtifacts: [],
    outputVariables: {},
    summary: null,
    percentComplete: null,
    externalExecutionId: null,
    errorDetails: null,
    updatedBy: null,
  };
}
