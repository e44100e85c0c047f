import type { ExecutionMode } from '@aws-sdk/client-codepipeline';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '#main/simulator/world/service-error.ts';
import { overrideCondition } from '#main/simulator/world/pipelines/override.ts';
import { rollbackStage } from '#main/simulator/world/pipelines/rollback.ts';
import { PipelineWorld, aStage, arn } from './pipeline-world.ts';

type Act = 'start' | 'go' | 'stop' | 'abandon' | 'retry' | 'retryAll' | 'close' | 'open' | 'fail' | 'answer';
type Step = { act: Act | 'rollback' | 'override'; pick: number };

const steps = fc.array(
  fc.record({
    act: fc.constantFrom<Step['act']>(
      'start',
      'start',
      'go',
      'go',
      'go',
      'stop',
      'abandon',
      'retry',
      'retryAll',
      'close',
      'open',
      'fail',
      'answer',
      'rollback',
      'override',
    ),
    pick: fc.nat(1000),
  }),
  { maxLength: 60 },
);

const stageNames = ['Source', 'Build', 'Gate', 'Deploy'];

const alarm = {
  name: 'Alarm',
  ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'CloudWatchAlarm', version: '1' },
  configuration: { AlarmName: 'errors' },
} as const;

function roll({ world, pipeline, now, entropy }: PipelineWorld, stageName: string, targetId: string): void {
  const trigger = { triggerType: 'ManualRollback', triggerDetail: arn } as const;
  rollbackStage(world, pipeline, { stageName, targetId, trigger }, now, entropy);
}

function override({ world, pipeline, now, entropy }: PipelineWorld, executionId: string): void {
  const order = { stageName: 'Deploy', executionId, type: 'BEFORE_ENTRY' } as const;
  overrideCondition(world, pipeline, order, arn, now, entropy);
}

function play(mode: ExecutionMode, story: readonly Step[]): PipelineWorld {
  const world = new PipelineWorld(mode, [
    aStage('Source'),
    aStage('Build', [['One', 'Two'], 'Three']),
    aStage('Gate', ['Approve']),
    aStage('Deploy', ['Deploy'], {
      beforeEntry: { conditions: [{ result: 'FAIL', rules: [alarm] }] },
      ...(mode !== 'PARALLEL' && { onFailure: { result: 'ROLLBACK' } }),
    }),
  ]);
  for (const { act, pick } of story) {
    const ids = [...world.pipeline.executions.keys()];
    const id = ids[pick % Math.max(1, ids.length)] ?? 'nobody';
    const stageName = stageNames[pick % stageNames.length] ?? '';
    try {
      if (act === 'start') world.start();
      if (act === 'go') world.go(1 + (pick % 15));
      if (act === 'stop' || act === 'abandon') world.stop(id, act === 'abandon');
      if (act === 'retry' || act === 'retryAll')
        world.retry(id, stageName, act === 'retry' ? 'FAILED_ACTIONS' : 'ALL_ACTIONS');
      if (act === 'close') world.close(stageName);
      if (act === 'open') world.open(stageName);
      if (act === 'fail') world.fails(['One', 'Two', 'Three', 'Deploy', 'Alarm'][pick % 5] ?? '', 1);
      if (act === 'rollback') roll(world, stageName, id);
      if (act === 'override') override(world, id);
      if (act === 'answer' && ids.length > 0 && world.actions(id, 'Approve').length > 0)
        world.answer(id, 'Approve', pick % 3 === 0 ? 'Rejected' : 'Approved');
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
    }
    check(world, mode);
  }
  return world;
}

function check(world: PipelineWorld, mode: ExecutionMode): void {
  const { pipeline } = world;
  for (const [stageName, place] of pipeline.stages) {
    const inside = [...pipeline.executions.values()].filter(
      ({ position }) => position.at === 'stage' && position.stageName === stageName,
    );
    if (mode === 'PARALLEL') expect(place.lockedBy).toBeNull();
    else {
      expect(inside.length).toBeLessThanOrEqual(1);
      expect(place.lockedBy).toBe(inside[0]?.id ?? null);
    }
    const outside = [...pipeline.executions.values()].filter(
      ({ position }) => position.at === 'waiting' && position.stageName === stageName,
    );
    expect([...place.waiting].sort()).toEqual(outside.map(({ id }) => id).sort());
    if (mode === 'SUPERSEDED') expect(place.waiting.length).toBeLessThanOrEqual(1);
    // Nobody waits without a reason.
    if (place.waiting.length > 0 && mode !== 'PARALLEL') {
      expect(place.lockedBy !== null || place.inbound?.closed === true).toBe(true);
    }
  }
  for (const execution of pipeline.executions.values()) {
    const goesOn = execution.status === 'InProgress' || execution.status === 'Stopping';
    expect(pipeline.active.has(execution.id)).toBe(goesOn);
    expect(execution.position.at === 'end').toBe(!goesOn);
    if (mode !== 'SUPERSEDED') expect(execution.status).not.toBe('Superseded');
    const busy = [...execution.stages.values()].flatMap(({ actions }) =>
      actions.filter(({ status }) => status === 'InProgress'),
    );
    const rules = [...execution.stages.values()].flatMap(({ conditions }) =>
      conditions.flatMap((run) => run.rules.filter(({ status }) => status === 'InProgress')),
    );
    if (!goesOn) expect([busy, rules]).toEqual([[], []]);
    if (execution.onlyStage !== null) expect(execution.stages.size).toBeLessThanOrEqual(1);
  }
}

describe.each(['SUPERSEDED', 'QUEUED', 'PARALLEL'] as const)('%s mode, whatever happens', (mode) => {
  it('locks and queues always say where the executions are', () => {
    fc.assert(
      fc.property(steps, (story) => {
        play(mode, story);
      }),
      { numRuns: 150 },
    );
  });

  it('everything that is not waiting for a person or a transition ends by itself', () => {
    fc.assert(
      fc.property(steps, (story) => {
        const world = play(mode, story);
        for (const stageName of stageNames) world.open(stageName);
        for (let count = 0; count < 120; count += 1) {
          world.go(60);
          for (const id of world.pipeline.active) {
            const asked = world.actions(id, 'Approve').at(-1);
            if (asked?.status === 'InProgress') world.answer(id, 'Approve', 'Approved');
          }
        }
        expect([...world.pipeline.active]).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('QUEUED mode, without stops and retries', () => {
  it('executions enter each stage in the order of their start', () => {
    const orderly = steps.map((story) =>
      story.filter(({ act }) => ['start', 'go', 'fail', 'answer', 'close', 'open'].includes(act)),
    );
    fc.assert(
      fc.property(orderly, (story) => {
        const world = play('QUEUED', story);
        for (const stageName of stageNames) {
          const entered = [...world.pipeline.executions.values()].filter(({ stages }) =>
            stages.has(stageName),
          );
          const times = entered.map(({ stages }) => stages.get(stageName)?.startedAt ?? 0);
          expect(times).toEqual([...times].sort((a, b) => a - b));
        }
      }),
      { numRuns: 60 },
    );
  });
});
