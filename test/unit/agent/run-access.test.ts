import { expect, it } from 'vitest';
import { asRunId } from '#shared/domain/ids.ts';
import { aState, CLIENTS, THIRD_PARTY_TYPE } from '#test/support/fake-ports.ts';
import { createWorld } from './agent-world.ts';

const MINUTE = 60_000;

/** A claimed run whose backend is at work. */
async function aWorkingRun() {
  const world = createWorld('manual');
  world.service.add('job');
  const desk = await world.open();
  await world.clock.advance(1_000);
  const { runId } = await desk.run('job');
  await desk.agent.act(runId, { kind: 'acknowledge' });
  return { ...world, desk, runId };
}

it("gives the job's credentials for a look, and asks for new ones when they are old or refused", async () => {
  const { desk, runId, service, clock } = await aWorkingRun();
  const given = await desk.agent.artifactAccess(runId);
  if (!given.ok) throw new Error(given.whyNot);
  const first = await given.access.credentials();
  expect(await given.access.credentials()).toBe(first);
  expect(service.count('details')).toBe(0);
  const second = await given.access.credentials(first);
  expect(service.count('details')).toBe(1);
  expect(second).not.toBe(first);
  expect(await given.access.credentials()).toBe(second);
  await clock.advance(15 * MINUTE);
  expect(await given.access.credentials()).not.toBe(second);
  expect(service.count('details')).toBe(2);
  expect(desk.timeline(runId).filter((line) => line.includes('for a look at the artifacts'))).toHaveLength(2);
});

it('follows the run to its next job, and does not renew between two', async () => {
  const { desk, runId, clock, service } = await aWorkingRun();
  const given = await desk.agent.artifactAccess(runId);
  if (!given.ok) throw new Error(given.whyNot);
  const first = await given.access.credentials();
  await desk.agent.act(runId, { kind: 'progress', percentComplete: 10 });
  await clock.advance(16 * MINUTE);
  const run = await desk.run('job+');
  expect(run.runId).toBe(runId);
  const second = await given.access.credentials(first);
  expect(second).not.toBe(first);
  expect(service.calls.at(-1)).toMatchObject({ operation: 'details', jobId: run.currentJobId });
});

it('never ends a run by a look: a job that is gone is told to the person alone', async () => {
  const { desk, runId, service } = await aWorkingRun();
  const given = await desk.agent.artifactAccess(runId);
  if (!given.ok) throw new Error(given.whyNot);
  const first = await given.access.credentials();
  service.disturb('details', { code: 'aws-job-not-found', times: 1 });
  await expect(given.access.credentials(first)).rejects.toMatchObject({ code: 'aws-job-not-found' });
  expect((await desk.run('job')).state).toBe('with-engineer');
});

it('leaves the nonce of an unclaimed job alone: what came with the poll serves, and is not renewed', async () => {
  const world = createWorld('manual');
  world.service.add('job');
  const desk = await world.open();
  await world.clock.advance(1_000);
  const { runId } = await desk.run('job');
  const given = await desk.agent.artifactAccess(runId);
  if (!given.ok) throw new Error(given.whyNot);
  const first = await given.access.credentials();
  await expect(given.access.credentials(first)).rejects.toMatchObject({ code: 'no-credentials' });
  expect(world.service.count('details')).toBe(0);
  expect(await desk.agent.act(runId, { kind: 'acknowledge' })).toMatchObject({ outcome: 'took-effect' });
});

it('says in one sentence why there are none', async () => {
  const world = createWorld();
  world.service.add('done');
  world.service.add('no-token', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.two });
  world.service.add('disabled', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
  world.tokens.disabled.add(CLIENTS.one);
  world.tokens.refusedIds.push(CLIENTS.two);
  world.processor.answer = () => aState('153245', 'succeeded');
  const desk = await world.open();
  await world.clock.advance(20 * MINUTE);
  const whyNot = async (jobId: string) => {
    const given = await desk.agent.artifactAccess((await desk.run(jobId)).runId);
    return given.ok ? null : given.whyNot;
  };
  expect(await whyNot('done')).toBe(
    'The run is final: CodePipeline gives out credentials for open jobs only.',
  );
  expect(await whyNot('no-token')).toContain('No usable token is stored for this client');
  expect(await whyNot('disabled')).toContain('The client is disabled');
  expect(await desk.agent.artifactAccess(asRunId('run-0'))).toMatchObject({ ok: false });
});
