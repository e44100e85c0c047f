import { expect, it } from 'vitest';
import { aState } from '#test/support/fake-ports.ts';
import { createWorld } from './agent-world.ts';

it('claims a next job that an earlier process wrote down and did not come to claim', async () => {
  const world = createWorld('http', 1_000);
  world.service.add('job');
  world.processor.answer = () => aState('153245', 'running');
  const first = await world.open();
  const kept = { ...first.ledger };
  const apply: typeof first.ledger.apply = (...args) => kept.apply(...args);
  let claims = 0;
  first.ledger.apply = (runId, event, ...rest) => {
    if (event === 'claim-started') claims += 1;
    return claims < 2 ? apply(runId, event, ...rest) : Promise.reject(new Error('the process has ended'));
  };
  await world.clock.advance(5_000);
  expect(await first.run('job+')).toMatchObject({ state: 'between-jobs', currentJobId: 'job+' });
  await first.end();

  world.processor.answer = () => aState('153245', 'succeeded');
  const second = await world.open();
  await world.clock.advance(60_000);
  expect((await second.run('job')).state).toBe('succeeded');
  expect(world.processor.starts).toHaveLength(1);
});

it('does not claim a job again that CodePipeline hands out late, after it was answered', async () => {
  const world = createWorld('http', 600_000);
  const job = world.service.add('job');
  world.processor.answer = () => aState('153245', 'running');
  const desk = await world.open();
  await world.clock.advance(2_000);
  expect((await desk.run('job')).state).toBe('between-jobs');
  job.state = 'open';
  await world.clock.advance(60_000);
  expect(world.service.count('acknowledge', 'job')).toBe(1);
  expect((await desk.run('job')).state).toBe('between-jobs');
});
