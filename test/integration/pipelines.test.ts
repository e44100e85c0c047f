import { StartPipelineExecutionCommand, StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PipelineDeskParts } from '#main/compose/open-pipeline-desk.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import {
  anotherDesk,
  openPipelineDeskUnderTest,
  type PipelineDeskUnderTest,
} from '#test/support/pipeline-desk.ts';
import { openSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

const START: PipelineAct = { kind: 'start', variables: [], sourceRevisions: [] };
const HOLD: PipelineAct = {
  ...{ kind: 'disable-transition', stageName: 'Build', transitionType: 'Inbound' },
  transitionReason: 'Tested',
};
const LET_GO: PipelineAct = { kind: 'enable-transition', stageName: 'Build', transitionType: 'Inbound' };
const ada = { who: 'ada', reason: 'ticket 4711', typedName: 'release-superseded' };

let simulator: SimulatorUnderTest;
let one: PipelineDeskUnderTest;
beforeAll(async () => {
  simulator = await openSimulator();
});
afterAll(() => simulator.close());
afterEach(() => one.close());

async function open(
  ...given: Parameters<typeof openPipelineDeskUnderTest> extends [unknown, ...infer R] ? R : never
) {
  await simulator.reset({ scenario: 'bare' });
  one = await openPipelineDeskUnderTest(simulator, ...given);
  return one;
}

const callsOf = async (operation: string): Promise<number> =>
  (await simulator.ledger()).calls[operation] ?? 0;

/** The first execution, in Build. */
async function inBuild(): Promise<string> {
  await one.pipeline.endSource();
  return (await one.stage('Build')).latest?.executionId ?? '';
}

/** The first execution, waiting for its answer. */
async function atApproval(): Promise<PipelineAct & { kind: 'approval' }> {
  await inBuild();
  await simulator.advance(10);
  await simulator.advance(10);
  const [asked] = (await one.pipeline.snapshot()).actions.filter(
    ({ actionName }) => actionName === 'Approve',
  );
  return {
    ...{ kind: 'approval', stageName: 'Gate', actionName: 'Approve', status: 'Approved', summary: 'Fine.' },
    actionExecutionId: asked?.actionExecutionId ?? '',
  };
}

/** The first execution, failed in Build. */
async function failed(): Promise<PipelineAct & { kind: 'retry' }> {
  await one.pipeline.failNext('One');
  const executionId = await inBuild();
  await simulator.advance(10);
  expect(await one.status(executionId)).toBe('Failed');
  return { kind: 'retry', stageName: 'Build', executionId, mode: 'FAILED_ACTIONS' };
}

describe('an act that takes effect', () => {
  it('starts an execution, and names it', async () => {
    await open();
    const report = await one.act(START, ada);
    expect(report).toMatchObject({ outcome: 'took-effect', before: '1 executions InProgress' });
    expect(await one.status(report.executionId ?? '')).toBe('InProgress');
    expect(report.compared).toMatchObject({ didNotHappen: [], alsoHappened: [] });
    expect(one.audit).toEqual([
      'pipeline start us-east-1/release-superseded took-effect: 1 executions InProgress -> 2 executions InProgress (ticket 4711)',
    ]);
    expect(one.changed).toEqual([one.pipeline.ref]);
  });

  it.each([
    [false, 'Stopping'],
    [true, 'Stopped'],
  ])('stops an execution (abandon: %s), which is %s then', async (abandon, word) => {
    await open();
    const executionId = await inBuild();
    const report = await one.act({ kind: 'stop', executionId, abandon });
    expect(report.outcome).toBe('took-effect');
    expect(report.after).toContain(word);
    expect(report.compared.didNotHappen).toEqual([]);
  });

  it('abandons what is Stopping already', async () => {
    await open();
    const executionId = await inBuild();
    await one.act({ kind: 'stop', executionId, abandon: false });
    const report = await one.act({ kind: 'stop', executionId, abandon: true });
    expect(report).toMatchObject({ outcome: 'took-effect' });
    expect(await one.status(executionId)).toBe('Stopped');
  });

  it('retries a failed stage', async () => {
    await open();
    const retry = await failed();
    const report = await one.act(retry);
    expect(report).toMatchObject({ outcome: 'took-effect', compared: { didNotHappen: [] } });
    expect(report.before).toContain('Build Failed');
    expect(report.after).toContain('Build InProgress');
  });

  it('holds and lets go in front of a stage', async () => {
    await open();
    expect(await one.act(HOLD)).toMatchObject({
      outcome: 'took-effect',
      before: 'transition into Build enabled',
      after: 'transition into Build disabled',
    });
    await one.pipeline.endSource();
    const report = await one.act(LET_GO);
    expect(report).toMatchObject({ outcome: 'took-effect', compared: { didNotHappen: [] } });
    expect(report.compared.asPredicted).toContainEqual(
      expect.objectContaining({ kind: 'enters', stageName: 'Build' }),
    );
  });

  it.each(['SUPERSEDED', 'QUEUED', 'PARALLEL'] as const)('answers an approval in %s mode', async (mode) => {
    await open(mode);
    const report = await one.act(mode === 'PARALLEL' ? await parallelApproval() : await atApproval());
    expect(report).toMatchObject({ outcome: 'took-effect', before: 'Approve InProgress' });
    expect(report.after).toBe('Approve Succeeded');
  });

  it('rejects an approval', async () => {
    await open();
    const report = await one.act({ ...(await atApproval()), status: 'Rejected' });
    expect(report).toMatchObject({ outcome: 'took-effect', after: 'Approve Failed' });
  });

  it('rolls a stage back', async () => {
    await open();
    const target = await inBuild();
    await simulator.advance(10);
    await simulator.advance(10);
    await one.startIntoBuild();
    await one.pipeline.failNext('Three');
    await simulator.advance(10);
    await simulator.advance(10);
    const report = await one.act({ kind: 'rollback', stageName: 'Build', targetExecutionId: target });
    expect(report, JSON.stringify(report)).toMatchObject({ outcome: 'took-effect' });
    expect(report.executionId).not.toBeNull();
  });

  it('overrides a condition that was not met', async () => {
    await open();
    const approval = await atApproval();
    await one.pipeline.failNext('Alarm');
    await one.act(approval);
    await simulator.advance(10);
    const { latest } = await one.stage('Deploy');
    const report = await one.act({
      ...{ kind: 'override-condition', stageName: 'Deploy', conditionType: 'BEFORE_ENTRY' },
      executionId: latest?.executionId ?? '',
    });
    expect(report, JSON.stringify(report)).toMatchObject({ outcome: 'took-effect' });
  });
});

/** Two executions ask at once: the state tells of neither. */
async function parallelApproval(): Promise<PipelineAct & { kind: 'approval' }> {
  await one.start();
  await one.pipeline.endSource();
  return atApproval();
}

describe('two engineers at once', () => {
  it.each<[string, () => Promise<PipelineAct>]>([
    ['stop', async () => ({ kind: 'stop', executionId: await inBuild(), abandon: false })],
    ['stop and abandon', async () => ({ kind: 'stop', executionId: await inBuild(), abandon: true })],
    ['disable a transition', () => Promise.resolve(HOLD)],
    ['retry', failed],
    ['answer an approval', atApproval],
  ])('both %s: the second one is told, and sends nothing', async (_what, make) => {
    await open();
    const act = await make();
    expect((await one.act(act)).outcome).toBe('took-effect');
    const before = one.calls();
    const second = await one.act(act);
    expect(second.outcome).toBe('overtaken');
    expect(second.sentence).toMatch(/Nothing was sent\.$/);
    expect(one.audit.at(-1)).toContain('overtaken');
    expect(one.calls() - before).toBeLessThan(8);
  });

  it('tells that a retry was lost when another execution entered', async () => {
    await open();
    const retry = await failed();
    await one.startIntoBuild();
    const report = await one.act(retry);
    expect(report).toMatchObject({ outcome: 'overtaken', compared: { asPredicted: [] } });
    expect(report.sentence).toContain('has entered Build');
    expect(await callsOf('RetryStageExecution')).toBe(0);
  });

  it('tells of an approval that somebody answered between reading and answering', async () => {
    await open();
    const approval = await atApproval();
    const acts = one.pipeline.acts;
    const send: typeof acts.send = async (...given) => {
      await one.pipeline.send({ ...approval, status: 'Rejected' });
      return acts.send(...given);
    };
    one.close();
    const other = openPipelineDeskOf({ acts: { ...acts, send } });
    const report = await other.act({ pipeline: one.pipeline.ref, act: approval });
    expect(report).toMatchObject({ outcome: 'overtaken', before: 'Approve InProgress' });
    expect(report.after).toBe('Approve Failed');
  });

  it('tells of an execution that ended between reading and stopping', async () => {
    await open();
    const executionId = await inBuild();
    const acts = one.pipeline.acts;
    const send: typeof acts.send = async (...given) => {
      const other = { pipelineName: one.pipeline.ref.name, pipelineExecutionId: executionId, abandon: true };
      await simulator.codePipeline().send(new StopPipelineExecutionCommand(other));
      return acts.send(...given);
    };
    const other = openPipelineDeskOf({ acts: { ...acts, send } });
    const report = await other.act({
      pipeline: one.pipeline.ref,
      act: { kind: 'stop', executionId, abandon: false },
    });
    expect(report).toMatchObject({ outcome: 'overtaken' });
    expect(report.after).toContain('Stopped');
  });
});

/** A second desk over the same pipeline, with parts of its own. */
const openPipelineDeskOf = (change: Partial<PipelineDeskParts>) =>
  anotherDesk(simulator, one.pipeline, change);

/** Acts that are sent, and then an operation that answers no more: `times`, or without an end. */
function throttledAfter(operation: string, times?: number) {
  const { acts } = one.pipeline;
  const send: typeof acts.send = async (...given) => {
    const answer = await acts.send(...given);
    const errorType = 'ThrottlingException';
    await simulator.fault({ operation, kind: 'error', errorType, ...(times === undefined ? {} : { times }) });
    return answer;
  };
  return { ...acts, send };
}

describe('an act that comes to nothing', () => {
  it('says what CodePipeline refused', async () => {
    await open();
    const targetExecutionId = await inBuild();
    const report = await one.act({ kind: 'rollback', stageName: 'Build', targetExecutionId });
    expect(report.outcome).toBe('no-effect');
    expect(report.sentence).toMatch(/Exception: /);
    expect(one.audit).toHaveLength(1);
  });

  it('sends a start once, whatever becomes of its answer, and finds what it made', async () => {
    await open();
    await simulator.fault({ operation: 'StartPipelineExecution', kind: 'drop-response', times: 1 });
    const report = await one.act(START);
    expect(report.outcome).toBe('took-effect');
    expect(report.sentence).toContain('The answer was lost');
    expect((await one.pipeline.snapshot()).executions).toHaveLength(2);
    expect(await callsOf('StartPipelineExecution')).toBe(1);
  });

  it('does not take another start for its own without a word', async () => {
    await open();
    await simulator.fault({ operation: 'StartPipelineExecution', kind: 'disconnect', times: 1 });
    const acts = one.pipeline.acts;
    const send: typeof acts.send = async (...given) => {
      try {
        return await acts.send(...given);
      } finally {
        const others = { name: one.pipeline.ref.name };
        await simulator.codePipeline().send(new StartPipelineExecutionCommand(others));
        await simulator.codePipeline().send(new StartPipelineExecutionCommand(others));
      }
    };
    const other = openPipelineDeskOf({ acts: { ...acts, send } });
    const report = await other.act({ pipeline: one.pipeline.ref, act: START });
    expect(report).toMatchObject({ outcome: 'no-effect' });
    expect(report.sentence).toContain('2 executions came meanwhile');
  });

  it('says that nothing came of a call that never arrived', async () => {
    await open();
    const executionId = await inBuild();
    await simulator.fault({ operation: 'StopPipelineExecution', kind: 'disconnect', times: 1 });
    const report = await one.act({ kind: 'stop', executionId, abandon: false });
    expect(report).toMatchObject({ outcome: 'no-effect' });
    expect(report.sentence).toMatch(/^Nothing came of it: /);
    expect(await callsOf('StopPipelineExecution')).toBeLessThan(2);
  });

  it('lets the state decide where the answer was lost', async () => {
    await open();
    const executionId = await inBuild();
    await simulator.fault({ operation: 'StopPipelineExecution', kind: 'drop-response', times: 1 });
    const report = await one.act({ kind: 'stop', executionId, abandon: false });
    expect(report).toMatchObject({ outcome: 'took-effect' });
    expect(await callsOf('StopPipelineExecution')).toBe(1);
  });

  it.each(['GetPipeline', 'GetPipelineState', 'ListPipelineExecutions', 'ListActionExecutions'])(
    'sends nothing where %s is throttled before it, and says so',
    async (operation) => {
      await open();
      const executionId = await inBuild();
      await simulator.fault({ operation, kind: 'error', errorType: 'ThrottlingException', times: 1 });
      const act: PipelineAct = { kind: 'stop', executionId, abandon: false };
      await expect(one.act(act)).rejects.toMatchObject({
        code: 'throttled',
        message: expect.stringContaining(operation) as string,
      });
      expect(await callsOf('StopPipelineExecution')).toBe(0);
      expect(one.audit).toEqual([]);
    },
  );

  it.each(['GetPipeline', 'GetPipelineState', 'ListPipelineExecutions', 'ListActionExecutions'])(
    'looks again where %s is throttled after it',
    async (operation) => {
      await open();
      const executionId = await inBuild();
      const desk = openPipelineDeskOf({ acts: throttledAfter(operation, 1) });
      const act: PipelineAct = { kind: 'stop', executionId, abandon: false };
      expect(await desk.act({ pipeline: one.pipeline.ref, act })).toMatchObject({ outcome: 'took-effect' });
      expect(await callsOf('StopPipelineExecution')).toBe(1);
    },
  );

  it('says what is not known where the state cannot be read any more', async () => {
    await open();
    const executionId = await inBuild();
    const desk = openPipelineDeskOf({ acts: throttledAfter('GetPipelineState') });
    const act: PipelineAct = { kind: 'stop', executionId, abandon: false };
    const report = await desk.act({ pipeline: one.pipeline.ref, act });
    expect(report.outcome).toBe('no-effect');
    expect(report.sentence).toContain('CodePipeline took the call, and the state cannot be read');
  });

  it('has started what it was answered, even where the state cannot be read any more', async () => {
    await open();
    const desk = openPipelineDeskOf({ acts: throttledAfter('GetPipelineState') });
    const report = await desk.act({ pipeline: one.pipeline.ref, act: START });
    expect(report.outcome).toBe('took-effect');
    expect(report.sentence).toContain(report.executionId ?? 'none');
  });

  it.each<[string, () => Promise<PipelineAct>]>([
    ['StartPipelineExecution', () => Promise.resolve(START)],
    ['StopPipelineExecution', async () => ({ kind: 'stop', executionId: await inBuild(), abandon: true })],
    ['RetryStageExecution', failed],
    ['DisableStageTransition', () => Promise.resolve(HOLD)],
    ['PutApprovalResult', atApproval],
  ])('names %s where it is not allowed or throttled, and does not try again', async (operation, make) => {
    await open();
    const act = await make();
    for (const errorType of ['AccessDeniedException', 'ThrottlingException']) {
      const before = await callsOf(operation);
      await simulator.fault({ operation, kind: 'error', errorType, times: 1 });
      await expect(one.act(act)).rejects.toThrow(operation);
      expect((await callsOf(operation)) - before).toBeLessThan(2);
    }
    expect(one.audit).toEqual([]);
  });
});
