import { describe, expect, it } from 'vitest';
import { declarationOf } from '#main/simulator/world/pipelines/pipeline.ts';
import { PipelineWorld, aStage, refusalOf, threeStages } from './pipeline-world.ts';

describe('stop and wait', () => {
  it('lets actions in progress end and starts no further one: Stopping, then Stopped', () => {
    const world = new PipelineWorld('SUPERSEDED', [aStage('Source'), aStage('Build', ['One', 'Two'])]);
    const id = world.start();
    world.stop(id);
    expect([world.status(id), world.stageStatus(id, 'Build')]).toEqual(['Stopping', 'Stopping']);
    world.go(10);
    expect([world.status(id), world.stageStatus(id, 'Build')]).toEqual(['Stopped', 'Stopped']);
    expect(world.action(id, 'One').status).toBe('Succeeded');
    expect(world.actions(id, 'Two')).toEqual([]);
  });

  it('is refused while the execution is Stopping already', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const id = world.start();
    world.stop(id);
    expect(refusalOf(() => world.stop(id))).toBe('DuplicatedStopRequestException');
  });

  it('is refused once the execution has ended, and for one that never was', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const id = world.start();
    world.go(60);
    expect(refusalOf(() => world.stop(id))).toBe('PipelineExecutionNotStoppableException');
    expect(refusalOf(() => world.stop('nobody'))).toBe('PipelineExecutionNotStoppableException');
  });

  it('gives the stage free, so that a waiting execution enters', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const [first, second] = [world.start(), world.start()];
    world.stop(first);
    expect(world.where(second)).toBe('>Build');
    world.go(10);
    expect([world.status(first), world.where(second)]).toEqual(['Stopped', 'Build']);
  });
});

describe('stop and abandon', () => {
  it('abandons what is in progress at once, and lets the next one in', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const [first, second] = [world.start(), world.start()];
    world.stop(first, true);
    expect([world.status(first), world.action(first, 'Build').status]).toEqual(['Stopped', 'Abandoned']);
    expect(world.where(second)).toBe('Build');
  });

  it('is allowed while Stopping', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const id = world.start();
    world.stop(id);
    world.stop(id, true);
    expect([world.status(id), world.action(id, 'Build').status]).toEqual(['Stopped', 'Abandoned']);
  });
});

describe('inbound executions', () => {
  it('can be stopped while they wait, do not enter afterwards and cannot be retried', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const first = world.start();
    const second = world.start();
    world.stop(second);
    expect(world.status(second)).toBe('Stopped');
    world.go(60);
    expect([world.status(first), world.actions(second, 'Build')]).toEqual(['Succeeded', []]);
    expect(refusalOf(() => world.retry(second, 'Build'))).toBe('NotLatestPipelineExecutionException');
  });
});

describe('transitions', () => {
  it('hold executions in front of the stage; the newest supersedes the older and enters when opened', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    world.close('Deploy');
    const first = world.start();
    world.go(10);
    const second = world.start();
    world.go(10);
    expect([world.status(first), world.where(second)]).toEqual(['Superseded', '>Deploy']);
    world.open('Deploy');
    expect(world.where(second)).toBe('Deploy');
  });

  it('do not let a stopped inbound execution enter when they are opened', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    world.close('Deploy');
    const id = world.start();
    world.go(10);
    world.stop(id);
    world.open('Deploy');
    expect([world.status(id), world.actions(id, 'Deploy')]).toEqual(['Stopped', []]);
  });

  it('keep the order of a queue', () => {
    const world = new PipelineWorld('QUEUED', threeStages());
    world.close('Deploy');
    const ids = [world.start(), world.start(), world.start()];
    world.go(30);
    expect(ids.map((id) => world.where(id))).toEqual(['>Deploy', '>Deploy', '>Deploy']);
    world.open('Deploy');
    expect(ids.map((id) => world.where(id))).toEqual(['Deploy', '>Deploy', '>Deploy']);
  });

  it('hold executions behind a stage whose outbound transition is closed', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    world.close('Build', 'Outbound');
    const id = world.start();
    world.go(10);
    expect(world.where(id)).toBe('>Deploy');
    world.open('Build', 'Outbound');
    expect(world.where(id)).toBe('Deploy');
  });

  it('do not touch who is in the stage', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const id = world.start();
    world.close('Build');
    world.go(10);
    expect(world.where(id)).toBe('Deploy');
  });
});

describe('retry of a stage', () => {
  function failed(times: number | null = 1) {
    const world = new PipelineWorld('SUPERSEDED', [
      aStage('Source'),
      aStage('Build', ['One', 'Two']),
      aStage('Deploy'),
    ]);
    world.fails('Two', times);
    const id = world.start();
    world.go(20);
    return { world, id };
  }

  it('FAILED_ACTIONS: runs only what failed, in the same execution', () => {
    const { world, id } = failed();
    expect(world.status(id)).toBe('Failed');
    world.retry(id, 'Build');
    expect(world.status(id)).toBe('InProgress');
    world.go(20);
    expect(world.status(id)).toBe('Succeeded');
    expect([world.actions(id, 'One').length, world.actions(id, 'Two').length]).toEqual([1, 2]);
  });

  it('ALL_ACTIONS: runs the stage from its first action', () => {
    const { world, id } = failed();
    world.retry(id, 'Build', 'ALL_ACTIONS');
    world.go(30);
    expect(world.status(id)).toBe('Succeeded');
    expect([world.actions(id, 'One').length, world.actions(id, 'Two').length]).toEqual([2, 2]);
  });

  it('can be asked for while other actions of the stage work, for the failed ones only', () => {
    const world = new PipelineWorld('SUPERSEDED', [aStage('Source'), aStage('Build', [['One', 'Two']])]);
    world.fails('One', 1);
    world.let({ actionName: 'Two', durationMs: 100_000 });
    const id = world.start();
    world.go(10);
    expect(refusalOf(() => world.retry(id, 'Build', 'ALL_ACTIONS'))).toBe('StageNotRetryableException');
    world.retry(id, 'Build');
    expect(refusalOf(() => world.retry(id, 'Build'))).toBe('StageNotRetryableException');
    world.go(90);
    expect(world.status(id)).toBe('Succeeded');
    expect(world.actions(id, 'Two').length).toBe(1);
  });

  it('is refused once another execution has entered the stage, whatever became of that one', () => {
    const { world, id } = failed();
    world.start();
    world.go(30);
    expect(refusalOf(() => world.retry(id, 'Build'))).toBe('NotLatestPipelineExecutionException');
  });

  it('is refused where nothing has failed, in a stage that was not entered, and in one that is not there', () => {
    const { world, id } = failed();
    expect(refusalOf(() => world.retry(id, 'Source'))).toBe('StageNotRetryableException');
    expect(refusalOf(() => world.retry(id, 'Deploy'))).toBe('NotLatestPipelineExecutionException');
    expect(refusalOf(() => world.retry(id, 'Nowhere'))).toBe('StageNotFoundException');
  });

  it('is refused when the structure of the pipeline was changed since', () => {
    const { world, id } = failed();
    const declaration = declarationOf(world.pipeline);
    world.pipeline.versions.push({ ...declaration, stages: declaration.stages?.slice(0, 2) });
    expect(refusalOf(() => world.retry(id, 'Build'))).toBe('StageNotRetryableException');
  });

  it('resumes a stage that was stopped: what was abandoned runs again, what had not begun runs', () => {
    const world = new PipelineWorld('SUPERSEDED', [
      aStage('Source'),
      aStage('Build', ['One', 'Two']),
      aStage('Deploy'),
    ]);
    const id = world.start();
    world.stop(id, true);
    world.retry(id, 'Build');
    world.go(30);
    expect(world.status(id)).toBe('Succeeded');
    expect(world.actions(id, 'One').map(({ status }) => status)).toEqual(['Abandoned', 'Succeeded']);
  });

  it('locks the stage again', () => {
    const { world, id } = failed();
    world.retry(id, 'Build');
    const second = world.start();
    expect(world.where(second)).toBe('>Build');
  });
});

describe('a pipeline that is updated while executions run', () => {
  it('lets them end with the version they started with', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const first = world.start();
    world.pipeline.versions.push({
      ...declarationOf(world.pipeline),
      stages: [aStage('Source'), aStage('Ship')],
    });
    world.go(30);
    expect(world.actions(first, 'Deploy').length).toBe(1);
    const second = world.start();
    world.go(30);
    expect([world.status(second), world.actions(second, 'Ship').length]).toEqual(['Succeeded', 1]);
  });
});
