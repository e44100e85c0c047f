import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { readTry, tryBackend } from '#main/processors/try-backend.ts';

const actionTypeId = {
  category: 'Test',
  owner: 'ThirdParty',
  provider: 'Northwind-LoadTest',
  version: '1',
} as const;
const about = { actionTypeId, region: 'us-east-1', configuration: { TestPlan: 'small' } };
const running = JSON.stringify({ externalExecutionId: 'e-1', status: 'running', percentComplete: 40 });

async function aBackend(status: number, body: string) {
  const got: { method?: string | undefined; url?: string | undefined; key?: unknown; body: string }[] = [];
  const read = async (request: IncomingMessage): Promise<string> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    return text;
  };
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const { method, url, headers } = request;
      got.push({ method, url, key: headers['idempotency-key'], body: text });
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = {
    kind: 'http' as const,
    startUrl: `${base}/runs`,
    statusUrl: `${base}/runs/{ExternalExecutionId}`,
    cancelUrl: `${base}/runs/{ExternalExecutionId}/cancel`,
    passArtifactCredentials: true,
    backendGraceSeconds: 1800,
  };
  return { config, got };
}

it('asks for a made-up run without starting anything', async () => {
  const { config, got } = await aBackend(404, '{"message":"no such run"}');
  const report = await tryBackend(config, about, 'status', null, 2_000);
  expect(got).toMatchObject([{ method: 'GET', body: '' }]);
  expect(got[0]?.url).toMatch(/^\/runs\/try-out-/);
  expect(report).toMatchObject({ verdict: 'good', externalExecutionId: null, answer: { status: 404 } });
  expect(report.sentence).toContain('no such run');
});

it('starts work that is marked as a try-out, and hands on its id', async () => {
  const { config, got } = await aBackend(200, running);
  const report = await tryBackend(config, about, 'start', null, 2_000);
  const body = JSON.parse(got[0]?.body ?? '') as { runId: string };
  expect(body).toMatchObject({
    attempt: 1,
    region: 'us-east-1',
    configuration: { TestPlan: 'small' },
    inputArtifacts: [],
  });
  expect(body.runId).toMatch(/^try-out-/);
  expect(got[0]).toMatchObject({ method: 'POST', url: '/runs', key: `${body.runId}-1` });
  expect(body).not.toHaveProperty('artifactCredentials');
  expect(report).toMatchObject({ verdict: 'good', externalExecutionId: 'e-1' });
  expect(report.sentence).toBe('Understood: e-1 is running at 40%.');
});

it('cancels what was started, and nothing else', async () => {
  const { config, got } = await aBackend(200, running);
  await tryBackend(config, about, 'cancel', 'e/1', 2_000);
  expect(got).toMatchObject([{ method: 'POST', url: '/runs/e%2F1/cancel' }]);
  await expect(tryBackend(config, about, 'cancel', null, 2_000)).rejects.toMatchObject({
    code: 'invalid-input',
  });
});

it('says why nobody answered', async () => {
  const { config } = await aBackend(200, running);
  const report = await tryBackend(
    { ...config, startUrl: 'http://127.0.0.1:1/' },
    about,
    'start',
    null,
    2_000,
  );
  expect(report).toMatchObject({ verdict: 'bad', answer: null });
  expect(report.sentence).toContain('cannot be reached');
});

it('shows no secret of the configuration that it sends', async () => {
  const { config, got } = await aBackend(200, running);
  const secret = { ...about, configuration: { ApiKey: 'canary-7f3a' } };
  const report = await tryBackend(config, secret, 'start', null, 2_000);
  expect(got[0]?.body).toContain('canary-7f3a');
  expect(JSON.stringify(report)).not.toContain('canary-7f3a');
});

it('shows no secret that the backend answers', async () => {
  const { config } = await aBackend(
    200,
    '{"apiKey":"canary-7f3a","externalExecutionId":1,"status":"running"}',
  );
  expect(JSON.stringify(await tryBackend(config, about, 'start', null, 2_000))).not.toContain('canary-7f3a');
});

it.each<[string, Parameters<typeof readTry>, string, string]>([
  ['a missing member', ['start', false, 200, '{"status":"running"}'], 'bad', 'off at externalExecutionId'],
  ['an unknown state', ['start', false, 200, '{"externalExecutionId":"a","status":"done"}'], 'bad', 'status'],
  ['no JSON', ['start', false, 200, '<html>'], 'bad', 'not JSON'],
  ['already started', ['start', false, 409, running], 'good', 'Understood'],
  ['a refused start', ['start', false, 422, '{"message":"no plan"}'], 'bad', 'ConfigurationError'],
  ['a made-up run that is known', ['status', true, 200, running], 'doubtful', 'made up'],
  ['a run that is not known any more', ['status', false, 404, ''], 'bad', 'refused'],
  ['no permission', ['status', true, 403, 'who are you'], 'bad', 'does not let this computer in'],
  ['a redirect', ['status', true, 302, ''], 'bad', 'not followed'],
  ['too many requests', ['status', true, 429, ''], 'bad', 'try again'],
  ['a broken backend', ['status', true, 500, ''], 'bad', 'try again'],
])('says what would be made of %s', (_what, given, verdict, words) => {
  const reading = readTry(...given);
  expect(reading.verdict).toBe(verdict);
  expect(reading.sentence).toContain(words);
});
