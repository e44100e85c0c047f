import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';

interface Status {
  externalExecutionId: string;
  status: string;
  percentComplete: number;
  summary: string;
  failure?: { type: string; message: string };
  message?: string;
}

describe('the vendor backend', () => {
  let simulator: SimulatorUnderTest;
  const configuration = { TestPlan: 'checkout-peak', VirtualUsers: '800', DurationSeconds: '10' };
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  async function call(method: string, path: string, body?: object, key?: string) {
    const response = await fetch(`${simulator.endpoint}/_backend/runs${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      ...(key !== undefined && { headers: { 'idempotency-key': key } }),
    });
    return { status: response.status, body: (await response.json()) as Status };
  }
  const start = (settings: object = {}, key = 'run-1') =>
    call('POST', '', { configuration: { ...configuration, ...settings } }, key);

  it('starts with the id 153245 and counts on', async () => {
    expect((await start()).body).toMatchObject({
      externalExecutionId: '153245',
      status: 'running',
      percentComplete: 0,
    });
    expect((await start({}, 'run-2')).body.externalExecutionId).toBe('153246');
  });

  it('starts once for one key, however often it is asked', async () => {
    const first = await start();
    const second = await start();
    expect([first.status, second.status]).toEqual([200, 409]);
    expect(second.body).toEqual(first.body);
    expect((await simulator.ledger()).backend).toEqual([
      expect.objectContaining({ idempotencyKey: 'run-1', starts: 2, status: 'running' }),
    ]);
  });

  it('goes from preparing over the ramp-up to the end, as simulated time passes', async () => {
    await start();
    const seen: [number, string][] = [];
    for (let second = 0; second < 10; second += 2) {
      const { body } = await call('GET', '/153245');
      seen.push([body.percentComplete, body.summary]);
      await simulator.advance(2);
    }
    expect(seen.map(([percent]) => percent)).toEqual([0, 20, 40, 60, 80]);
    expect(seen[1]?.[1]).toBe('Ramp-up: 300 of 800 virtual users');
    expect(seen[3]?.[1]).toMatch(/^p95 \d+ ms, 0\.\d% errors at 800 virtual users$/);
    expect((await call('GET', '/153245')).body).toMatchObject({ status: 'succeeded', percentComplete: 100 });
  });

  it('fails as the configuration says', async () => {
    await start({ Outcome: 'fail', FailureMessage: 'too slow' });
    await simulator.advance(10);
    expect((await call('GET', '/153245')).body).toMatchObject({
      status: 'failed',
      failure: { type: 'JobFailed', message: 'too slow' },
    });
  });

  it('is not heard of again where the configuration stalls it, and can still be cancelled', async () => {
    expect((await start({ Outcome: 'stall' })).body).toMatchObject({ status: 'running' });
    await simulator.advance(100);
    expect((await call('GET', '/153245')).status).toBe(503);
    expect((await start({ Outcome: 'stall' })).body).toMatchObject({
      status: 'running',
      percentComplete: 40,
    });
    await call('POST', '/153245/cancel');
    expect((await start({ Outcome: 'stall' })).body).toMatchObject({
      status: 'failed',
      failure: { message: 'The load test was cancelled' },
    });
  });

  it.each([
    [{ TestPlan: undefined }, 'No test plan is configured.'],
    [{ DurationSeconds: 'long' }, 'DurationSeconds must be a number of seconds'],
    [{ Outcome: 'maybe' }, 'Outcome must be succeed, fail or stall.'],
  ])('refuses the configuration %j', async (settings, message) => {
    const answer = await start(settings);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(message);
    expect((await simulator.ledger()).backend).toEqual([]);
  });

  it('refuses a start without a key, and knows no other runs', async () => {
    expect((await call('POST', '', { configuration })).status).toBe(400);
    expect((await call('GET', '/1')).status).toBe(404);
    expect((await call('POST', '/1/cancel')).status).toBe(404);
  });

  it('cancels what runs, and stays cancelled', async () => {
    await start();
    await simulator.advance(4);
    expect((await call('POST', '/153245/cancel')).body).toMatchObject({
      status: 'failed',
      percentComplete: 40,
    });
    await simulator.advance(60);
    expect((await call('GET', '/153245')).body).toMatchObject({ status: 'failed', percentComplete: 40 });
    expect((await simulator.ledger()).backend[0]).toMatchObject({ cancelled: true });
  });

  it.each([
    [
      'nested',
      (bucketName: string) => ({ name: 'R', location: { s3Location: { bucketName, objectKey: 'p/R/1' } } }),
    ],
    ['flat', (bucket: string) => ({ name: 'R', location: { bucket, key: 'p/R/1' } })],
  ])('puts the output artifacts in their %s place when it is done, not before', async (_form, artifact) => {
    const Bucket = await artifactBucket(simulator);
    await call('POST', '', { configuration, outputArtifacts: [artifact(Bucket)] }, 'k');
    const head = new HeadObjectCommand({ Bucket, Key: 'p/R/1' });
    await expect(simulator.s3().send(head)).rejects.toMatchObject({ name: 'NotFound' });
    await simulator.advance(10);
    await call('GET', '/153245');
    const got = await simulator.s3().send(new GetObjectCommand({ Bucket, Key: 'p/R/1' }));
    expect((await got.Body?.transformToByteArray())?.subarray(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]));
  });

  it('escapes what customers wrote on the report page', async () => {
    await start({ TestPlan: '<script>alert(1)</script>' });
    const page = await (await fetch(`${simulator.endpoint}/_backend/runs/153245/report`)).text();
    expect(page).toContain('Load test 153245');
    expect(page).not.toContain('<script>');
  });
});
