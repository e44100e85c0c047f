import dns from 'node:dns';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readClaimAnswer } from '#main/agent/decide/claim-answer.ts';
import { planNextPoll } from '#main/agent/decide/next-poll.ts';
import { isRefusal, readResultAnswer } from '#main/agent/decide/result-answer.ts';
import type { JobService } from '#main/agent/ports.ts';
import { createCodePipelineClients } from '#main/aws/clients.ts';
import { createJobService } from '#main/aws/job-service.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { Secret } from '#shared/domain/secret.ts';
import { AGENT_CALLS, failure, success } from '#test/support/agent-calls.ts';

const page = (status: number) => (response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'text/html' }).end('<html><h1>Sign in</h1></html>');

/** How the network misbehaves, and whether CodePipeline may have acted on the call. */
const TROUBLES: Record<string, { answer: (response: ServerResponse) => void; mayHaveActed: boolean }> = {
  "a proxy's page with 200": { answer: page(200), mayHaveActed: true },
  "a proxy's page with 502": { answer: page(502), mayHaveActed: true },
  "a proxy's page with 403": { answer: page(403), mayHaveActed: false },
  "a proxy's page with 407": { answer: page(407), mayHaveActed: false },
  'broken JSON': {
    answer: (response) =>
      void response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{"jobs":[{'),
    mayHaveActed: true,
  },
  'broken JSON with 500': {
    answer: (response) =>
      void response.writeHead(500, { 'content-type': 'application/x-amz-json-1.1' }).end('{"__type'),
    mayHaveActed: true,
  },
  'a socket that takes the call and is silent': { answer: () => undefined, mayHaveActed: true },
  'a connection that breaks': { answer: (response) => void response.socket?.destroy(), mayHaveActed: true },
};

function jobsAt(endpoint: string): JobService {
  const clients = createCodePipelineClients({
    credentials: { kind: 'static', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: new Secret('secret') },
    codepipelineEndpoint: endpoint,
    callTimeoutMs: 200,
  });
  onTestFinished(() => clients.close());
  return createJobService(clients);
}

async function aNetwork(answer: (response: ServerResponse) => void): Promise<JobService> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return jobsAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function errorOf(call: Promise<unknown> | undefined): Promise<ActionDeskError> {
  const error: unknown = await call?.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ActionDeskError)) throw new Error('expected an ActionDeskError', { cause: error });
  return error;
}

/** Nothing is given up, and nothing is taken for done, because of an answer that is not CodePipeline's. */
function expectPatience(operation: string, error: ActionDeskError, mayHaveActed: boolean): void {
  const [what] = /^Poll|Details$|^Acknowledge|Failure|Success/.exec(operation) ?? [];
  switch (what) {
    case 'Poll': {
      const { mode, delayMs } = planNextPoll({ error, failuresInARow: 0 }, 1_000, 0);
      expect(['failing', 'throttled']).toContain(mode);
      expect(delayMs).toBeGreaterThan(0);
      break;
    }
    case 'Details':
      // A job is taken for over by these alone.
      expect(error.code).not.toMatch(/^aws-(job-not-found|invalid-)/);
      break;
    case 'Acknowledge':
      expect(readClaimAnswer({ error }, false)).toBe(mayHaveActed ? 'unheard' : 'not-now');
      break;
    default: {
      const result = what === 'Failure' ? failure : success;
      const facts = { maybeAccepted: false, deadlinePassed: false };
      expect(readResultAnswer(error, result, facts)).toEqual({ kind: 'retry' });
      expect(isRefusal(error)).toBe(!mayHaveActed);
    }
  }
}

describe.each(Object.entries(TROUBLES))('%s', (_name, { answer, mayHaveActed }) => {
  it.each(Object.keys(AGENT_CALLS))('is no word of CodePipeline about %s', async (operation) => {
    const jobs = await aNetwork(answer);
    expectPatience(operation, await errorOf(AGENT_CALLS[operation]?.(jobs)), mayHaveActed);
  });
});

it.each(Object.keys(AGENT_CALLS))('a name that is not found sends nothing of %s', async (operation) => {
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation(((
    name: string,
    _options: unknown,
    done: (error: Error) => void,
  ) => {
    done(
      Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
        code: 'ENOTFOUND',
        syscall: 'getaddrinfo',
      }),
    );
  }) as never);
  const error = await errorOf(AGENT_CALLS[operation]?.(jobsAt('http://codepipeline.invalid')));
  expect(lookup).toHaveBeenCalled();
  expect(error.code).toBe('not-connected');
  expectPatience(operation, error, false);
});
