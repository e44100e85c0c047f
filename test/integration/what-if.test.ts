import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareWithOutcome, predict } from '#main/pipelines/what-if/predict.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { openPipeline, type PipelineUnderTest } from '#test/support/random-pipeline.ts';
import { openSimulator, testStart, type SimulatorUnderTest } from '#test/support/simulator.ts';

type Step =
  | { kind: 'time'; seconds: number }
  | { kind: 'source' }
  | { kind: 'fail'; pick: number }
  | { kind: 'act'; act: number; pick: number };

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('time' as const), seconds: fc.integer({ min: 1, max: 12 }) }),
  },
  { weight: 4, arbitrary: fc.constant<Step>({ kind: 'source' }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const), pick: fc.nat(10) }) },
  {
    weight: 7,
    arbitrary: fc.record({ kind: fc.constant('act' as const), act: fc.nat(1000), pick: fc.nat(1000) }),
  },
);

/** Of some ten states each. */
const STORIES = Number(process.env['WHAT_IF_STORIES'] ?? 12);

const STAGES = ['Source', 'Build', 'Gate', 'Deploy'];
const FAILABLE = ['One', 'Two', 'Three', 'Deploy', 'Alarm'];

/** One of the acts on one of the executions: mostly such as can work, now and then any. */
function anAct(snapshot: PipelineSnapshot, act: number, pick: number): PipelineAct {
  const ids = snapshot.executions.map(({ executionId }) => executionId);
  const executionId = ids[pick % Math.max(1, ids.length)] ?? '11111111-2222-4333-8444-555555555555';
  const stageName = STAGES[pick % STAGES.length] ?? 'Build';
  const ended = snapshot.states.find(
    ({ latest }) => latest?.status === 'Failed' || latest?.status === 'Stopped',
  );
  const asked = snapshot.actions.find(
    ({ actionName, status }) => actionName === 'Approve' && status === 'InProgress',
  );
  const acts: PipelineAct[] = [
    { kind: 'start', variables: [], sourceRevisions: [] },
    { kind: 'start', variables: [], sourceRevisions: [] },
    { kind: 'stop', executionId, abandon: false },
    { kind: 'stop', executionId, abandon: true },
    { kind: 'retry', stageName, executionId, mode: pick % 2 ? 'ALL_ACTIONS' : 'FAILED_ACTIONS' },
    {
      kind: 'retry',
      stageName: ended?.name ?? stageName,
      executionId: ended?.latest?.executionId ?? executionId,
      mode: pick % 2 ? 'ALL_ACTIONS' : 'FAILED_ACTIONS',
    },
    { kind: 'disable-transition', stageName, transitionType: 'Inbound', transitionReason: 'Tested' },
    { kind: 'enable-transition', stageName, transitionType: 'Inbound' },
    {
      kind: 'approval',
      stageName: 'Gate',
      actionName: 'Approve',
      actionExecutionId: asked?.actionExecutionId ?? null,
      status: pick % 3 === 0 ? 'Rejected' : 'Approved',
      summary: 'Tested',
    },
    { kind: 'rollback', stageName, targetExecutionId: executionId },
    { kind: 'override-condition', stageName: 'Deploy', executionId, conditionType: 'BEFORE_ENTRY' },
  ];
  return acts[act % acts.length] ?? { kind: 'start', variables: [], sourceRevisions: [] };
}

const alsoOf = (act: PipelineAct): string[] => (act.kind === 'rollback' ? [act.targetExecutionId] : []);

let simulator: SimulatorUnderTest;
beforeAll(async () => {
  simulator = await openSimulator();
});
afterAll(() => simulator.close());

const isAbout = (unknown: string, executionId: string): boolean =>
  unknown.startsWith(`Execution ${executionId.split('-')[0]} was stopped in `);

/** Predicts, acts, reads again: the prediction must be what happened, no less and no more. */
async function holdAgainst(pipeline: PipelineUnderTest, act: PipelineAct): Promise<void> {
  const before = await pipeline.snapshot(alsoOf(act));
  const prediction = predict(before, act, testStart);
  const refusal = await pipeline.send(act);
  // Said beforehand: where it stands is not to be read.
  const isGuess = prediction.unknowns.some((one) => 'executionId' in act && isAbout(one, act.executionId));
  if (isGuess) return;
  const told = JSON.stringify({ act, refusal, predicted: prediction.refusal }, null, 1);
  expect(prediction.refusal === null, told).toBe(refusal === null);
  if (refusal !== null) {
    // The token of an approval is read before it is answered: the desk itself says that none waits.
    if (act.kind !== 'approval') expect(refusal, told).toContain(prediction.refusal?.split(':')[0]);
    expect(prediction.consequences).toEqual([]);
    return;
  }
  const after = await pipeline.snapshot(before.executions.map(({ executionId }) => executionId));
  expect(compareWithOutcome(prediction, before, after), told).toEqual({
    asPredicted: prediction.consequences,
    didNotHappen: [],
    alsoHappened: [],
  });
}

describe.each(['SUPERSEDED', 'QUEUED', 'PARALLEL'] as const)('a what-if in %s mode', (mode) => {
  it(
    'is what then happens, in whatever state the pipeline is',
    { timeout: 180_000 + STORIES * 5_000 },
    async () => {
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (story) => {
          await simulator.reset({ scenario: 'bare' });
          const pipeline = await openPipeline(simulator, mode);
          try {
            for (const one of story) {
              if (one.kind === 'time') await simulator.advance(one.seconds);
              else if (one.kind === 'source') await pipeline.endSource();
              else if (one.kind === 'fail')
                await pipeline.failNext(FAILABLE[one.pick % FAILABLE.length] ?? 'One');
              else {
                await holdAgainst(pipeline, anAct(await pipeline.snapshot(), one.act, one.pick));
                compared += 1;
              }
            }
          } finally {
            pipeline.close();
          }
        }),
        { numRuns: STORIES },
      );
      expect(compared).toBeGreaterThan(70);
    },
  );
});
