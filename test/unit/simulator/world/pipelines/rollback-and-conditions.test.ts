import type { Condition, Result, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from 'vitest';
import { overrideCondition } from '#main/simulator/world/pipelines/override.ts';
import { declarationOf } from '#main/simulator/world/pipelines/pipeline.ts';
import { rollbackStage } from '#main/simulator/world/pipelines/rollback.ts';
import { PipelineWorld, aStage, arn, refusalOf, threeStages } from './pipeline-world.ts';

const trigger = { triggerType: 'ManualRollback', triggerDetail: arn } as const;

function rollback(world: PipelineWorld, stageName: string, targetId: string): string {
  const order = { stageName, targetId, trigger };
  const { id } = rollbackStage(world.world, world.pipeline, order, world.now, world.entropy);
  world.go(0);
  return id;
}

function override(
  world: PipelineWorld,
  stageName: string,
  executionId: string,
  type: 'BEFORE_ENTRY' | 'ON_SUCCESS',
): void {
  const order = { stageName, executionId, type };
  overrideCondition(world.world, world.pipeline, order, arn, world.now, world.entropy);
  world.go(0);
}

describe('rollback of a stage', () => {
  function twoReleases() {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const first = world.start();
    world.go(20);
    const second = world.start();
    world.go(20);
    return { world, first, second };
  }

  it('runs the stage alone, with the artifacts and revisions of the target', () => {
    const { world, first } = twoReleases();
    const id = rollback(world, 'Deploy', first);
    expect(world.execution(id)).toMatchObject({ type: 'ROLLBACK', rollbackTargetId: first });
    expect(world.execution(id).artifacts).toEqual(world.execution(first).artifacts);
    expect(world.execution(id).revisions).toEqual(world.execution(first).revisions);
    world.go(10);
    expect([world.status(id), [...world.execution(id).stages.keys()]]).toEqual(['Succeeded', ['Deploy']]);
  });

  it('is refused for the source stage, for an execution that has not succeeded there, for a rollback', () => {
    const { world, first } = twoReleases();
    world.fails('Deploy', 1);
    const failed = world.start();
    world.go(20);
    const why = (stage: string, target: string) => refusalOf(() => rollback(world, stage, target));
    expect(why('Source', first)).toBe('UnableToRollbackStageException');
    expect(why('Deploy', failed)).toBe('UnableToRollbackStageException');
    const id = rollback(world, 'Deploy', first);
    world.go(10);
    expect(why('Deploy', id)).toBe('UnableToRollbackStageException');
    expect(why('Deploy', 'nobody')).toBe('PipelineExecutionNotFoundException');
    expect(why('Nowhere', first)).toBe('StageNotFoundException');
  });

  it('is refused for an execution of an earlier version of the pipeline', () => {
    const { world, first } = twoReleases();
    world.pipeline.versions.push({ ...declarationOf(world.pipeline) });
    expect(refusalOf(() => rollback(world, 'Deploy', first))).toBe('PipelineExecutionOutdatedException');
  });

  it('is refused in PARALLEL mode, and while an execution is in the stage', () => {
    const parallel = new PipelineWorld('PARALLEL', threeStages());
    const done = parallel.start();
    parallel.go(20);
    expect(refusalOf(() => rollback(parallel, 'Deploy', done))).toBe('UnableToRollbackStageException');
    const { world, first } = twoReleases();
    world.start();
    world.go(10);
    expect(refusalOf(() => rollback(world, 'Deploy', first))).toBe('ConflictException');
  });
});

describe('a failed stage', () => {
  it('is retried once by itself where the declaration says so', () => {
    const onFailure = { result: 'RETRY', retryConfiguration: { retryMode: 'FAILED_ACTIONS' } } as const;
    const world = new PipelineWorld('SUPERSEDED', [
      aStage('Source'),
      aStage('Build', ['Build'], { onFailure }),
    ]);
    world.fails('Build', 1);
    const first = world.start();
    world.go(20);
    expect(world.status(first)).toBe('Succeeded');
    expect(world.execution(first).stages.get('Build')?.retries).toMatchObject({
      automatic: 1,
      latest: 'AutomatedStageRetry',
    });
    world.fails('Build');
    const second = world.start();
    world.go(60);
    expect([world.status(second), world.actions(second, 'Build').length]).toEqual(['Failed', 2]);
  });

  it('is rolled back by itself to the newest success', () => {
    const onFailure = { result: 'ROLLBACK' } as const;
    const world = new PipelineWorld('SUPERSEDED', [
      aStage('Source'),
      aStage('Build', ['Build'], { onFailure }),
    ]);
    const first = world.start();
    world.go(10);
    world.fails('Build', 1);
    const second = world.start();
    world.go(10);
    const third = [...world.pipeline.executions.values()].at(-1);
    expect(world.status(second)).toBe('Failed');
    expect(third).toMatchObject({
      type: 'ROLLBACK',
      rollbackTargetId: first,
      trigger: { triggerType: 'AutomatedRollback', triggerDetail: second },
    });
    world.go(10);
    expect(third?.status).toBe('Succeeded');
  });

  it('stays failed when its rollback fails too: that one is not rolled back again', () => {
    const onFailure = { result: 'ROLLBACK' } as const;
    const world = new PipelineWorld('SUPERSEDED', [
      aStage('Source'),
      aStage('Build', ['Build'], { onFailure }),
    ]);
    world.start();
    world.go(10);
    world.fails('Build');
    world.start();
    world.go(3600);
    const types = [...world.pipeline.executions.values()].map(({ type, status }) => [type, status]);
    expect(types.slice(1)).toEqual([
      ['STANDARD', 'Failed'],
      ['ROLLBACK', 'Failed'],
    ]);
  });

  it('stays failed where there is no success to go back to', () => {
    const onFailure = { result: 'ROLLBACK' } as const;
    const world = new PipelineWorld('SUPERSEDED', [
      aStage('Source'),
      aStage('Build', ['Build'], { onFailure }),
    ]);
    world.fails('Build');
    const id = world.start();
    world.go(60);
    expect([world.status(id), world.pipeline.executions.size]).toEqual(['Failed', 1]);
  });
});

describe('conditions of a stage', () => {
  const variableCheck = (result: Result): Condition => ({
    result,
    rules: [
      {
        name: 'OnlyProd',
        ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'VariableCheck', version: '1' },
        configuration: { Variable: '#{variables.Target}', Value: 'prod', Operator: 'EQ' },
      },
    ],
  });
  const alarm = (result: Result, timeoutInMinutes?: number): Condition => ({
    result,
    rules: [
      {
        name: 'NoAlarm',
        ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'CloudWatchAlarm', version: '1' },
        configuration: { AlarmName: 'errors', WaitTime: '5' },
        ...(timeoutInMinutes !== undefined && { timeoutInMinutes }),
      },
    ],
  });
  const variables = [{ name: 'Target', defaultValue: 'beta' }];

  function worldWith(more: Partial<StageDeclaration>): PipelineWorld {
    const stages = [aStage('Source'), aStage('Build', ['Build'], more), aStage('Deploy')];
    return new PipelineWorld('SUPERSEDED', stages, { variables });
  }

  it('entry: lets the execution in when all rules succeed', () => {
    const world = worldWith({ beforeEntry: { conditions: [variableCheck('FAIL')] } });
    const id = world.start({ Target: 'prod' });
    expect(world.action(id, 'Build').status).toBe('InProgress');
    expect(world.execution(id).stages.get('Build')?.conditions[0]?.status).toBe('Succeeded');
  });

  it('entry: FAIL fails the stage before any action', () => {
    const world = worldWith({ beforeEntry: { conditions: [variableCheck('FAIL')] } });
    const id = world.start();
    expect([world.status(id), world.stageStatus(id, 'Build')]).toEqual(['Failed', 'Failed']);
    expect(world.actions(id, 'Build')).toEqual([]);
  });

  it.each([
    ['EQ', 'prod', 'pro'],
    ['NE', 'test', 'prod'],
    ['CONTAINS', 'eu-prod-2', 'eu-test'],
    ['MATCHES', 'prod', 'test'],
  ])('VariableCheck with %s lets %s in and keeps %s out', (Operator, good, bad) => {
    const condition = variableCheck('FAIL');
    const [rule] = condition.rules ?? [];
    const rules = [{ ...rule, configuration: { ...rule?.configuration, Operator } }] as Condition['rules'];
    const world = worldWith({ beforeEntry: { conditions: [{ ...condition, rules }] } });
    const [one, other] = [world.start({ Target: good }), world.start({ Target: bad })];
    world.go(10);
    expect([world.where(one), world.status(other)]).toEqual(['Deploy', 'Failed']);
  });

  it('entry: SKIP goes on with the next stage', () => {
    const world = worldWith({ beforeEntry: { conditions: [variableCheck('SKIP')] } });
    const id = world.start();
    expect([world.stageStatus(id, 'Build'), world.where(id)]).toEqual(['Skipped', 'Deploy']);
  });

  it('entry: a rule that takes its time holds the stage, locked', () => {
    const world = worldWith({ beforeEntry: { conditions: [alarm('FAIL')] } });
    const [first, second] = [world.start(), world.start()];
    expect([world.where(first), world.where(second)]).toEqual(['Build', '>Build']);
    expect(world.actions(first, 'Build')).toEqual([]);
    world.go(10);
    expect(world.action(first, 'Build').status).toBe('InProgress');
  });

  it('entry: a rule that its time-out overtakes has failed', () => {
    const world = worldWith({ beforeEntry: { conditions: [alarm('FAIL', 5)] } });
    world.let({ actionName: 'NoAlarm', durationMs: null });
    const id = world.start();
    world.go(299);
    expect(world.status(id)).toBe('InProgress');
    world.go(1);
    expect(world.status(id)).toBe('Failed');
  });

  it('success: FAIL fails the stage after its actions have succeeded', () => {
    const world = worldWith({ onSuccess: { conditions: [alarm('FAIL')] } });
    world.fails('NoAlarm');
    const id = world.start();
    world.go(10);
    expect(world.action(id, 'Build').status).toBe('Succeeded');
    expect(world.where(id)).toBe('Build');
    world.go(10);
    expect(world.status(id)).toBe('Failed');
  });

  it('success: ROLLBACK brings the newest success back', () => {
    const world = worldWith({ onSuccess: { conditions: [alarm('ROLLBACK')] } });
    const first = world.start();
    world.go(40);
    world.fails('NoAlarm', 1);
    world.start();
    world.go(20);
    const last = [...world.pipeline.executions.values()].at(-1);
    expect(last).toMatchObject({ type: 'ROLLBACK', rollbackTargetId: first });
  });

  it('failure: ROLLBACK engages when the condition is not met, and not when it is', () => {
    const world = worldWith({ onFailure: { conditions: [alarm('ROLLBACK')] } });
    world.start();
    world.go(40);
    world.fails('Build');
    world.start();
    world.go(20);
    expect(world.pipeline.executions.size).toBe(2);
    world.fails('NoAlarm', 1);
    world.start();
    world.go(20);
    expect([...world.pipeline.executions.values()].at(-1)?.type).toBe('ROLLBACK');
  });

  it('can be overridden while in progress, and the execution goes on', () => {
    const world = worldWith({ beforeEntry: { conditions: [alarm('FAIL')] } });
    world.let({ actionName: 'NoAlarm', durationMs: null });
    const id = world.start();
    override(world, 'Build', id, 'BEFORE_ENTRY');
    expect(world.action(id, 'Build').status).toBe('InProgress');
    expect(world.execution(id).stages.get('Build')?.conditions[0]?.status).toBe('Overridden');
  });

  it('cannot be overridden in an execution that is being stopped', () => {
    const world = worldWith({ beforeEntry: { conditions: [alarm('FAIL')] } });
    const id = world.start();
    world.stop(id);
    expect(refusalOf(() => override(world, 'Build', id, 'BEFORE_ENTRY'))).toBe(
      'ConditionNotOverridableException',
    );
    world.go(10);
    expect(world.status(id)).toBe('Stopped');
  });

  it('can be overridden after they failed the stage', () => {
    const world = worldWith({ onSuccess: { conditions: [variableCheck('FAIL')] } });
    const id = world.start();
    world.go(10);
    expect(world.status(id)).toBe('Failed');
    override(world, 'Build', id, 'ON_SUCCESS');
    expect(world.where(id)).toBe('Deploy');
  });

  it('cannot be overridden where none is open, or by another execution than the latest', () => {
    const world = worldWith({ beforeEntry: { conditions: [variableCheck('SKIP')] } });
    const first = world.start();
    expect(refusalOf(() => override(world, 'Build', first, 'BEFORE_ENTRY'))).toBe(
      'ConditionNotOverridableException',
    );
    world.start();
    expect(refusalOf(() => override(world, 'Build', first, 'BEFORE_ENTRY'))).toBe(
      'NotLatestPipelineExecutionException',
    );
  });

  it('are judged again by a retry of the stage they failed', () => {
    const world = worldWith({ beforeEntry: { conditions: [alarm('FAIL')] } });
    world.fails('NoAlarm', 1);
    const id = world.start();
    world.go(10);
    expect(world.status(id)).toBe('Failed');
    world.retry(id, 'Build');
    world.go(20);
    expect(world.where(id)).toBe('Deploy');
  });
});
