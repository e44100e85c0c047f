import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { readClaimAnswer } from '#main/agent/decide/claim-answer.ts';
import { createCodePipelineClients } from '#main/aws/clients.ts';
import { createJobService } from '#main/aws/job-service.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { asJobId } from '#shared/domain/ids.ts';
import type { JobRef } from '#shared/domain/job.ts';
import { Secret } from '#shared/domain/secret.ts';
import { CUSTOM_TYPE, REGION } from '#test/support/fake-ports.ts';

const JSON_TYPE = { 'content-type': 'application/x-amz-json-1.1' };
const CELL = { region: REGION, actionTypeId: CUSTOM_TYPE };
const JOB: JobRef = { region: REGION, protocol: 'third-party', jobId: asJobId('job') };
const never = new AbortController().signal;

/** The job service against `endpoint`, through the AWS SDK; a call is given up after 200 ms. */
function jobsAt(endpoint: string) {
  const clients = createCodePipelineClients({
    credentials: { kind: 'static', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: new Secret('secret') },
    codepipelineEndpoint: endpoint,
    callTimeoutMs: 200,
  });
  onTestFinished(() => clients.close());
  return createJobService(clients);
}

async function aServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An endpoint of loopback that nothing listens on any more. */
async function aClosedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

async function errorOf(call: Promise<unknown>): Promise<ActionDeskError> {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ActionDeskError)) throw new Error('expected an ActionDeskError', { cause: error });
  return error;
}

it('gives a call up whose answer stops half-way', async () => {
  const endpoint = await aServer((_request, response) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': '100' });
    response.write('{"jobs":[');
  });
  expect((await errorOf(jobsAt(endpoint).poll(CELL, 1, never))).code).toBe('unreachable');
});

it('keeps a client token that the service echoes out of the message', async () => {
  const token = 'canary-token-991';
  const endpoint = await aServer((request, response) => {
    void text(request).then((body) => {
      expect(body).toContain(token);
      const message = `Value '${token}' at 'clientToken' failed to satisfy constraint`;
      response.writeHead(400, JSON_TYPE);
      response.end(JSON.stringify({ __type: 'ValidationException', message }));
    });
  });
  const error = await errorOf(jobsAt(endpoint).details(JOB, new Secret(token)));
  expect(error.code).toBe('aws-validation');
  expect(error.message).toContain('failed to satisfy constraint');
  expect(error.message).not.toContain(token);
});

it('takes a claim for not made when the answer is a 4xx of any name', async () => {
  const endpoint = await aServer((_request, response) => {
    response.writeHead(403, JSON_TYPE);
    response.end(JSON.stringify({ __type: 'RequestExpired', message: 'Request has expired.' }));
  });
  const error = await errorOf(jobsAt(endpoint).acknowledge(JOB, new Secret('3'), new Secret('token')));
  expect(readClaimAnswer({ error }, false)).toBe('not-now');
});

it('takes a claim for not made when no connection was made', async () => {
  const jobs = jobsAt(await aClosedPort());
  const error = await errorOf(jobs.acknowledge(JOB, new Secret('3'), new Secret('token')));
  expect(readClaimAnswer({ error }, false)).toBe('not-now');
});

it('takes a 429 of a proxy for throttling', async () => {
  const endpoint = await aServer((_request, response) => {
    response.writeHead(429);
    response.end('<html>slow down</html>');
  });
  expect((await errorOf(jobsAt(endpoint).poll(CELL, 1, never))).code).toBe('throttled');
});

it('sends no poll once draining has begun', async () => {
  let received = 0;
  const endpoint = await aServer((_request, response) => {
    received += 1;
    response.writeHead(200, JSON_TYPE).end('{"jobs":[]}');
  });
  await errorOf(jobsAt(endpoint).poll(CELL, 1, AbortSignal.abort()));
  expect(received).toBe(0);
});
