import { expect, it } from 'vitest';
import { whyNotSent } from '#main/pipelines/why-not-sent.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type {
  ExecutionMode,
  ExecutionStatus,
  PipelineSnapshot,
  StageStatus,
} from '#shared/domain/pipeline.ts';
import { aSnapshot, idOf } from './a-snapshot.ts';

const START: PipelineAct = { kind: 'start', variables: [], sourceRevisions: [] };
const retry: PipelineAct = {
  ...{ kind: 'retry', stageName: 'Build', executionId: idOf(1), mode: 'FAILED_ACTIONS' },
};
const stop = (abandon: boolean): PipelineAct => ({ kind: 'stop', executionId: idOf(1), abandon });
const override: PipelineAct = {
  ...{ kind: 'override-condition', stageName: 'Build', executionId: idOf(1), conditionType: 'BEFORE_ENTRY' },
};

const at = (status: ExecutionStatus, stage: StageStatus, execution = 1): PipelineSnapshot =>
  aSnapshot({
    executions: { 1: status, 2: 'InProgress' },
    stages: { Build: { latest: [execution, stage] } },
  });

it.each<[string, PipelineSnapshot, PipelineAct, RegExp | null]>([
  ['a stop of what is under way', at('InProgress', 'InProgress'), stop(false), null],
  ['a stop of what ended', at('Succeeded', 'Succeeded'), stop(false), /is Succeeded by now/],
  ['a second stop and wait', at('Stopping', 'Stopping'), stop(false), /is Stopping already/],
  ['an abandon of what is Stopping', at('Stopping', 'Stopping'), stop(true), null],
  ['a retry of what failed', at('Failed', 'Failed'), retry, null],
  ['a retry of what was retried', at('InProgress', 'InProgress'), retry, /Build is InProgress/],
  ['a retry of what another took the place of', at('Failed', 'Failed', 2), retry, /Execution 2 has entered/],
  ['an override where another entered', at('Failed', 'Failed', 2), override, /Execution 2 has entered/],
  ['a start, which nobody can overtake', at('Failed', 'Failed'), START, null],
])('knows before it is sent whether %s was overtaken', (_what, snapshot, act, expected) => {
  const why = whyNotSent(snapshot, act);
  if (expected === null) expect(why).toBeNull();
  else
    expect(why).toMatchObject({ outcome: 'overtaken', sentence: expect.stringMatching(expected) as string });
});

it.each<[string, ExecutionMode]>([
  ['of the stage', 'SUPERSEDED'],
  ['of the execution, where others are beside it', 'PARALLEL'],
])(
  'tells a failed action beside one at work from a retry that somebody else has sent, by the actions %s',
  (_what, mode) => {
    const snapshot = aSnapshot({
      ...{ mode, executions: { 1: 'InProgress' }, stages: { Build: { latest: [1, 'InProgress'] } } },
      actions: [
        [1, 'Build', 'Failed'],
        [1, 'Build', 'InProgress'],
      ],
    });
    const [failed, working] = snapshot.actions;
    if (!failed || !working) throw new Error('there are two actions');
    const beside = { ...snapshot, actions: [failed, { ...working, actionName: 'Lint' }] };
    expect(whyNotSent(beside, retry)).toEqual({
      outcome: 'no-effect',
      sentence:
        'Nothing was sent: Compile failed, and Lint beside it is still InProgress. Build can be retried once that has ended.',
    });
    // The same action again: it was retried.
    expect(whyNotSent(snapshot, retry)?.outcome).toBe('overtaken');
  },
);
