import { describe, expect, it } from 'vitest';
import { deleteCustomActionType } from '#main/simulator/world/custom-action-types.ts';
import { putFailure, putSuccess } from '#main/simulator/world/jobs.ts';
import {
  PipelineWorld,
  aStage,
  anAction,
  refusalOf,
  region,
  threeStages,
  workerType,
} from './pipeline-world.ts';

const operation = 'PutJobSuccessResult';

describe('actions of a stage', () => {
  it('runs the same run order side by side and the next one after all of them', () => {
    const world = new PipelineWorld('SUPERSEDED', [
      aStage('Source'),
      aStage('Build', [['One', 'Two'], 'Three']),
    ]);
    world.let({ actionName: 'Two', durationMs: 25_000 });
    const id = world.start();
    expect([world.action(id, 'One').status, world.action(id, 'Two').status]).toEqual([
      'InProgress',
      'InProgress',
    ]);
    world.go(20);
    expect(world.action(id, 'One').status).toBe('Succeeded');
    expect(world.actions(id, 'Three')).toEqual([]);
    world.go(5);
    expect(world.action(id, 'Three').status).toBe('InProgress');
  });

  it('lets what runs beside a failed action end before the stage fails, and starts nothing further', () => {
    const world = new PipelineWorld('SUPERSEDED', [
      aStage('Source'),
      aStage('Build', [['One', 'Two'], 'Three']),
    ]);
    world.fails('One');
    world.let({ actionName: 'Two', durationMs: 25_000 });
    const id = world.start();
    world.go(10);
    expect([world.status(id), world.where(id)]).toEqual(['InProgress', 'Build']);
    world.go(15);
    expect([world.status(id), world.stageStatus(id, 'Build')]).toEqual(['Failed', 'Failed']);
    expect(world.action(id, 'Two').status).toBe('Succeeded');
    expect(world.actions(id, 'Three')).toEqual([]);
  });

  it('runs all source actions, however the execution started', () => {
    const world = new PipelineWorld('SUPERSEDED', [
      aStage('Source', [['SourceApp', 'SourceConfig']]),
      aStage('Build'),
    ]);
    const id = world.start();
    expect(world.execution(id).revisions.map(({ actionName }) => actionName)).toEqual([
      'SourceApp',
      'SourceConfig',
    ]);
    expect([...world.execution(id).artifacts.keys()]).toEqual(['SourceAppOutput', 'SourceConfigOutput']);
  });

  it('keeps artifacts under keys that are cut short', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages(), {
      name: 'a-pipeline-with-a-very-long-name',
    });
    const id = world.start();
    expect(world.execution(id).artifacts.get('SourceOutput')?.objectKey).toMatch(
      /^release\/SourceOutp\/.{7}$/,
    );
  });

  it('fails an action whose input artifact nobody made, and says which', () => {
    const stages = [aStage('Source'), aStage('Build')];
    stages[1]!.actions![0] = anAction('Build', { inputArtifacts: [{ name: 'Nothing' }] });
    const world = new PipelineWorld('SUPERSEDED', stages);
    const id = world.start();
    expect(world.status(id)).toBe('Failed');
    expect(world.action(id, 'Build').errorDetails?.message).toContain("'Nothing'");
  });

  it('fills in variables of the pipeline, of earlier actions and of the execution', () => {
    const stages = [aStage('Source'), aStage('Build'), aStage('Deploy')];
    stages[1]!.actions![0] = anAction('Build', { namespace: 'built' });
    const configuration = {
      All: '#{variables.Stage}/#{built.Tag}/#{codepipeline.PipelineExecutionId}',
    };
    stages[2]!.actions![0] = anAction('Deploy', { configuration });
    const variables = [{ name: 'Stage', defaultValue: 'beta' }];
    const world = new PipelineWorld('SUPERSEDED', stages, { variables });
    world.let({ actionName: 'Build', outcome: { ok: true, outputVariables: { Tag: 'v7' } } });
    const [first, second] = [world.start(), world.start({ Stage: 'prod' })];
    world.go(20);
    expect(world.action(first, 'Deploy').resolvedConfiguration['All']).toBe(`beta/v7/${first}`);
    world.go(20);
    expect(world.action(second, 'Deploy').resolvedConfiguration['All']).toBe(`prod/v7/${second}`);
  });

  it('fails an action whose configuration names a variable that is not there', () => {
    const stages = threeStages();
    stages[1]!.actions![0] = anAction('Build', { configuration: { ProjectName: '#{nobody.Name}' } });
    const world = new PipelineWorld('SUPERSEDED', stages);
    const id = world.start();
    expect(world.action(id, 'Build').errorDetails?.message).toContain('#{nobody.Name}');
  });

  it('copies inputs to the bucket of an action in another region', () => {
    const stages = [aStage('Source'), aStage('Build')];
    stages[1]!.actions![0] = anAction('Build', {
      region: 'eu-west-1',
      inputArtifacts: [{ name: 'SourceOutput' }],
    });
    const artifactStores = {
      'us-east-1': { type: 'S3', location: 'artifacts' },
      'eu-west-1': { type: 'S3', location: 'artifacts-eu' },
    } as const;
    const world = new PipelineWorld('SUPERSEDED', stages, { artifactStore: undefined, artifactStores });
    const id = world.start();
    const [input] = world.action(id, 'Build').inputArtifacts;
    expect(input?.bucketName).toBe('artifacts-eu');
    expect(input?.objectKey).not.toBe(world.execution(id).artifacts.get('SourceOutput')?.objectKey);
  });
});

describe('jobs of an action', () => {
  function working() {
    const world = new PipelineWorld('SUPERSEDED', [
      aStage('Source'),
      aStage('Test', ['Work']),
      aStage('Deploy'),
    ]);
    return { world, id: world.start() };
  }

  it('moves the pipeline on with the result that has no continuation token', () => {
    const { world, id } = working();
    const first = world.claim();
    const goesOn = {
      operation,
      continuationToken: '153245',
      externalExecutionId: '153245',
      percentComplete: 40,
    };
    putSuccess(world.world, first, goesOn, world.now, world.entropy);
    expect(world.action(id, 'Work')).toMatchObject({
      status: 'InProgress',
      externalExecutionId: '153245',
      percentComplete: 40,
    });
    expect(world.where(id)).toBe('Test');
    world.go(5);
    const second = world.claim();
    expect(second.continuationToken).toBe('153245');
    putSuccess(world.world, second, { operation, summary: 'all fine' }, world.now, world.entropy);
    expect(world.action(id, 'Work')).toMatchObject({ status: 'Succeeded', summary: 'all fine' });
    expect(world.where(id)).toBe('Deploy');
  });

  it('fails the stage with the type and message of a failure result', () => {
    const { world, id } = working();
    const failure = {
      operation,
      type: 'ConfigurationError',
      message: 'no plan',
      externalExecutionId: '9',
    } as const;
    putFailure(world.world, world.claim(), failure, world.now, world.entropy);
    expect(world.status(id)).toBe('Failed');
    expect(world.action(id, 'Work')).toMatchObject({
      status: 'Failed',
      externalExecutionId: '9',
      errorDetails: { code: 'ConfigurationError', message: 'no plan' },
    });
  });

  it('loses the link of a failed action whose failure result has no external execution id', () => {
    const { world, id } = working();
    const goesOn = { operation, continuationToken: 't', externalExecutionId: '153245' };
    putSuccess(world.world, world.claim(), goesOn, world.now, world.entropy);
    world.go(5);
    const failure = { operation, type: 'JobFailed', message: 'broke' } as const;
    putFailure(world.world, world.claim(), failure, world.now, world.entropy);
    expect(world.action(id, 'Work').externalExecutionId).toBeNull();
  });

  it('fails an action whose type was deleted before it began', () => {
    const world = new PipelineWorld('SUPERSEDED', [
      aStage('Source'),
      aStage('Build'),
      aStage('Test', ['Work']),
    ]);
    const id = world.start();
    deleteCustomActionType(world.world, region, workerType);
    world.go(10);
    expect([world.status(id), world.stageStatus(id, 'Test')]).toEqual(['Failed', 'Failed']);
    expect(world.action(id, 'Work').errorDetails).toMatchObject({ code: 'ConfigurationError' });
  });

  it('fails the action when a job passes its time-out, and refuses a late result', () => {
    const { world, id } = working();
    const job = world.claim();
    world.go(600);
    expect(world.status(id)).toBe('Failed');
    const late = world.world.jobs.get(job.id) ?? job;
    const put = () => putSuccess(world.world, late, { operation }, world.now, world.entropy);
    expect(refusalOf(put)).toBe('InvalidJobStateException');
  });

  it('gives a new time-out to each job of the chain', () => {
    const { world, id } = working();
    for (let count = 0; count < 5; count += 1) {
      const job = world.claim();
      putSuccess(world.world, job, { operation, continuationToken: 't' }, world.now, world.entropy);
      world.go(500);
    }
    expect(world.status(id)).toBe('InProgress');
  });

  it('refuses results for a job whose action was abandoned, and hands out no successor', () => {
    const { world, id } = working();
    const job = world.claim();
    world.stop(id, true);
    expect(world.action(id, 'Work').status).toBe('Abandoned');
    const late = world.world.jobs.get(job.id) ?? job;
    const put = () => putSuccess(world.world, late, { operation }, world.now, world.entropy);
    expect(refusalOf(put)).toBe('InvalidJobStateException');
    world.go(60);
    expect(() => world.claim()).toThrow('there is no job');
  });
});

describe('approvals', () => {
  function asking(mode: 'SUPERSEDED' | 'QUEUED' = 'SUPERSEDED') {
    const world = new PipelineWorld(mode, [aStage('Source'), aStage('Gate', ['Approve']), aStage('Deploy')]);
    return { world, id: world.start() };
  }

  it('locks the stage until somebody answers', () => {
    const { world, id } = asking();
    const second = world.start();
    world.go(3600);
    expect([world.where(id), world.where(second)]).toEqual(['Gate', '>Gate']);
    world.answer(id, 'Approve', 'Approved');
    expect([world.where(id), world.where(second)]).toEqual(['Deploy', 'Gate']);
    expect(world.action(id, 'Approve')).toMatchObject({ status: 'Succeeded', summary: 'looked at it' });
  });

  it('fails the stage when rejected', () => {
    const { world, id } = asking();
    world.answer(id, 'Approve', 'Rejected');
    expect([world.status(id), world.action(id, 'Approve').status]).toEqual(['Failed', 'Failed']);
  });

  it('fails after seven days without an answer', () => {
    const { world, id } = asking();
    world.go(7 * 86_400 - 1);
    expect(world.status(id)).toBe('InProgress');
    world.go(1);
    expect(world.status(id)).toBe('Failed');
  });

  it('refuses a token of another asking, and a second answer', () => {
    const { world, id } = asking();
    expect(refusalOf(() => world.answer(id, 'Approve', 'Approved', 'stale'))).toBe(
      'InvalidApprovalTokenException',
    );
    world.answer(id, 'Approve', 'Approved');
    expect(refusalOf(() => world.answer(id, 'Approve', 'Rejected'))).toBe(
      'ApprovalAlreadyCompletedException',
    );
  });

  it('refuses the old token after a retry asked anew', () => {
    const { world, id } = asking();
    const { work } = world.action(id, 'Approve');
    const old = work.kind === 'approval' ? work.token : '';
    world.answer(id, 'Approve', 'Rejected');
    world.retry(id, 'Gate');
    expect(refusalOf(() => world.answer(id, 'Approve', 'Approved', old))).not.toBe('accepted');
    world.answer(id, 'Approve', 'Approved');
    expect(world.where(id)).toBe('Deploy');
  });
});
