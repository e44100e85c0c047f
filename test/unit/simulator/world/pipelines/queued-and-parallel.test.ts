import { describe, expect, it } from 'vitest';
import { PipelineWorld, aStage, refusalOf, threeStages } from './pipeline-world.ts';

describe('QUEUED mode', () => {
  it('keeps a queue in front of a locked stage, in order of arrival, and overtakes nobody', () => {
    const world = new PipelineWorld('QUEUED', threeStages());
    const ids = [world.start(), world.start(), world.start(), world.start()];
    expect(ids.map((id) => world.where(id))).toEqual(['Build', '>Build', '>Build', '>Build']);
    expect(world.pipeline.stages.get('Build')?.waiting).toEqual(ids.slice(1));
    world.go(10);
    expect(ids.map((id) => world.where(id))).toEqual(['Deploy', 'Build', '>Build', '>Build']);
    world.go(40);
    expect(ids.map((id) => world.status(id))).toEqual(Array(4).fill('Succeeded'));
  });

  it('has several queues in one pipeline, one in front of each locked stage', () => {
    const world = new PipelineWorld('QUEUED', threeStages());
    world.let({ actionName: 'Deploy', durationMs: 100_000 });
    const ids = [world.start(), world.start(), world.start(), world.start()];
    world.go(30);
    expect(ids.map((id) => world.where(id))).toEqual(['Deploy', '>Deploy', '>Deploy', 'Build']);
    const fifth = world.start();
    expect(world.where(fifth)).toBe('>Build');
  });

  it('lets the next one in when the stage fails', () => {
    const world = new PipelineWorld('QUEUED', threeStages());
    world.fails('Build', 1);
    const [first, second, third] = [world.start(), world.start(), world.start()];
    world.go(10);
    expect(world.status(first)).toBe('Failed');
    expect([world.where(second), world.where(third)]).toEqual(['Build', '>Build']);
  });

  it('refuses a fifty-first execution', () => {
    const world = new PipelineWorld('QUEUED', threeStages());
    for (let count = 0; count < 50; count += 1) world.start();
    expect(refusalOf(() => world.start())).toBe('ConcurrentPipelineExecutionsLimitExceededException');
  });
});

describe('PARALLEL mode', () => {
  it('runs executions side by side, without locks or waiting', () => {
    const world = new PipelineWorld('PARALLEL', threeStages());
    const ids = [world.start(), world.start(), world.start()];
    expect(ids.map((id) => world.where(id))).toEqual(['Build', 'Build', 'Build']);
    expect(world.pipeline.stages.get('Build')?.lockedBy).toBeNull();
    world.go(20);
    expect(ids.map((id) => world.status(id))).toEqual(Array(3).fill('Succeeded'));
  });

  it('leaves the others alone when one fails', () => {
    const world = new PipelineWorld('PARALLEL', threeStages());
    world.fails('Build', 1);
    const ids = [world.start(), world.start()];
    world.go(20);
    expect(ids.map((id) => world.status(id))).toEqual(['Failed', 'Succeeded']);
  });

  it('lets any failed execution be retried, whoever came later', () => {
    const world = new PipelineWorld('PARALLEL', threeStages());
    world.fails('Build', 1);
    const [first] = [world.start(), world.start()];
    world.go(10);
    world.retry(first, 'Build');
    world.go(20);
    expect(world.status(first)).toBe('Succeeded');
  });

  it('refuses a fifty-first execution, and takes it when one has ended', () => {
    const world = new PipelineWorld('PARALLEL', [aStage('Source'), aStage('Build')]);
    for (let count = 0; count < 50; count += 1) world.start();
    expect(refusalOf(() => world.start())).toBe('ConcurrentPipelineExecutionsLimitExceededException');
    world.go(10);
    expect(refusalOf(() => world.start())).toBe('accepted');
  });
});
