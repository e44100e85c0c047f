import type { Condition, ExecutionMode, Result, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from 'vitest';
import { putFailure, putSuccess } from '#main/simulator/world/jobs.ts';
import { overrideCondition } from '#main/simulator/world/pipelines/override.ts';
import { declarationOf } from '#main/simulator/world/pipelines/pipeline.ts';
import { updatePipeline } from '#main/simulator/world/pipelines/registry.ts';
import { rollbackStage } from '#main/simulator/world/pipelines/rollback.ts';
import { stopExecution } from '#main/simulator/world/pipelines/stop.ts';
import { PipelineWorld, aStage, anAction, arn, refusalOf, threeStages } from './pipeline-world.ts';

const trigger = { triggerType: 'ManualRollback', triggerDetail: arn } as const;

const sourceInput = { inputArtifacts: [{ name: 'SourceOutput' }] };

/** A condition whose rules are stand-ins of ten seconds, by these names. */
function alarms(result: Result, ...names: string[]): Condition {
  const ruleTypeId = { category: 'Rule', owner: 'AWS', provider: 'CloudWatchAlarm', version: '1' } as const;
  return {
    result,
    rules: names.map((name) => ({ name, ruleTypeId, configuration: { AlarmName: name } })),
  };
}

function withBuild(conditions: Partial<StageDeclaration>, actions = ['Build']): PipelineWorld {
  return new PipelineWorld('SUPERSEDED', [
    aStage('Source'),
    aStage('Build', actions, conditions),
    aStage('Deploy'),
  ]);
}

function override(world: PipelineWorld, executionId: string): void {
  const order = { stageName: 'Build', executionId, type: 'BEFORE_ENTRY' } as const;
  overrideCondition(world.world, world.pipeline, order, arn, world.now, world.entropy);
  world.go(0);
}

function changeMode(world: PipelineWorld, executionMode: ExecutionMode): void {
  world.pipeline.versions.push({ ...declarationOf(world.pipeline), executionMode });
}

function latestOf(world: PipelineWorld, stageName: string, executionId: string) {
  return world.execution(executionId).stages.get(stageName);
}

describe('a mode that is changed while executions run', () => {
  it('leaves the executions that wait with the rules they began with', () => {
    const world = new PipelineWorld('QUEUED', threeStages());
    const [inside, queued] = [world.start(), world.start()];
    world.close('Build');
    world.go(0);
    changeMode(world, 'SUPERSEDED');
    const newest = world.start();
    expect([world.status(inside), world.status(queued), world.status(newest)]).not.toContain('Superseded');
    world.open('Build');
    world.go(100);
    expect([inside, queued, newest].map((id) => world.status(id))).toEqual([
      'Succeeded',
      'Succeeded',
      'Succeeded',
    ]);
  });

  it('lets PARALLEL executions pass a stage that another one has locked', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const first = world.start();
    changeMode(world, 'PARALLEL');
    const second = world.start();
    expect([world.where(first), world.where(second)]).toEqual(['Build', 'Build']);
    world.go(20);
    expect([world.status(first), world.status(second)]).toEqual(['Succeeded', 'Succeeded']);
  });
});

describe('stop and wait while rules work', () => {
  it('is Stopping until the last rule has ended', () => {
    const world = withBuild({ beforeEntry: { conditions: [alarms('FAIL', 'Errors')] } });
    const id = world.start();
    world.stop(id);
    expect(world.status(id)).toBe('Stopping');
    world.go(10);
    expect([world.status(id), latestOf(world, 'Build', id)?.status]).toEqual(['Stopped', 'Stopped']);
  });

  it('abandons them when told so, and judges them again in a retry', () => {
    const world = withBuild({ beforeEntry: { conditions: [alarms('FAIL', 'Errors')] } });
    const id = world.start();
    world.stop(id, true);
    const [run] = latestOf(world, 'Build', id)?.conditions ?? [];
    expect([world.status(id), run?.status, run?.rules[0]?.status]).toEqual([
      'Stopped',
      'Abandoned',
      'Abandoned',
    ]);
    world.retry(id, 'Build');
    expect([latestOf(world, 'Build', id)?.phase, world.actions(id, 'Build')]).toEqual(['entry', []]);
    world.go(20);
    expect(world.where(id)).toBe('Deploy');
  });
});

describe('conditions of a stage that is retried', () => {
  it('ALL_ACTIONS: entry conditions that were not met come first again', () => {
    const world = withBuild({ beforeEntry: { conditions: [alarms('FAIL', 'Errors')] } });
    world.fails('Errors');
    const id = world.start();
    world.go(10);
    world.retry(id, 'Build', 'ALL_ACTIONS');
    world.go(10);
    expect([world.status(id), world.actions(id, 'Build')]).toEqual(['Failed', []]);
  });

  it('ALL_ACTIONS: success conditions are judged after the actions again', () => {
    const world = withBuild({ onSuccess: { conditions: [alarms('FAIL', 'Errors')] } });
    world.fails('Errors', 1);
    const id = world.start();
    world.go(20);
    expect(world.status(id)).toBe('Failed');
    world.retry(id, 'Build', 'ALL_ACTIONS');
    world.go(10);
    expect([world.where(id), latestOf(world, 'Build', id)?.phase]).toEqual(['Build', 'success']);
    world.go(10);
    expect([world.where(id), latestOf(world, 'Build', id)?.conditions.length]).toEqual(['Deploy', 2]);
  });
});

describe('a condition with several rules', () => {
  it('is not met where one of them fails', () => {
    const world = withBuild({ beforeEntry: { conditions: [alarms('FAIL', 'Errors', 'Latency')] } });
    world.fails('Latency', 1);
    const id = world.start();
    world.go(10);
    expect(world.status(id)).toBe('Failed');
  });

  it('gives up the rules that still work when it is overridden', () => {
    const world = withBuild({ beforeEntry: { conditions: [alarms('FAIL', 'Errors', 'Latency')] } });
    world.let({ actionName: 'Latency', durationMs: null });
    const id = world.start();
    world.go(10);
    override(world, id);
    const statuses = latestOf(world, 'Build', id)?.conditions[0]?.rules.map(({ status }) => status);
    expect(statuses).toEqual(['Succeeded', 'Abandoned']);
  });

  it('locks its stage again when it is overridden after it failed', () => {
    const world = withBuild({ beforeEntry: { conditions: [alarms('FAIL', 'Errors')] } });
    world.fails('Errors', 1);
    const first = world.start();
    world.go(10);
    override(world, first);
    const second = world.start();
    expect([world.where(first), world.where(second)]).toEqual(['Build', '>Build']);
  });
});

describe('a failed stage with the result SKIP', () => {
  it('is Skipped, and the execution goes on', () => {
    const world = withBuild({ onFailure: { result: 'SKIP' } });
    world.fails('Build');
    const id = world.start();
    world.go(10);
    expect([world.stageStatus(id, 'Build'), world.where(id)]).toEqual(['Skipped', 'Deploy']);
  });
});

describe('a rollback', () => {
  const roll = (world: PipelineWorld, stageName: string, targetId: string) =>
    rollbackStage(world.world, world.pipeline, { stageName, targetId, trigger }, world.now, world.entropy).id;

  it('ends with its stage, also where others follow, and has the variables of its target', () => {
    const world = withBuild({});
    const first = world.start({ Target: 'prod' });
    world.go(20);
    world.execution(first).namespaces.set('Source', { CommitId: 'c-1' });
    world.start({ Target: 'test' });
    world.go(20);
    const id = roll(world, 'Build', first);
    expect(world.execution(id).namespaces.get('Source')).toEqual({ CommitId: 'c-1' });
    world.go(10);
    expect([world.status(id), [...world.execution(id).stages.keys()]]).toEqual(['Succeeded', ['Build']]);
    expect(world.execution(id).variables).toEqual({ Target: 'prod' });
  });

  it('waits in front of a closed transition', () => {
    const world = withBuild({});
    const first = world.start();
    world.go(20);
    world.close('Build');
    const id = roll(world, 'Build', first);
    world.go(10);
    expect(world.where(id)).toBe('>Build');
    world.open('Build');
    world.go(10);
    expect(world.status(id)).toBe('Succeeded');
  });

  it('goes back by itself to no rollback, and to no execution of an earlier version', () => {
    const world = withBuild({ onFailure: { result: 'ROLLBACK' } });
    const first = world.start();
    world.go(20);
    roll(world, 'Build', first);
    world.go(10);
    world.fails('Build', 1);
    world.start();
    world.go(10);
    expect([...world.pipeline.executions.values()].at(-1)?.rollbackTargetId).toBe(first);
    world.go(10);
    changeMode(world, 'SUPERSEDED');
    world.fails('Build', 1);
    const last = world.start();
    world.go(20);
    expect([...world.pipeline.executions.keys()].at(-1)).toBe(last);
  });
});

describe('fifty executions', () => {
  it('leave no room for a retry or an overridden condition', () => {
    const world = new PipelineWorld('PARALLEL', [
      aStage('Source'),
      aStage('Build', ['Build'], { beforeEntry: { conditions: [alarms('FAIL', 'Errors')] } }),
    ]);
    world.fails('Errors', 1);
    const failed = world.start();
    world.go(10);
    for (let count = 0; count < 50; count += 1) world.start();
    const full = 'ConcurrentPipelineExecutionsLimitExceededException';
    expect(refusalOf(() => world.retry(failed, 'Build'))).toBe(full);
    expect(refusalOf(() => override(world, failed))).toBe(full);
  });
});

describe('what is told of a stop', () => {
  it('keeps the first reason when the second stop has none, and is gone after a retry', () => {
    const world = withBuild({});
    const id = world.start();
    world.stop(id);
    const order = { abandon: true, reason: null };
    stopExecution(world.world, world.pipeline, id, order, arn, world.now, world.entropy);
    expect(world.execution(id)).toMatchObject({ stopReason: 'a mistake', statusSummary: 'a mistake' });
    world.retry(id, 'Build');
    expect(world.execution(id)).toMatchObject({ stopReason: null, statusSummary: null });
  });
});

describe('a stage that an update takes away', () => {
  it('is still entered by who waits in front of it, and forgotten afterwards', () => {
    const world = withBuild({});
    const [inside, waiting] = [world.start(), world.start()];
    expect([world.where(inside), world.where(waiting)]).toEqual(['Build', '>Build']);
    const present = declarationOf(world.pipeline);
    const stages = [aStage('Source', ['SourceRepo']), aStage('Ship', ['Approve'])];
    updatePipeline(world.world, world.pipeline, { ...present, stages }, world.now);
    world.go(10);
    expect([world.where(inside), world.where(waiting)]).toEqual(['Deploy', 'Build']);
    world.go(20);
    expect([world.status(inside), world.status(waiting)]).toEqual(['Succeeded', 'Succeeded']);
    updatePipeline(world.world, world.pipeline, { ...present, stages }, world.now);
    expect([...world.pipeline.stages.keys()]).toEqual(['Source']);
  });
});

describe('actions', () => {
  it('take an artifact from where it lies when that is their own store', () => {
    const stages = [aStage('Source'), { name: 'Build', actions: [anAction('Build', sourceInput)] }];
    const world = new PipelineWorld('SUPERSEDED', stages);
    const id = world.start();
    const made = world.action(id, 'Source').outputArtifacts[0]?.objectKey;
    expect(world.action(id, 'Build').inputArtifacts[0]?.objectKey).toBe(made);
  });

  it('keep the link that an earlier result gave, and get no further job once they are abandoned', () => {
    const world = new PipelineWorld('SUPERSEDED', [aStage('Source'), aStage('Test', ['Work'])]);
    const id = world.start();
    const goesOn = { operation: 'PutJobSuccessResult', continuationToken: 'run-1' };
    const first = { ...goesOn, externalExecutionId: 'run-1' };
    putSuccess(world.world, world.claim(), first, world.now, world.entropy);
    world.go(5);
    putSuccess(world.world, world.claim(), goesOn, world.now, world.entropy);
    expect(world.action(id, 'Work').externalExecutionId).toBe('run-1');
    world.stop(id, true);
    world.go(60);
    expect([...world.world.jobs.values()].map(({ status }) => status)).toEqual(['Succeeded', 'Succeeded']);
  });

  it('begin in the order of their run orders, whatever the order of their declaration', () => {
    const actions = [anAction('Last', { runOrder: 2 }), anAction('First', { runOrder: 1 })];
    const world = new PipelineWorld('SUPERSEDED', [aStage('Source'), { name: 'Build', actions }]);
    const id = world.start();
    expect([world.actions(id, 'First').length, world.actions(id, 'Last').length]).toEqual([1, 0]);
  });

  it('hand nothing on when they fail', () => {
    const actions = [anAction('Work', { namespace: 'Tests', outputArtifacts: [{ name: 'Report' }] })];
    const world = new PipelineWorld('SUPERSEDED', [aStage('Source'), { name: 'Test', actions }]);
    const id = world.start();
    const report = { operation: 'PutJobFailureResult', type: 'JobFailed', message: 'no' } as const;
    putFailure(world.world, world.claim(), report, world.now, world.entropy);
    expect([...world.execution(id).artifacts.keys()]).toEqual(['SourceOutput']);
    expect(world.execution(id).namespaces.has('Tests')).toBe(false);
  });
});
