import { expect, it } from 'vitest';
import { linkRuns, ourRun, type TiedRun } from '#main/pipelines/our-runs.ts';
import type { ActionRow } from '#shared/domain/pipeline.ts';
import { aSnapshot, idOf } from './a-snapshot.ts';

const MINUTE = 60_000;
const TYPE = { category: 'Deploy', owner: 'ThirdParty', provider: 'Upload', version: '1' };

function anAction(change: Partial<ActionRow>): ActionRow {
  const [row] = aSnapshot({
    executions: { 1: 'InProgress' },
    actions: [[1, 'Deploy', 'InProgress']],
  }).actions;
  return {
    ...(row as ActionRow),
    actionTypeId: TYPE,
    startedAt: 10 * MINUTE,
    updatedAt: 20 * MINUTE,
    ...change,
  };
}

function aRun(change: Partial<TiedRun> = {}): TiedRun {
  return {
    ...{
      runId: 'r1',
      region: 'us-east-1',
      protocol: 'third-party',
      actionType: 'Deploy/ThirdParty/Upload/1',
    },
    ...{ state: 'working', stageName: 'Deploy', actionName: 'Upload', executionId: null },
    ...{ actionExecutionId: null, createdAt: 11 * MINUTE },
    ...change,
  };
}

const linked = (actions: ActionRow[], run: TiedRun) => linkRuns('us-east-1', actions, [run])[0] ?? null;

it('knows the action execution of a custom job by its id, whatever names and times say', () => {
  const action = anAction({ actionExecutionId: 'a1', stageName: 'Renamed' });
  const run = aRun({ protocol: 'custom', actionExecutionId: 'a1', executionId: idOf(1), createdAt: 0 });
  expect(linked([action], run)).toEqual({ run, action, guess: false });
});

it('keeps a custom run whose action execution was not read, with what the run itself tells', () => {
  const run = aRun({ protocol: 'custom', actionExecutionId: 'gone', executionId: idOf(1) });
  const [link] = linkRuns('us-east-1', [], [run]);
  expect(link && ourRun(link)).toMatchObject({ stageName: 'Deploy', executionId: idOf(1), guess: false });
});

it.each<[string, Partial<ActionRow>, Partial<TiedRun>, boolean]>([
  ['was seen while it was going on', {}, {}, true],
  ['was seen within the difference of clocks', {}, { createdAt: 9.5 * MINUTE }, true],
  ['was seen before it began', {}, { createdAt: 8 * MINUTE }, false],
  ['was seen after it was abandoned', { status: 'Abandoned' }, { createdAt: 22 * MINUTE }, false],
  ['was seen long after an action in progress was last told of', {}, { createdAt: 60 * MINUTE }, true],
  ['is of another action', {}, { actionName: 'Other' }, false],
  ['is of another stage', {}, { stageName: 'Beta' }, false],
  ['is of another action type', {}, { actionType: 'Deploy/ThirdParty/Other/1' }, false],
  ['is of another region', {}, { region: 'eu-west-1' }, false],
  ['is of the region that the action names', { region: 'eu-west-1' }, { region: 'eu-west-1' }, true],
])('guesses that a third-party run belongs to an action, or not: it %s', (_what, action, run, belongs) => {
  expect(linked([anAction(action)], aRun(run))?.guess ?? null).toBe(belongs ? true : null);
});

it('takes the latest of the executions of an action that are possible', () => {
  const earlier = anAction({ actionExecutionId: 'a1', startedAt: 1 * MINUTE });
  const later = anAction({ actionExecutionId: 'a2', startedAt: 10 * MINUTE });
  expect(linked([earlier, later], aRun())?.action?.actionExecutionId).toBe('a2');
});
