import { describe, expect, it } from 'vitest';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import { compareWithOutcome, predict } from '#main/pipelines/what-if/predict.ts';
import { aSnapshot, idOf } from '../a-snapshot.ts';

const stop = (execution: number, abandon = false) =>
  ({ kind: 'stop', executionId: idOf(execution), abandon }) as const;
const enable = (stageName: string) =>
  ({ kind: 'enable-transition', stageName, transitionType: 'Inbound' }) as const;
const START: PipelineAct = { kind: 'start', variables: [], sourceRevisions: [] };

/** Execution 7 is in Deploy, 8 waits in front of it, 9 is in Build. */
const busy = (more: Partial<Parameters<typeof aSnapshot>[0]> = {}) =>
  aSnapshot({
    executions: { 7: 'InProgress', 8: 'InProgress', 9: 'InProgress' },
    stages: {
      Source: { latest: [9, 'Succeeded'] },
      Build: { latest: [9, 'InProgress'] },
      Deploy: { latest: [7, 'InProgress'], inbound: [8] },
    },
    actions: [
      [7, 'Source', 'Succeeded'],
      [7, 'Build', 'Succeeded'],
      [7, 'Deploy', 'InProgress'],
      [8, 'Source', 'Succeeded'],
      [8, 'Build', 'Succeeded'],
      [9, 'Source', 'Succeeded'],
      [9, 'Build', 'InProgress'],
    ],
    ...more,
  });

describe('stop and abandon', () => {
  it('unlocks the stage, so that the execution that waits enters at once', () => {
    const { refusal, sentences } = predict(busy(), stop(7, true), 0);
    expect(refusal).toBeNull();
    expect(sentences).toEqual([
      'Upload in Deploy is abandoned; its provider goes on with the work.',
      'Deploy becomes Stopped for execution 7.',
      'Execution 7 leaves Deploy and unlocks it.',
      'Execution 7 becomes Stopped.',
      'Execution 8 enters Deploy.',
      'Upload in Deploy starts for execution 8.',
      'Execution 7 can no longer be retried in Deploy.',
    ]);
  });

  it('comes with the advice to disable the transition first, as an act that is ready to be done', () => {
    const { advice } = predict(busy(), stop(7, true), 0);
    expect(advice).toEqual([
      {
        sentence:
          'Disable the transition into Deploy first: otherwise execution 8 enters as soon as the stop unlocks the stage.',
        act: {
          kind: 'disable-transition',
          stageName: 'Deploy',
          transitionType: 'Inbound',
          transitionReason: 'Held before a stop',
        },
      },
    ]);
  });

  it('lets nobody enter once the transition is disabled, and leaves the stopped one retryable', () => {
    const held = busy();
    const deploy = held.states.find(({ name }) => name === 'Deploy');
    if (deploy?.transition) deploy.transition.enabled = false;
    const { consequences, advice } = predict(held, stop(7, true), 0);
    expect(consequences.some(({ kind }) => kind === 'enters')).toBe(false);
    expect(consequences.some(({ kind }) => kind === 'not-retryable')).toBe(false);
    expect(advice).toEqual([]);
  });

  it('says that the provider goes on outside', () => {
    expect(predict(busy(), stop(7, true), 0).unknowns.join(' ')).toContain('their work goes on outside');
  });
});

describe('stop and wait', () => {
  it('only becomes Stopping while an action is in progress, and tells what follows when that has ended', () => {
    const { sentences, afterwards } = predict(busy(), stop(7), 0);
    expect(sentences).toEqual(['Deploy becomes Stopping for execution 7.', 'Execution 7 becomes Stopping.']);
    expect(afterwards?.when).toBe('When Upload has ended well');
    expect(afterwards?.sentences).toEqual([
      'Upload in Deploy ends for execution 7.',
      'Deploy becomes Stopped for execution 7.',
      'Execution 7 leaves Deploy and unlocks it.',
      'Execution 7 becomes Stopped.',
      'Execution 8 enters Deploy.',
      'Upload in Deploy starts for execution 8.',
      'Execution 7 can no longer be retried in Deploy.',
    ]);
  });

  it('is refused on an execution that is Stopping, while an abandon is taken', () => {
    const stopping = busy({ executions: { 7: 'Stopping', 8: 'InProgress', 9: 'InProgress' } });
    expect(predict(stopping, stop(7), 0).refusal).toContain('DuplicatedStopRequestException');
    expect(predict(stopping, stop(7, true), 0).refusal).toBeNull();
  });

  it('stops an inbound execution at once: it does not enter, and there is nothing to retry', () => {
    const { sentences, consequences } = predict(busy(), stop(8), 0);
    expect(sentences).toEqual(['Execution 8 becomes Stopped.']);
    expect(consequences.some(({ kind }) => kind === 'enters')).toBe(false);
    const stopped = busy({ executions: { 7: 'InProgress', 8: 'Stopped', 9: 'InProgress' } });
    const retry = {
      kind: 'retry',
      stageName: 'Deploy',
      executionId: idOf(8),
      mode: 'FAILED_ACTIONS',
    } as const;
    expect(predict(stopped, retry, 0).refusal).toContain('NotLatestPipelineExecutionException');
  });
});

describe('in SUPERSEDED mode', () => {
  const gate = aSnapshot({
    executions: { 1: 'InProgress', 2: 'InProgress', 3: 'InProgress' },
    stages: {
      Source: { latest: [3, 'Succeeded'] },
      Build: { latest: [3, 'InProgress'] },
      Deploy: { inbound: [2], disabled: true },
    },
    actions: [[3, 'Build', 'InProgress']],
    change: (stages) => {
      const build = stages.find(({ name }) => name === 'Build')?.actions[0];
      if (build)
        build.actionTypeId = { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' };
    },
  });
  const approve = {
    kind: 'approval',
    stageName: 'Build',
    actionName: 'Compile',
    actionExecutionId: null,
    summary: '',
  } as const;

  it('a newer execution supersedes the one that waits in front of a disabled transition', () => {
    const { sentences } = predict(gate, { ...approve, status: 'Approved' }, 0);
    expect(sentences).toContain('Execution 2 is superseded by execution 3 and does not go on.');
    expect(sentences).toContain('Execution 3 waits in front of Deploy.');
  });

  it('a rejection ends the execution and unlocks the stage', () => {
    const { sentences } = predict(gate, { ...approve, status: 'Rejected' }, 0);
    expect(sentences).toContain('Build becomes Failed for execution 3.');
    expect(sentences).toContain('Execution 3 becomes Failed.');
  });

  it('enabling the transition lets the newest in', () => {
    expect(predict(gate, enable('Deploy'), 0).sentences).toEqual([
      'The transition into Deploy is enabled.',
      'Execution 2 enters Deploy.',
      'Upload in Deploy starts for execution 2.',
    ]);
  });

  it('names an execution that is under way and was seen in no stage', () => {
    expect(predict(gate, enable('Deploy'), 0).unknowns).toContain(
      'Execution 1 is InProgress and was in no stage when the state was read.',
    );
  });
});

describe('in QUEUED mode', () => {
  it('the first in the queue enters, and nobody is overtaken', () => {
    const queue = busy({
      mode: 'QUEUED',
      executions: { 7: 'InProgress', 8: 'InProgress', 9: 'InProgress' },
      stages: { Deploy: { latest: [7, 'InProgress'], inbound: [8, 9] } },
      actions: [[7, 'Deploy', 'InProgress']],
    });
    const { consequences } = predict(queue, stop(7, true), 0);
    expect(consequences).toContainEqual({ kind: 'enters', executionId: idOf(8), stageName: 'Deploy' });
    expect(consequences.some((one) => one.kind === 'status' && one.status === 'Superseded')).toBe(false);
  });
});

describe('a retry', () => {
  const failed = aSnapshot({
    executions: { 7: 'Failed', 8: 'InProgress' },
    stages: { Deploy: { latest: [7, 'Failed'], inbound: [8], disabled: true } },
    actions: [[7, 'Deploy', 'Failed']],
  });
  const retry = {
    kind: 'retry',
    stageName: 'Deploy',
    executionId: idOf(7),
    mode: 'FAILED_ACTIONS',
  } as const;

  it('resumes the same execution in the stage, which is locked again', () => {
    expect(predict(failed, retry, 0).sentences).toEqual([
      'Deploy becomes InProgress for execution 7.',
      'Execution 7 becomes InProgress.',
      'Execution 7 enters Deploy.',
      'Upload in Deploy starts for execution 7.',
    ]);
  });

  it('is lost as soon as another execution enters', () => {
    expect(predict(failed, enable('Deploy'), 0).sentences).toContain(
      'Execution 7 can no longer be retried in Deploy.',
    );
  });
});

describe('a start', () => {
  it('tells where the new execution stands, and which revisions nobody knows', () => {
    const { sentences, unknowns } = predict(busy(), START, 0);
    expect(sentences).toEqual([
      'The new execution enters Source.',
      'Fetch in Source starts for the new execution.',
    ]);
    expect(unknowns).toContain('Which revisions the source actions will find.');
  });

  it('tells whom it will supersede when its sources have ended', () => {
    const waiting = busy({
      stages: {
        Source: { latest: [9, 'Succeeded'] },
        Build: { latest: [7, 'InProgress'], inbound: [9] },
      },
      executions: { 7: 'InProgress', 9: 'InProgress' },
      actions: [[7, 'Build', 'InProgress']],
    });
    expect(predict(waiting, START, 0).afterwards?.sentences).toContain(
      'Execution 9 is superseded by the new execution and does not go on.',
    );
  });
});

describe('a prediction held against what happened', () => {
  it('finds what did not happen and what happened besides', () => {
    const before = busy();
    const after = busy({ executions: { 7: 'InProgress', 8: 'Stopped', 9: 'InProgress' } });
    const deploy = after.states.find(({ name }) => name === 'Deploy');
    if (deploy) deploy.inbound = [];
    const compared = compareWithOutcome(predict(before, stop(7), 0), before, after);
    expect(compared.asPredicted).toEqual([]);
    expect(compared.didNotHappen).toHaveLength(2);
    expect(compared.alsoHappened).toEqual([
      { kind: 'status', executionId: idOf(8), status: 'Stopped', because: null },
    ]);
  });

  it('does not take actions that were read afterwards only for news', () => {
    const before = busy({
      executions: { 5: 'Succeeded', 7: 'InProgress', 8: 'InProgress', 9: 'InProgress' },
    });
    const after = { ...before, actions: [...before.actions] };
    const [row] = before.actions;
    if (row) after.actions.push({ ...row, executionId: idOf(5), actionExecutionId: 'late' });
    expect(compareWithOutcome({ consequences: [] }, before, after).alsoHappened).toEqual([]);
  });
});
