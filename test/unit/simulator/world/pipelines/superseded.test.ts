import { describe, expect, it } from 'vitest';
import { PipelineWorld, aStage, refusalOf, threeStages } from './pipeline-world.ts';

/* https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html */

describe('SUPERSEDED mode', () => {
  it('runs one execution through all stages to its end', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const first = world.start();
    expect(world.where(first)).toBe('Build');
    world.go(10);
    expect(world.where(first)).toBe('Deploy');
    world.go(10);
    expect(world.status(first)).toBe('Succeeded');
  });

  it('rule 1: a stage is locked while an execution is in it', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const first = world.start();
    const second = world.start();
    expect([world.where(first), world.where(second)]).toEqual(['Build', '>Build']);
  });

  it('rule 2: who waits enters when all actions of the execution in the stage have succeeded', () => {
    const world = new PipelineWorld('SUPERSEDED', [
      aStage('Source'),
      aStage('Build', ['One', 'Two']),
      aStage('Deploy'),
    ]);
    const first = world.start();
    const second = world.start();
    world.go(10);
    expect([world.where(first), world.where(second)]).toEqual(['Build', '>Build']);
    world.go(10);
    expect([world.where(first), world.where(second)]).toEqual(['Deploy', 'Build']);
  });

  it('rule 2: a failure gives the stage free', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    world.fails('Build', 1);
    const first = world.start();
    const second = world.start();
    world.go(10);
    expect(world.status(first)).toBe('Failed');
    expect(world.where(second)).toBe('Build');
  });

  it('rule 3: between stages the newest waiting execution supersedes the older ones', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const [first, second, third] = [world.start(), world.start(), world.start()];
    expect(world.status(second)).toBe('Superseded');
    expect(world.where(third)).toBe('>Build');
    world.go(30);
    expect([first, second, third].map((id) => world.status(id))).toEqual([
      'Succeeded',
      'Superseded',
      'Succeeded',
    ]);
    expect(world.actions(second, 'Build')).toEqual([]);
  });

  it('rule 3: an execution is never superseded inside a stage', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    const first = world.start();
    for (let count = 0; count < 5; count += 1) world.start();
    expect(world.status(first)).toBe('InProgress');
    expect(world.where(first)).toBe('Build');
  });

  it('does not let a superseded execution be stopped or retried', () => {
    const world = new PipelineWorld('SUPERSEDED', threeStages());
    world.start();
    const second = world.start();
    world.start();
    expect(refusalOf(() => world.stop(second))).toBe('PipelineExecutionNotStoppableException');
    expect(refusalOf(() => world.retry(second, 'Build'))).toBe('NotLatestPipelineExecutionException');
  });

  it('locks the source stage too', () => {
    const world = new PipelineWorld('SUPERSEDED', [aStage('Source', ['WorkSource']), aStage('Build')]);
    const [first, second, third] = [world.start(), world.start(), world.start()];
    expect([world.where(first), world.where(third)]).toEqual(['Source', '>Source']);
    expect(world.status(second)).toBe('Superseded');
  });
});
