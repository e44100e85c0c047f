import { expect, it } from 'vitest';
import { judgeAct, stateInWords } from '#main/pipelines/act-outcome.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { ExecutionStatus, PipelineSnapshot, StageStatus } from '#shared/domain/pipeline.ts';
import { aSnapshot, idOf } from './a-snapshot.ts';

const START: PipelineAct = { kind: 'start', variables: [], sourceRevisions: [] };
const retry: PipelineAct = {
  ...{ kind: 'retry', stageName: 'Build', executionId: idOf(1), mode: 'FAILED_ACTIONS' },
};
const stop = (abandon: boolean): PipelineAct => ({ kind: 'stop', executionId: idOf(1), abandon });

const at = (status: ExecutionStatus, stage: StageStatus, execution = 1): PipelineSnapshot =>
  aSnapshot({
    executions: { 1: status, 2: 'InProgress' },
    stages: { Build: { latest: [execution, stage] } },
  });

it.each<[string, PipelineSnapshot, PipelineSnapshot, PipelineAct, string | null]>([
  ['a stop', at('InProgress', 'InProgress'), at('Stopping', 'Stopping'), stop(false), 'took-effect'],
  [
    'a stop that is not seen yet',
    at('InProgress', 'InProgress'),
    at('InProgress', 'InProgress'),
    stop(false),
    null,
  ],
  ['an abandon not seen yet', at('Stopping', 'Stopping'), at('Stopping', 'Stopping'), stop(true), null],
  ['an abandon', at('Stopping', 'Stopping'), at('Stopped', 'Stopped'), stop(true), 'took-effect'],
  ['a stop too late', at('InProgress', 'InProgress'), at('Succeeded', 'Succeeded'), stop(false), 'overtaken'],
  ['a retry', at('Failed', 'Failed'), at('InProgress', 'InProgress'), retry, 'took-effect'],
  ['a retry not seen yet', at('Failed', 'Failed'), at('Failed', 'Failed'), retry, null],
  ['a retry too late', at('Failed', 'Failed'), at('Failed', 'InProgress', 2), retry, 'overtaken'],
])('judges %s by the state afterwards', (_what, before, after, act, outcome) => {
  expect(judgeAct(before, after, act, null)?.outcome ?? null).toBe(outcome);
});

it('knows a retry that has failed again by its new actions', () => {
  const before = aSnapshot({
    ...{ executions: { 1: 'Failed' }, stages: { Build: { latest: [1, 'Failed'] } } },
    actions: [[1, 'Build', 'Failed']],
  });
  const after = { ...before, actions: [...before.actions] };
  const [row] = before.actions;
  if (row) after.actions.unshift({ ...row, actionExecutionId: 'again' });
  expect(judgeAct(before, before, retry, null)).toBeNull();
  expect(judgeAct(before, after, retry, null)?.outcome).toBe('took-effect');
});

it('takes the one execution that came meanwhile for a start whose answer was lost, and says so', () => {
  const before = aSnapshot({ executions: { 1: 'InProgress' } });
  const one = aSnapshot({ executions: { 1: 'InProgress', 2: 'InProgress' } });
  const two = aSnapshot({ executions: { 1: 'InProgress', 2: 'InProgress', 3: 'InProgress' } });
  expect(judgeAct(before, before, START, null)).toBeNull();
  expect(judgeAct(before, one, START, null)).toMatchObject({
    outcome: 'took-effect',
    sentence: expect.stringContaining('Unless somebody else') as string,
  });
  expect(judgeAct(before, two, START, null)?.outcome).toBe('no-effect');
  expect(judgeAct(before, two, START, idOf(3))?.sentence).toBe('Execution 3 was started; it is InProgress.');
});

it.each<[PipelineAct, string]>([
  [START, '1 executions InProgress'],
  [stop(false), 'Execution 1 Failed'],
  [retry, 'Build Failed (Execution 1)'],
  [
    { kind: 'enable-transition', stageName: 'Build', transitionType: 'Inbound' },
    'transition into Build enabled',
  ],
])('tells the state that an act is about in AWS’s words', (act, words) => {
  expect(stateInWords(at('Failed', 'Failed'), act)).toBe(words);
});
