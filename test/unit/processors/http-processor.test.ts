import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { WorkRequest } from '#main/agent/ports.ts';
import { createHttpProcessor } from '#main/processors/http-processor.ts';
import { asClientId, asRunId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';

interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A backend that answers as told and keeps what it received. */
async function backend(
  answer: (response: ServerResponse, request: Received) => void,
): Promise<{ base: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const entry = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      received.push(entry);
      answer(response, entry);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const processorOf = (base: string, passArtifactCredentials = false, callTimeoutMs = 2_000) =>
  createHttpProcessor(
    {
      kind: 'http',
      startUrl: `${base}/runs`,
      statusUrl: `${base}/runs/{ExternalExecutionId}`,
      cancelUrl: `${base}/runs/{ExternalExecutionId}/cancel`,
      passArtifactCredentials,
      backendGraceSeconds: 60,
    },
    callTimeoutMs,
  );

const request: WorkRequest = {
  runId: asRunId('run-1'),
  attempt: 2,
  region: 'us-east-1',
  actionTypeId: { category: 'Test', owner: 'ThirdParty', provider: 'LoadTest', version: '1' },
  clientId: asClientId('3f0c6a52-9d1e-4c7b-8a40-51e7d2b6f901'),
  configuration: new Map([['TestPlan', 'peak']]),
  pipelineContext: {
    pipelineName: 'p',
    stageName: 's',
    actionName: 'a',
    pipelineArn: null,
    pipelineExecutionId: null,
    actionExecutionId: null,
  },
  inputArtifacts: [],
  outputArtifacts: [],
  artifactCredentials: {
    accessKeyId: new Secret('AK'),
    secretAccessKey: new Secret('SK'),
    sessionToken: new Secret('ST'),
  },
  artifactAccess: {
    region: 'us-east-1',
    encryptionKeyId: null,
    credentials: () => Promise.reject(new Error('not asked for over HTTP')),
  },
};
const work = { idempotencyKey: 'run-1-2', request: () => Promise.resolve(request) };
const never = new AbortController().signal;

describe('the http processor', () => {
  it('starts with the idempotency key and the whole request, without credentials unless asked', async () => {
    const { base, received } = await backend((response) =>
      json(response, 201, { externalExecutionId: 153245, status: 'running' }),
    );
    const answer = await processorOf(base).start(request, 'run-1-2', never);
    expect(answer).toMatchObject({
      kind: 'state',
      state: { externalExecutionId: '153245', status: 'running' },
    });
    expect(received[0]).toMatchObject({ method: 'POST', url: '/runs' });
    expect(received[0]?.headers['idempotency-key']).toBe('run-1-2');
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
      runId: 'run-1',
      attempt: 2,
      configuration: { TestPlan: 'peak' },
    });
    expect(received[0]?.body).not.toContain('SK');
  });

  it('passes the artifact credentials where the configuration says so', async () => {
    const { base, received } = await backend((response) =>
      json(response, 200, { externalExecutionId: 'x', status: 'running' }),
    );
    const { artifactCredentials } = request;
    if (!artifactCredentials) throw new Error('the request has none');
    const artifactAccess = {
      ...request.artifactAccess,
      credentials: () => Promise.resolve(artifactCredentials),
    };
    await processorOf(base, true).start({ ...request, artifactAccess }, 'k', never);
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
      artifactCredentials: { accessKeyId: 'AK', secretAccessKey: 'SK', sessionToken: 'ST' },
    });
  });

  it('passes renewed credentials at a start that comes late', async () => {
    const { base, received } = await backend((response) =>
      json(response, 200, { externalExecutionId: 'x', status: 'running' }),
    );
    const renewed = {
      ...{
        accessKeyId: new Secret('AK2'),
        secretAccessKey: new Secret('SK2'),
        sessionToken: new Secret('ST2'),
      },
    };
    const artifactAccess = { ...request.artifactAccess, credentials: () => Promise.resolve(renewed) };
    await processorOf(base, true).start({ ...request, artifactAccess }, 'k', never);
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
      artifactCredentials: { accessKeyId: 'AK2' },
    });
  });

  it('passes none, and asks for none, where the job came without', async () => {
    const { base, received } = await backend((response) =>
      json(response, 200, { externalExecutionId: 'x', status: 'running' }),
    );
    await processorOf(base, true).start({ ...request, artifactCredentials: null }, 'k', never);
    expect(JSON.parse(received[0]?.body ?? '')).not.toHaveProperty('artifactCredentials');
  });

  it('takes 409 on start for the work that is already there', async () => {
    const { base } = await backend((response) =>
      json(response, 409, { externalExecutionId: '7', status: 'running', percentComplete: 12.4 }),
    );
    expect(await processorOf(base).start(request, 'k', never)).toMatchObject({
      kind: 'state',
      state: { externalExecutionId: '7', percentComplete: 12 },
    });
  });

  it('encodes the external execution id in its URLs', async () => {
    const { base, received } = await backend((response) =>
      json(response, 200, { externalExecutionId: 'a/b', status: 'running' }),
    );
    await processorOf(base).status('a/b ?', never, work);
    await processorOf(base).cancel('a/b', never);
    expect(received.map((entry) => `${entry.method} ${entry.url}`)).toEqual([
      'GET /runs/a%2Fb%20%3F',
      'POST /runs/a%2Fb/cancel',
    ]);
  });

  it.each([
    ['JSON message', 400, '{"message":"TestPlan is missing"}', 'TestPlan is missing'],
    ['HTML page', 404, '<html><b>Not</b> here</html>', 'Not here'],
    ['nothing', 422, '', 'The backend refused with HTTP status 422.'],
  ])('takes a 4xx with %s for a refusal in its own words', async (_what, status, body, message) => {
    const { base } = await backend((response) => response.writeHead(status).end(body));
    expect(await processorOf(base).start(request, 'k', never)).toEqual({
      kind: 'rejected',
      message,
      httpStatus: status,
    });
  });

  it.each([
    ['500', (response: ServerResponse) => response.writeHead(500).end('oops')],
    ['429', (response: ServerResponse) => response.writeHead(429).end()],
    [
      'a redirect to another host',
      (response: ServerResponse) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end(),
    ],
    ['HTML with 200', (response: ServerResponse) => response.writeHead(200).end('<html>login</html>')],
    ['JSON of another shape', (response: ServerResponse) => json(response, 200, { id: 1 })],
    [
      'an unknown status',
      (response: ServerResponse) => json(response, 200, { externalExecutionId: '1', status: 'paused' }),
    ],
    ['an endless answer', (response: ServerResponse) => response.writeHead(200).end('x'.repeat(400_000))],
    ['a broken connection', (response: ServerResponse) => response.destroy()],
  ])('takes %s for an unavailable backend, with a sentence', async (_what, answer) => {
    const { base } = await backend((response) => void answer(response));
    const end = await processorOf(base).start(request, 'k', never);
    expect(end.kind).toBe('unavailable');
    expect(end.kind === 'unavailable' && end.message).toMatch(/^The backend.+\.$/s);
  });

  it('gives up after its time-out', async () => {
    const { base } = await backend(() => undefined);
    expect(await processorOf(base, false, 50).status('1', never, work)).toMatchObject({
      kind: 'unavailable',
      message: 'The backend cannot be reached: no answer in time.',
    });
  });

  it('cuts what is longer than CodePipeline takes', async () => {
    const { base } = await backend((response) =>
      json(response, 200, {
        externalExecutionId: '1',
        status: 'failed',
        summary: 's'.repeat(9000),
        percentComplete: 250,
        failure: { type: 'Odd', message: 'm'.repeat(9000) },
      }),
    );
    const end = await processorOf(base).status('1', never, work);
    if (end.kind !== 'state') throw new Error('expected a state');
    expect(end.state.summary).toHaveLength(2048);
    expect(end.state.failure?.message).toHaveLength(5000);
    expect(end.state).toMatchObject({ percentComplete: 100, failure: { type: 'JobFailed' } });
  });
});
