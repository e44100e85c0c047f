import { describe, expect, it } from 'vitest';
import { approvalOffer, offersAt, rollbackOffer } from '#renderer/features/pipelines/acts/offers.ts';
import { likelyTargets, succeededIn } from '#renderer/features/pipelines/acts/rollback-targets.ts';
import { readyAct, triedAct } from '#renderer/features/pipelines/acts/ready-act.ts';
import { callOf } from '#renderer/features/pipelines/acts/api-calls.ts';
import { aPipeline, busy, idOf } from './a-pipeline.ts';

const whys = (snapshot = busy(), chosen: Parameters<typeof offersAt>[1]) =>
  Object.fromEntries(offersAt(snapshot, chosen).map(({ draft, why }) => [draft.kind, why]));

describe('offersAt', () => {
  it('offers a stop where an execution is under way, and says why a retry cannot work', () => {
    const found = whys(busy(), { kind: 'stage', stageName: 'Build', executionId: null });
    expect(found['stop']).toBeNull();
    expect(found['retry']).toContain('Build is InProgress');
    expect(found['disable-transition']).toBeNull();
    expect(found['rollback']).toContain('is in Build');
  });

  it('refuses the retry of a failed execution once another one has entered', () => {
    const snapshot = aPipeline({
      executions: { 7: 'Failed', 8: 'InProgress' },
      stages: { Build: { latest: [8, 'InProgress'] } },
      actions: [[7, 'Build', 'Failed']],
    });
    const found = whys(snapshot, { kind: 'stage', stageName: 'Build', executionId: idOf(7) });
    expect(found['retry']).toContain('Execution 8 has entered Build since');
    expect(found['stop']).toContain('is Failed');
  });

  it('offers to enable a disabled transition, and none into the first stage', () => {
    const closed = busy({ stages: { Build: { disabled: true } } });
    expect(whys(closed, { kind: 'transition', stageName: 'Build' })).toEqual({ 'enable-transition': null });
    expect(whys(closed, { kind: 'transition', stageName: 'Source' })['disable-transition']).toContain(
      'first stage',
    );
  });

  it('answers an approval only while it waits', () => {
    const at = { stageName: 'Deploy', actionName: 'Ask', actionExecutionId: 'a' };
    expect(approvalOffer({ ...at, waits: true }).why).toBeNull();
    expect(approvalOffer({ ...at, waits: false }).why).toContain('does not wait');
  });

  it('rolls back to executions that succeeded, never in PARALLEL mode', () => {
    const free = aPipeline({
      executions: { 6: 'Succeeded', 7: 'Failed' },
      stages: { Build: { latest: [7, 'Failed'] } },
    });
    expect(rollbackOffer(free, 'Build')).toMatchObject({ why: null, draft: { targetExecutionId: idOf(6) } });
    expect(rollbackOffer({ ...free, executionMode: 'PARALLEL' }, 'Build').why).toContain('PARALLEL');
  });

  it('rolls back to an execution that succeeded in the stage and failed after it, not to one that failed in it', () => {
    const later = aPipeline({
      executions: { 5: 'Failed', 6: 'Failed', 7: 'Failed' },
      stages: { Build: { latest: [7, 'Failed'] }, Deploy: { latest: [6, 'Failed'] } },
      actions: [
        [5, 'Build', 'Failed'],
        [6, 'Build', 'Succeeded'],
        [6, 'Deploy', 'Failed'],
        [7, 'Build', 'Failed'],
      ],
    });
    expect(likelyTargets(later, 'Build').map(({ executionId }) => executionId)).toEqual([idOf(6)]);
    const two = { ...later, executions: later.executions.slice(0, 2) };
    expect(rollbackOffer(two, 'Deploy').why).toContain('No earlier execution has succeeded in Deploy');
    // The page has the actions of each stage's latest execution only: that it got further tells enough.
    const shown = { ...later, actions: later.actions.slice(-1) };
    expect(likelyTargets(shown, 'Build').map(({ executionId }) => executionId)).toEqual([idOf(6), idOf(5)]);
  });

  it('leaves to CodePipeline what the page cannot know: actions that were not read, and stages that may be skipped', () => {
    const unread = aPipeline({
      executions: { 5: 'Succeeded', 6: 'Superseded', 7: 'Failed' },
      stages: { Build: { latest: [7, 'Failed'] } },
      actions: [[7, 'Build', 'Failed']],
    });
    expect(likelyTargets(unread, 'Build').map(({ executionId }) => executionId)).toEqual([idOf(5), idOf(6)]);
    const [, build] = unread.stages;
    const skipping = {
      ...unread,
      stages: unread.stages.map((one) => (one === build ? { ...one, onFailure: 'SKIP' } : one)),
    };
    expect(succeededIn(skipping, unread.executions[2]!, 'Build')).toBeNull();
  });
});

describe('an act that is being put together', () => {
  it('leaves empty variables to their defaults', () => {
    const draft = {
      kind: 'start' as const,
      variables: [
        { name: 'Users', value: '' },
        { name: 'Seconds', value: '9' },
      ],
      sourceRevisions: [],
    };
    expect(readyAct(draft)).toEqual({
      ok: true,
      act: { ...draft, variables: [{ name: 'Seconds', value: '9' }] },
    });
  });

  it('says what is missing, and asks a what-if all the same', () => {
    const draft = {
      kind: 'disable-transition' as const,
      stageName: 'Build',
      transitionType: 'Inbound' as const,
      transitionReason: '',
    };
    expect(readyAct(draft)).toMatchObject({
      ok: false,
      sentence: expect.stringContaining('Reason') as string,
    });
    expect(triedAct(draft)).toMatchObject({ transitionReason: 'what if' });
  });

  it('shows the call with the reason of a stop, never with the token of an approval', () => {
    expect(
      callOf('release', { kind: 'stop', executionId: idOf(7), abandon: true }, 'T-1').parameters,
    ).toEqual({
      pipelineName: 'release',
      pipelineExecutionId: idOf(7),
      abandon: true,
      reason: 'T-1',
    });
    const answered = callOf(
      'release',
      {
        kind: 'approval',
        stageName: 'Deploy',
        actionName: 'Ask',
        actionExecutionId: 'real-id',
        status: 'Approved',
        summary: '',
      },
      '',
    );
    expect(JSON.stringify(answered)).not.toContain('real-id');
  });
});
