import { assertNever } from './exhaustive.ts';
import { waitingApprovals } from './pipeline-approvals.ts';
import type {
  ActionStatus,
  ConditionStatus,
  ConditionType,
  ExecutionRow,
  ExecutionStatus,
  PipelineSnapshot,
  StageState,
  StageStatus,
} from './pipeline.ts';

/** What something means at this moment, the rule of CodePipeline behind it, and the page of AWS that has the rule. */
export interface Explanation {
  readonly sentence: string;
  readonly rule: string;
  readonly source: { readonly title: string; readonly url: string };
}

const page = (title: string, path: string): Explanation['source'] => ({
  title,
  url: `https://docs.aws.amazon.com/codepipeline/latest/userguide/${path}.html`,
});
const HOW = page('How pipeline executions work', 'concepts-how-it-works');
const TRANSITIONS = page('Work with stage transitions', 'transitions');
const STOP = page('Stop a pipeline execution', 'pipelines-stop');
const RETRY = page('Configuring stage retry', 'stage-retry');
const APPROVALS = page('Add a manual approval action to a stage', 'approvals');
const CONDITIONS = page('Configure conditions for a stage', 'stage-conditions');

const LOCK = 'Each stage processes one execution at a time: it is locked while an execution is in it.';
const PARALLEL = 'In PARALLEL mode executions are independent: no locks, no queues, nobody is superseded.';
const SUPERSEDE =
  'Between stages a more recent execution overtakes one that waits; the overtaken one does not continue. Never inside a stage.';
const QUEUE =
  'In QUEUED mode executions wait in front of a locked stage in the order in which they reach it and are never overtaken.';
const RELEASE =
  'A failure or a stop releases the lock of the stage; the execution goes no further by itself.';
const RETRYABLE =
  'A failed or stopped execution can be retried in its stage until another execution has entered it.';

/** An execution as people say it: the first part of its id, as the CodePipeline console does. */
export function shortExecution(executionId: string): string {
  return executionId.split('-')[0] ?? executionId;
}

const stateOf = (snapshot: PipelineSnapshot, stageName: string): StageState | undefined =>
  snapshot.states.find(({ name }) => name === stageName);

/** The execution that holds the lock of a stage; null where it is free, and always in PARALLEL mode. */
export function holderOf(snapshot: PipelineSnapshot, stageName: string): string | null {
  if (snapshot.executionMode === 'PARALLEL') return null;
  const latest = stateOf(snapshot, stageName)?.latest;
  return latest && (latest.status === 'InProgress' || latest.status === 'Stopping')
    ? latest.executionId
    : null;
}

/** Why an execution stands in front of a stage. */
export function explainInbound(
  snapshot: PipelineSnapshot,
  stageName: string,
  executionId: string,
): Explanation {
  const state = stateOf(snapshot, stageName);
  const who = `Execution ${shortExecution(executionId)}`;
  const inbound = state?.inbound.find((one) => one.executionId === executionId);
  if (inbound && inbound.status !== 'InProgress')
    return {
      sentence: `${who} is ${inbound.status} in front of ${stageName}: it never enters and cannot be retried.`,
      rule: 'An inbound execution that was stopped or failed has no failed action to retry, and does not enter when the transition is enabled.',
      source: HOW,
    };
  if (state?.transition?.enabled === false)
    return {
      sentence: `${who} waits in front of ${stageName}: the transition into it is disabled${whoDisabled(state)}.`,
      rule:
        snapshot.executionMode === 'SUPERSEDED'
          ? 'A disabled transition holds executions in front of the stage; the newest still supersedes older ones, and enters when the transition is enabled.'
          : 'A disabled transition holds executions in front of the stage until it is enabled.',
      source: TRANSITIONS,
    };
  const holder = holderOf(snapshot, stageName);
  const live = (state?.inbound ?? []).filter(({ status }) => status === 'InProgress');
  const place = live.findIndex((one) => one.executionId === executionId);
  if (holder !== null) {
    const queued = snapshot.executionMode === 'QUEUED';
    const ahead =
      queued && place > 0 ? ` ${place} ${place === 1 ? 'stands' : 'stand'} before it in the queue.` : '';
    return {
      sentence: `${who} waits in front of ${stageName}: execution ${shortExecution(holder)} is in it and holds its lock${holdsBy(snapshot, stageName)}.${ahead}`,
      rule: queued ? `${LOCK} ${QUEUE}` : `${LOCK} ${SUPERSEDE}`,
      source: HOW,
    };
  }
  return {
    sentence: `${who} waits in front of ${stageName}, which is free and open: it enters in a moment, or the outbound transition of the stage before is disabled, which CodePipeline does not tell.`,
    rule: 'An inbound execution enters as soon as the stage, the transition and what it waits for are available.',
    source: HOW,
  };
}

function whoDisabled(state: StageState): string {
  const { changedBy, reason } = state.transition ?? {};
  return `${changedBy ? ` by ${changedBy}` : ''}${reason ? ` (“${reason}”)` : ''}`;
}

/** What the holder of a stage is at: the approval it waits for, or the actions in progress. */
function holdsBy(snapshot: PipelineSnapshot, stageName: string): string {
  const actions = (stateOf(snapshot, stageName)?.actions ?? []).filter(
    ({ status }) => status === 'InProgress',
  );
  const approval = actions.find(({ waitsForApproval }) => waitsForApproval);
  if (approval) return `, because ${approval.name} waits for an approval`;
  return actions.length > 0 ? `, because ${actions.map(({ name }) => name).join(', ')} is InProgress` : '';
}

const STAGES: Record<StageStatus, Omit<Explanation, 'sentence'> & { is: string }> = {
  InProgress: {
    is: 'is in it and holds its lock',
    rule: `${LOCK} All of its actions must succeed before it is complete.`,
    source: HOW,
  },
  Stopping: {
    is: 'is being stopped in it: actions in progress end first, and the lock is held until then',
    rule: 'Stop and wait lets actions in progress complete; further actions are not started.',
    source: STOP,
  },
  Stopped: {
    is: 'was stopped in it: the stage is free, and can be retried for it',
    rule: `When an execution is stopped, the stage is unlocked. ${RETRYABLE}`,
    source: STOP,
  },
  Failed: {
    is: 'failed in it: the stage is free, and can be retried for it',
    rule: `${RELEASE} ${RETRYABLE}`,
    source: RETRY,
  },
  Succeeded: {
    is: 'went through it',
    rule: 'When all actions have succeeded the execution leaves the stage and moves on.',
    source: HOW,
  },
  Cancelled: {
    is: 'was cancelled in it, because the structure of the pipeline was changed',
    rule: 'Changing the structure of a pipeline cancels what is in progress in it.',
    source: HOW,
  },
  Skipped: {
    is: 'skipped it: a condition before entry was not met and its result is Skip',
    rule: 'A condition with the result Skip lets the execution pass the stage without running it.',
    source: CONDITIONS,
  },
};

/** What the latest execution of a stage does there. */
export function explainStage(snapshot: PipelineSnapshot, stageName: string): Explanation {
  const latest = stateOf(snapshot, stageName)?.latest;
  if (snapshot.executionMode === 'PARALLEL')
    return {
      sentence: `Any number of executions may be in ${stageName} at once; each has its own row.`,
      rule: PARALLEL,
      source: HOW,
    };
  if (!latest)
    return { sentence: `No execution has entered ${stageName} yet: it is free.`, rule: LOCK, source: HOW };
  const { is, rule, source } = STAGES[latest.status];
  const because = latest.status === 'InProgress' ? holdsBy(snapshot, stageName) : '';
  return { sentence: `Execution ${shortExecution(latest.executionId)} ${is}${because}.`, rule, source };
}

/** Whether executions may enter, and by whom it was decided. */
export function explainTransition(snapshot: PipelineSnapshot, stageName: string): Explanation {
  const state = stateOf(snapshot, stageName);
  if (state?.transition?.enabled === false)
    return {
      sentence: `The transition into ${stageName} is disabled${whoDisabled(state)}: nobody enters until it is enabled.`,
      rule: 'A disabled transition keeps executions in front of the stage. After it is enabled, an inbound execution moves in and locks the stage.',
      source: TRANSITIONS,
    };
  return {
    sentence: `The transition into ${stageName} is enabled: who arrives enters as soon as the stage is free.`,
    rule: 'Transitions control the flow into a stage. Disable it before a stop, so that a waiting execution does not enter once the stage is unlocked.',
    source: TRANSITIONS,
  };
}

/**
 * What an action's status means; `status` null where it has not run yet. `besideOthers` names the execution in PARALLEL mode, in
 * which an action holds up its own execution and nobody else.
 */
export function explainAction(action: {
  name: string;
  status: ActionStatus | null;
  waitsForApproval: boolean;
  besideOthers: string | null;
}): Explanation {
  const { name, status, besideOthers } = action;
  if (action.waitsForApproval && besideOthers !== null)
    return {
      sentence: `${name} waits for a person: execution ${shortExecution(besideOthers)} goes no further until it is approved, rejected or timed out.`,
      rule: `${PARALLEL} An approval is asked for by each execution and answered for each. After seven days, unless configured otherwise, it times out, which is a failure.`,
      source: APPROVALS,
    };
  if (action.waitsForApproval)
    return {
      sentence: `${name} waits for a person: the stage stays locked until it is approved, rejected or timed out.`,
      rule: 'A stage with an approval action is locked until the approval is answered. After seven days, unless configured otherwise, it times out, which is a failure.',
      source: APPROVALS,
    };
  switch (status) {
    case null:
      return {
        sentence: `${name} has not been started for this execution.`,
        rule: 'Actions of a higher run order start when all of the lower one have succeeded.',
        source: HOW,
      };
    case 'InProgress':
      return {
        sentence:
          besideOthers === null
            ? `${name} is at work; the stage stays locked until it ends.`
            : `${name} is at work for execution ${shortExecution(besideOthers)}.`,
        rule: besideOthers === null ? LOCK : PARALLEL,
        source: HOW,
      };
    case 'Succeeded':
      return {
        sentence: `${name} has succeeded.`,
        rule: 'A stage is complete when all of its actions have succeeded.',
        source: HOW,
      };
    case 'Failed':
      return {
        sentence: `${name} failed, so the execution stops in this stage.`,
        rule: `${RELEASE} ${RETRYABLE}`,
        source: RETRY,
      };
    case 'Abandoned':
      return {
        sentence: `${name} was abandoned: CodePipeline no longer waits for it, but its provider may still be working.`,
        rule: 'Stop and abandon does not tell the provider: its work continues and can end out of sequence with newer work.',
        source: STOP,
      };
    default:
      return assertNever(status);
  }
}

/** What the status of a condition means for the stage it belongs to. */
export function explainCondition(type: ConditionType, status: ConditionStatus | null): Explanation {
  const when = {
    BEFORE_ENTRY: 'before an execution may enter',
    ON_SUCCESS: 'after the actions have succeeded',
    ON_FAILURE: 'after an action has failed',
  }[type];
  const is: Record<ConditionStatus, string> = {
    InProgress: 'is being checked',
    Failed: 'was not met: its result was carried out',
    Errored: 'could not be checked: it counts as not met',
    Succeeded: 'was met',
    Cancelled: 'was cancelled',
    Abandoned: 'was abandoned with the stop',
    Overridden: 'was overridden by a person',
  };
  return {
    sentence: `The condition checked ${when} ${status === null ? 'has not been checked yet' : is[status]}.`,
    rule: 'Conditions are checked before entry, on success or on failure of a stage. Those in progress or not met before entry and on success can be overridden.',
    source: CONDITIONS,
  };
}

const EXECUTIONS: Record<ExecutionStatus, Omit<Explanation, 'sentence'> & { is: string }> = {
  InProgress: { is: 'is under way', rule: LOCK, source: HOW },
  Stopping: {
    is: 'is being stopped: actions in progress end first',
    rule: 'Stop and wait lets actions in progress complete. Stop and abandon is still possible.',
    source: STOP,
  },
  Stopped: { is: 'was stopped', rule: RETRYABLE, source: STOP },
  Succeeded: {
    is: 'went through all stages',
    rule: 'An execution has succeeded when its last stage is complete.',
    source: HOW,
  },
  Failed: { is: 'failed', rule: `${RELEASE} ${RETRYABLE}`, source: RETRY },
  Superseded: { is: 'was overtaken while it waited between two stages', rule: SUPERSEDE, source: HOW },
  Cancelled: {
    is: 'was cancelled, because the structure of the pipeline was changed',
    rule: 'Changing the structure of a pipeline cancels what is in progress in it.',
    source: HOW,
  },
};

/** What an execution does, or why it ended; where it waits, what for. */
export function explainExecution(snapshot: PipelineSnapshot, row: ExecutionRow): Explanation {
  const who = `Execution ${shortExecution(row.executionId)}`;
  if (row.status === 'InProgress') {
    const front = snapshot.states.find(({ inbound }) =>
      inbound.some((one) => one.executionId === row.executionId),
    );
    if (front) return explainInbound(snapshot, front.name, row.executionId);
    const held = snapshot.states.find(({ name }) => holderOf(snapshot, name) === row.executionId);
    if (held) return explainStage(snapshot, held.name);
    const asks = waitingApprovals(snapshot).find(({ executionId }) => executionId === row.executionId);
    if (asks)
      return {
        sentence: `${who} waits for an approval: ${asks.actionName} in ${asks.stageName} asks a person.`,
        rule: PARALLEL,
        source: APPROVALS,
      };
    if (snapshot.executionMode === 'PARALLEL')
      return { sentence: `${who} is under way and waits for nobody.`, rule: PARALLEL, source: HOW };
  }
  const { is, rule, source } = EXECUTIONS[row.status];
  const by =
    row.status === 'Superseded' && row.supersededBy
      ? `: execution ${shortExecution(row.supersededBy)} was more recent`
      : '';
  const because = row.stopReason && row.status.startsWith('Stop') ? ` (“${row.stopReason}”)` : '';
  return { sentence: `${who} ${is}${by}${because}.`, rule, source };
}
