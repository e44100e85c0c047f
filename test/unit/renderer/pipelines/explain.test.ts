import { describe, expect, it } from 'vitest';
import {
  explainAction,
  explainExecution,
  explainInbound,
  explainStage,
  explainTransition,
} from '#shared/domain/pipeline-explain.ts';
import { whatWaits } from '#shared/domain/pipeline-waits.ts';
import { aPipeline, busy, idOf } from './a-pipeline.ts';

describe('why an execution waits', () => {
  it('names who holds the lock and what that one is at', () => {
    const { sentence, rule } = explainInbound(busy(), 'Build', idOf(8));
    expect(sentence).toBe(
      'Execution 8 waits in front of Build: execution 7 is in it and holds its lock, because Compile is InProgress.',
    );
    expect(rule).toContain('overtakes');
  });

  it('says the place in the queue and that nobody is overtaken in QUEUED mode', () => {
    const snapshot = busy({
      mode: 'QUEUED',
      executions: { 7: 'InProgress', 8: 'InProgress', 9: 'InProgress' },
      stages: { Build: { latest: [7, 'InProgress'], inbound: [8, 9] } },
    });
    const { sentence, rule } = explainInbound(snapshot, 'Build', idOf(9));
    expect(sentence).toContain('1 stands before it in the queue');
    expect(rule).toContain('never overtaken');
  });

  it('puts the disabled transition before the lock', () => {
    const snapshot = busy({
      stages: { Build: { latest: [7, 'InProgress'], inbound: [8], disabled: true } },
    });
    expect(explainInbound(snapshot, 'Build', idOf(8)).sentence).toContain(
      'the transition into it is disabled',
    );
    expect(explainTransition(snapshot, 'Build').sentence).toContain('nobody enters');
  });

  it('lists what waits, approvals too', () => {
    const snapshot = aPipeline({
      executions: { 7: 'InProgress' },
      stages: { Deploy: { latest: [7, 'InProgress'] } },
      actions: [[7, 'Deploy', 'InProgress']],
      approvalIn: 'Deploy',
    });
    expect(whatWaits(snapshot).map(({ actionName }) => actionName)).toEqual(['Upload']);
    expect(whatWaits(busy()).map(({ executionId }) => executionId)).toEqual([idOf(8)]);
  });
});

it('lets the first of a line speak for those behind it, and one that was stopped for itself', () => {
  const line = busy({
    mode: 'QUEUED',
    executions: { 7: 'InProgress', 8: 'InProgress', 9: 'Stopped', 10: 'InProgress' },
    stages: { Build: { latest: [7, 'InProgress'], inbound: [8, 9, 10] } },
  });
  const states = line.states.map((state) => ({
    ...state,
    inbound: state.inbound.map((one) =>
      one.executionId === idOf(9) ? { ...one, status: 'Stopped' as const } : one,
    ),
  }));
  expect(whatWaits({ ...line, states }).map(({ executionId, behind }) => [executionId, behind])).toEqual([
    [idOf(8), 1],
    [idOf(9), 0],
  ]);
});

describe('approvals in PARALLEL mode', () => {
  const snapshot = aPipeline({
    mode: 'PARALLEL',
    executions: { 6: 'Succeeded', 7: 'InProgress', 8: 'InProgress', 9: 'InProgress' },
    stages: { Deploy: { latest: [8, 'InProgress'] } },
    actions: [
      [6, 'Deploy', 'Succeeded'],
      [7, 'Deploy', 'InProgress'],
      [8, 'Deploy', 'InProgress'],
      [9, 'Build', 'InProgress'],
    ],
    change: (stages) => {
      const [ask] = stages[2]!.actions;
      stages[2]!.actions = [{ ...ask!, actionTypeId: { ...ask!.actionTypeId, category: 'Approval' } }];
    },
  });

  it('wait each with their own execution, and hold nobody else up', () => {
    const waiting = whatWaits(snapshot);
    expect(waiting.map(({ executionId, actionName }) => [executionId, actionName])).toEqual([
      [idOf(7), 'Upload'],
      [idOf(8), 'Upload'],
    ]);
    const { sentence, rule } = waiting[0]!.explanation;
    expect(sentence).toContain('execution 7 goes no further until it is approved');
    expect(`${sentence} ${rule}`).not.toContain('locked');
  });

  it('are what their execution waits for; another one waits for nobody', () => {
    const [nine, eight] = snapshot.executions;
    expect(explainExecution(snapshot, eight!).sentence).toContain(
      'waits for an approval: Upload in Deploy asks a person',
    );
    expect(explainExecution(snapshot, nine!).sentence).toContain('waits for nobody');
  });
});

describe('what a status means', () => {
  it('tells that a failure lets the stage go and can be retried', () => {
    const snapshot = aPipeline({
      executions: { 7: 'Failed' },
      stages: { Build: { latest: [7, 'Failed'] } },
      actions: [[7, 'Build', 'Failed']],
    });
    expect(explainStage(snapshot, 'Build')).toMatchObject({
      sentence: 'Execution 7 failed in it: the stage is free, and can be retried for it.',
      rule: expect.stringContaining('until another execution has entered it') as string,
    });
  });

  it('names who overtook a superseded execution', () => {
    const snapshot = aPipeline({ executions: { 7: 'Superseded', 8: 'InProgress' } });
    const row = { ...snapshot.executions[1]!, supersededBy: idOf(8) };
    expect(explainExecution(snapshot, row).sentence).toBe(
      'Execution 7 was overtaken while it waited between two stages: execution 8 was more recent.',
    );
  });

  it('warns that abandoned work may go on', () => {
    const { sentence } = explainAction({
      name: 'Load',
      status: 'Abandoned',
      waitsForApproval: false,
      besideOthers: null,
    });
    expect(sentence).toContain('may still be working');
  });
});
