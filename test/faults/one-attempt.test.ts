import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCodePipelineClients } from '#main/aws/clients.ts';
import { createJobService } from '#main/aws/job-service.ts';
import type { ActionDeskError } from '#shared/domain/errors.ts';
import { Secret } from '#shared/domain/secret.ts';
import { AGENT_CALLS, custom } from '#test/support/agent-calls.ts';

const CALL_TIMEOUT_MS = 300;
/** The port against a server that answers with `answer`, and the operations that reached it. */
async function jobsAt(answer: (response: ServerResponse) => void) {
  const operations: string[] = [];
  const server = createServer((request, response) => {
    operations.push(String(request.headers['x-amz-target']).replace('CodePipeline_20150709.', ''));
    request.resume();
    request.on('end', () => answer(response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clients = createCodePipelineClients({
    credentials: { kind: 'static', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: new Secret('secret') },
    codepipelineEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    callTimeoutMs: CALL_TIMEOUT_MS,
  });
  onTestFinished(async () => {
    clients.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { jobs: createJobService(clients), operations, clients };
}

function answering(status: number, type: string | null, headers: Record<string, string> = {}) {
  return (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers });
    response.end(type === null ? 'no json' : JSON.stringify({ __type: type, message: 'by the test' }));
  };
}

const TROUBLES: Record<string, (response: ServerResponse) => void> = {
  'a throttled answer': answering(400, 'ThrottlingException'),
  'an answer with 500': answering(500, 'InternalFailure'),
  'an answer with 503 that asks for a retry': answering(503, 'SlowDown', { 'retry-after': '0' }),
  'a broken connection': (response) => void response.socket?.destroy(),
  'broken JSON': answering(200, null),
};

describe.each(Object.keys(TROUBLES))('after %s', (trouble) => {
  it.each(Object.keys(AGENT_CALLS))('%s is not sent a second time', async (operation) => {
    const { jobs, operations } = await jobsAt((response) => TROUBLES[trouble]?.(response));
    await expect(AGENT_CALLS[operation]?.(jobs)).rejects.toThrow();
    expect(operations).toEqual([operation]);
  });
});

it('sends a call once that was broken off on a connection used before', async () => {
  let first = true;
  const { jobs, operations } = await jobsAt((response) => {
    if (!first) return void response.socket?.destroy();
    first = false;
    answering(400, 'JobNotFoundException')(response);
  });
  await expect(jobs.details(custom, null)).rejects.toThrow();
  await expect(jobs.acknowledge(custom, new Secret('nonce'), null)).rejects.toThrow();
  expect(operations).toEqual(['GetJobDetails', 'AcknowledgeJob']);
});

it('gives every call up after its time', async () => {
  const { jobs, operations } = await jobsAt(() => undefined);
  const ends = await Promise.allSettled(Object.values(AGENT_CALLS).map((call) => call(jobs)));
  const codes = ends.map((end) => end.status === 'rejected' && (end.reason as ActionDeskError).code);
  expect(new Set(codes)).toEqual(new Set(['unreachable']));
  expect(operations).toHaveLength(Object.keys(AGENT_CALLS).length);
});

it('makes new connections after the computer slept, and lets calls under way end', async () => {
  const held: ServerResponse[] = [];
  const { jobs, clients, operations } = await jobsAt((response) => {
    if (operations.length === 1) held.push(response);
    else answering(400, 'JobNotFoundException')(response);
  });
  const underWay = jobs.details(custom, null);
  await expect.poll(() => held.length).toBe(1);
  clients.renew();
  await expect(jobs.details(custom, null)).rejects.toMatchObject({ code: 'aws-job-not-found' });
  held.forEach(answering(400, 'InvalidJobException'));
  await expect(underWay).rejects.toMatchObject({ code: 'aws-invalid-job' });
});

describe('a computer whose clock is off', () => {
  it.each([20, -20])(
    'by %i minutes is corrected from the service after one refused call',
    async (minutes) => {
      const offsetMs = minutes * 60_000;
      const signedAt: number[] = [];
      const server = createServer((request, response) => {
        const serviceTime = Date.now() + offsetMs;
        const [, date = '', time = ''] =
          /^(\d{8})T(\d{6})Z$/.exec(String(request.headers['x-amz-date'])) ?? [];
        const iso = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`;
        signedAt.push(Date.parse(iso));
        const late = Math.abs(Date.parse(iso) - serviceTime) > 5 * 60_000;
        response.writeHead(late ? 400 : 200, {
          'content-type': 'application/x-amz-json-1.1',
          date: new Date(serviceTime).toUTCString(),
        });
        response.end(
          late
            ? JSON.stringify({ __type: 'InvalidSignatureException', message: `Signature expired: ${iso}` })
            : '{"jobs":[]}',
        );
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const clients = createCodePipelineClients({
        credentials: { kind: 'static', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: new Secret('secret') },
        codepipelineEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        callTimeoutMs: 2_000,
      });
      onTestFinished(async () => {
        clients.close();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      });
      const poll = AGENT_CALLS['PollForJobs'];
      const jobs = createJobService(clients);
      await expect(poll?.(jobs)).rejects.toMatchObject({
        code: 'not-connected',
        message: expect.stringContaining("This computer's clock") as string,
      });
      await expect(poll?.(jobs)).resolves.toEqual([]);
      expect(signedAt).toHaveLength(2);
    },
  );
});
