import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Processor } from '#main/agent/ports.ts';
import { createHttpProcessor } from '#main/processors/http-processor.ts';
import type { JobResult } from '#shared/domain/job.ts';
import { LIMITS } from '#shared/domain/limits.ts';
import { aState } from '#test/support/fake-ports.ts';
import { createWorld } from '#test/unit/agent/agent-world.ts';

const MINUTE_MS = 60_000;
const GRACE_MS = 5 * MINUTE_MS;

/** An agent whose backend answers `body` to everything, over HTTP; `said` replaces it. */
async function aBackendThatSays(body: () => string, token: string | null = null) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body());
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const startUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/runs`;
  const world = createWorld();
  const http = createHttpProcessor(
    {
      ...{ kind: 'http', startUrl, statusUrl: `${startUrl}/{ExternalExecutionId}` },
      ...{ passArtifactCredentials: false, backendGraceSeconds: GRACE_MS / 1000 },
    },
    15_000,
  );
  const processor: Processor = {
    kind: 'http',
    start: (...given) => world.activity.track(http.start(...given)),
    status: (...given) => world.activity.track(http.status(...given)),
    cancel: (...given) => world.activity.track(http.cancel(...given)),
  };
  const job = world.service.add('job', { token });
  const desk = await world.open({}, { processor, backendGraceMs: GRACE_MS });
  await world.clock.advance(1_000);
  const results = (): JobResult[] => [...world.service.jobs.values()].flatMap((each) => each.results);
  return { world, job, desk, asked, results };
}

const saying = (told: object) => () => JSON.stringify(told);
const done = { externalExecutionId: '153245', status: 'failed' };

describe("a backend's words", () => {
  it.each([
    ['5,000 characters', 'm'.repeat(5_000), 'm'.repeat(5_000)],
    ['emoji and Arabic', 'فشل الاختبار 🚦🏁', 'فشل الاختبار 🚦🏁'],
    ['control characters', 'a\u0000b\u001b[31mc\u202e', 'a\u0000b\u001b[31mc\u202e'],
    ['half a character', 'half \ud83d', 'half \ufffd'],
  ])('of %s reach CodePipeline as they may', async (_what, message, sent) => {
    const { results } = await aBackendThatSays(saying({ ...done, failure: { type: 'JobFailed', message } }));
    expect(results()).toMatchObject([{ kind: 'failure', message: sent }]);
  });

  it('are cut with a mark, between characters, where they are longer than CodePipeline takes', async () => {
    const message = `${'m'.repeat(LIMITS.failureMessage - ' … [cut]'.length - 1)}🚦 and more than fits`;
    const { results } = await aBackendThatSays(saying({ ...done, failure: { type: 'JobFailed', message } }));
    const [result] = results();
    if (result?.kind !== 'failure') throw new Error('expected a failure');
    expect(result.message).toMatch(/m … \[cut\]$/);
    expect(result.message.length).toBeLessThanOrEqual(LIMITS.failureMessage);
    expect(result.message).not.toMatch(/\p{Surrogate}/u);
  });
});

describe('an answer that cannot be used keeps the job alive, and fails the run with a reason when the grace is over', () => {
  it.each([
    ['is 10 MB long', () => `"${'x'.repeat(10 * 1024 * 1024)}"`, 'more than 262144 bytes'],
    ['says done without an id', saying({ status: 'succeeded' }), 'externalExecutionId'],
    ['has an empty id', saying({ externalExecutionId: '', status: 'running' }), 'externalExecutionId'],
    [
      'has an id of 1,501 characters',
      saying({ externalExecutionId: 'i'.repeat(1_501), status: 'running' }),
      'longer than 1500 characters',
    ],
    ['is deeply nested', () => '['.repeat(20_000), 'not JSON'],
  ])('where it %s', async (_what, body, reason) => {
    const { world, desk, results } = await aBackendThatSays(body);
    expect((await desk.run('job')).state).toBe('working');
    expect(results()).toEqual([]);
    await world.clock.advance(GRACE_MS + MINUTE_MS);
    expect(results()).toMatchObject([
      { kind: 'failure', type: 'SystemUnavailable', message: expect.stringContaining(reason) as string },
    ]);
  });
});

describe('long ids', () => {
  it('of 1,500 characters carry the run on', async () => {
    const externalExecutionId = 'i'.repeat(LIMITS.externalExecutionId);
    const { results } = await aBackendThatSays(saying({ externalExecutionId, status: 'running' }));
    expect(results()[0]).toMatchObject({ continuationToken: externalExecutionId, externalExecutionId });
  });

  it('of 2,048 characters, in a chain that another worker began, carry the run on without a Details link', async () => {
    const token = 't'.repeat(LIMITS.continuationToken);
    const { asked, results } = await aBackendThatSays(
      saying({ externalExecutionId: 'other', status: 'running' }),
      token,
    );
    expect(asked[0]).toBe(`/runs/${token}`);
    expect(results()[0]).toMatchObject({ continuationToken: token, externalExecutionId: null });
  });

  it('of 2,049 characters, from a processor with a bug, become a failure that names the reason', async () => {
    const world = createWorld();
    const job = world.service.add('job');
    world.processor.answer = () => aState('i'.repeat(LIMITS.continuationToken + 1), 'running');
    await world.open();
    await world.clock.advance(1_000);
    expect(job.results).toMatchObject([
      { kind: 'failure', message: expect.stringContaining('has 2049 characters') as string },
    ]);
  });
});

it('never shows the customer a progress that goes backwards', async () => {
  const progress = [40, 25, 60, 100];
  const { world, results } = await aBackendThatSays(() =>
    JSON.stringify({
      externalExecutionId: '153245',
      status: 'running',
      percentComplete: progress.shift() ?? 100,
    }),
  );
  await world.clock.advance(10_000);
  const sent = results().map((result) => (result.kind === 'continue' ? result.percentComplete : null));
  expect(sent.slice(0, 4)).toEqual([40, 40, 60, 99]);
});

it('shows work that ends after its pipeline was abandoned as expired, and sends its end once and no more', async () => {
  let status = 'running';
  const { world, desk, results } = await aBackendThatSays(() =>
    JSON.stringify({ externalExecutionId: '153245', status, percentComplete: 10 }),
  );
  const release = world.service.hold('putResult');
  status = 'succeeded';
  await world.clock.advance(3_000);
  const next = [...world.service.jobs.values()].at(-1);
  if (!next) throw new Error('expected a next job');
  next.state = 'over';
  release();
  await world.clock.advance(MINUTE_MS);
  const run = await desk.run(next.jobId);
  expect(run.state).toBe('expired');
  expect(run.message).toContain('The job was over before the result arrived');
  expect(results().filter(({ kind }) => kind !== 'continue')).toEqual([]);
  const sent = world.service.count('putResult', next.jobId);
  await world.clock.advance(10 * MINUTE_MS);
  expect(world.service.count('putResult', next.jobId)).toBe(sent);
});
