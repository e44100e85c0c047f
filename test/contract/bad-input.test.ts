import { createConnection } from 'node:net';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { CodePipelineClient, PollForJobsCommand } from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from 'vitest';
import { recognise } from '#main/simulator/answer.ts';
import { operations } from '#main/simulator/codepipeline/operations.ts';
import { nodeEntropy } from '#main/simulator/node-entropy.ts';
import { chooseScenario } from '#main/simulator/scenario-choice.ts';
import { pick, seededRandom } from '#main/simulator/seeded-random.ts';
import { openS3Store } from '#main/simulator/s3/open-s3-store.ts';
import { openSimulation } from '#main/simulator/simulation.ts';
import type { Simulation } from '#main/simulator/simulation.ts';
import type { WireReply } from '#main/simulator/wire.ts';
import { actionTypes, contoso, testStart, withSimulator } from '../support/simulator.ts';
import { plausibleInputs } from './plausible-inputs.ts';
import type { KnownIds } from './plausible-inputs.ts';
import { spoil } from './spoil.ts';

const casesEach = 150;

/** Everything that the service's own description lets its operations answer, and the two of its front end. */
const knownErrors = new Set(
  `ActionExecutionNotFound ActionNotFound ActionTypeNotFound ApprovalAlreadyCompleted ConcurrentModification
  ConcurrentPipelineExecutionsLimitExceeded ConditionNotOverridable Conflict DuplicatedStopRequest
  InvalidActionDeclaration InvalidApprovalToken InvalidArn InvalidBlockerDeclaration InvalidClientToken InvalidJob
  InvalidJobState InvalidNextToken InvalidNonce InvalidStageDeclaration InvalidStructure InvalidTags
  InvalidWebhookAuthenticationParameters InvalidWebhookFilterPattern JobNotFound LimitExceeded
  NotLatestPipelineExecution OutputVariablesSizeExceeded PipelineExecutionNotFound PipelineExecutionNotStoppable
  PipelineExecutionOutdated PipelineNameInUse PipelineNotFound PipelineVersionNotFound RequestFailed
  ResourceNotFound StageNotFound StageNotRetryable TooManyTags UnableToRollbackStage Validation WebhookNotFound
  Serialization RequestEntityTooLarge`
    .split(/\s+/)
    .map((name) => `${name}Exception`),
);

function amzDate(): string {
  return new Date().toISOString().replace(/[-:]|\.\d+/g, '');
}

function guestHeaders(service: string, more: Record<string, string> = {}): Record<string, string> {
  const date = amzDate();
  const scope = `${date.slice(0, 8)}/us-east-1/${service}/aws4_request`;
  const signed = ['host', ...Object.keys(more)].join(';');
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIAGUEST/${scope}, SignedHeaders=${signed}, Signature=${'0'.repeat(64)}`;
  return { host: 'localhost', 'x-amz-date': date, authorization, ...more };
}

/** A simulation whose clock moves on by a second with every look, so that things fall due in between. */
function aSimulation(): Simulation {
  let now = testStart;
  const scenario = chooseScenario('bare', {});
  const platform = { hostNow: () => (now += 1000), entropy: nodeEntropy };
  return openSimulation(scenario, platform, openS3Store({ folder: null, accountId: scenario.accountId }));
}

function call(simulation: Simulation, operation: string, input: unknown): { reply: WireReply; body: string } {
  const target = { 'x-amz-target': `CodePipeline_20150709.${operation}` };
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    ...target,
    ...guestHeaders('codepipeline'),
  };
  const body = Buffer.from(JSON.stringify(input) ?? '');
  const query = new URLSearchParams();
  const reply = recognise({ method: 'POST', path: '/', query, headers, body }, simulation).answer();
  return { reply, body: reply.body.toString() };
}

/** Makes the things that the inputs speak of. */
function populate(simulation: Simulation): KnownIds {
  const pipelineName = 'checkout';
  const ids = {
    pipelineName,
    pipelineExecutionId: '',
    jobId: '',
    thirdPartyJobId: 'none',
    clientToken: contoso.clientToken,
  };
  const { reply, body } = call(simulation, 'CreatePipeline', {
    ...plausibleInputs(ids)['CreatePipeline'],
    ...plausibleInputs(ids)['UpdatePipeline'],
  });
  expect(body).toContain('"version":1');
  expect(reply.status).toBe(200);
  call(simulation, 'PutWebhook', plausibleInputs(ids)['PutWebhook']);
  const started = call(simulation, 'StartPipelineExecution', { name: pipelineName });
  const { pipelineExecutionId } = JSON.parse(started.body) as { pipelineExecutionId: string };
  const jobId = [...simulation.world.jobs.keys()][0] ?? '00000000-0000-0000-0000-000000000000';
  return { ...ids, pipelineExecutionId, jobId };
}

describe('bad input', () => {
  it('is plausible to begin with, for every operation', () => {
    const ids = {
      pipelineName: 'p',
      pipelineExecutionId: 'e',
      jobId: 'j',
      thirdPartyJobId: 't',
      clientToken: 'c',
    };
    expect(Object.keys(plausibleInputs(ids))).toEqual(expect.arrayContaining([...operations.keys()]));
  });

  it('is answered by every operation with one of its errors, never with a crash', () => {
    const simulation = aSimulation();
    const inputs = plausibleInputs(populate(simulation));
    const random = seededRandom(3);
    const failures: string[] = [];
    const seen = new Map<string, number>();
    for (let round = 0; round < casesEach; round += 1) {
      for (const operation of operations.keys()) {
        const input = spoil(random, inputs[operation] ?? {});
        const shown = () => `${operation} ${JSON.stringify(input)?.slice(0, 300)}`;
        try {
          const { reply, body } = call(simulation, operation, input);
          const type = reply.status === 200 ? '200' : (JSON.parse(body) as { __type: string }).__type;
          seen.set(type, (seen.get(type) ?? 0) + 1);
          if (reply.status !== 200 && (reply.status !== 400 || !knownErrors.has(type))) {
            failures.push(`${reply.status} ${body.slice(0, 200)} to ${shown()}`);
          }
        } catch (error) {
          failures.push(`${String(error)} to ${shown()}`);
        }
      }
    }
    expect(failures.slice(0, 20)).toEqual([]);
    // Faults must reach behind the first check for this to mean anything.
    expect(seen.size).toBeGreaterThan(12);
    expect(Object.prototype).not.toHaveProperty('polluted');
    const { reply, body } = call(simulation, 'PollForJobs', { actionTypeId: actionTypes.custom });
    expect({ status: reply.status, body }).toMatchObject({
      status: 200,
      body: expect.stringContaining('jobs') as string,
    });
  }, 120_000);

  it('is answered by S3 with one of its errors, never with a crash', () => {
    const simulation = aSimulation();
    const random = seededRandom(4);
    const [bucket = ''] = simulation.s3.buckets.keys();
    const failures: string[] = [];
    const paths = [
      '/',
      `/${bucket}`,
      `/${bucket}/`,
      `/${bucket}/a/b`,
      '//',
      '/%',
      '/%ff/x',
      `/${bucket}/%C0%80`,
      '/..',
      `/${bucket}/${'k'.repeat(2000)}`,
    ];
    const names =
      'list-type prefix delimiter max-keys marker continuation-token start-after encoding-type versions uploads uploadId partNumber versionId delete location versioning tagging acl policy encryption attributes x-id response-content-type key-marker max-parts part-number-marker __proto__'.split(
        ' ',
      );
    const values = [
      '',
      '0',
      '-1',
      '2',
      '1e9',
      'x',
      '😀',
      '\ud800',
      '%',
      'url',
      'null',
      'a/',
      'x'.repeat(3000),
    ];
    const bodies = [
      '',
      '<',
      '<Delete/>',
      '<Delete><Object><Key>a</Key></Object></Delete>',
      '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
      '<a>'.repeat(20_000),
      '\u0000',
      '5;chunk-signature=0\r\nhello',
    ];
    const extra = [
      'range',
      'if-match',
      'if-none-match',
      'if-modified-since',
      'content-md5',
      'x-amz-copy-source',
      'x-amz-decoded-content-length',
      'content-encoding',
      'x-amz-checksum-crc32',
      'x-amz-tagging',
      'x-amz-server-side-encryption',
      'x-amz-copy-source-range',
      'x-amz-metadata-directive',
      'x-amz-object-attributes',
      'x-amz-checksum-algorithm',
    ];
    const texts = [
      '',
      'bytes=0-',
      'bytes=-1',
      'bytes=9-1',
      'a',
      `${bucket}/a/b`,
      'aws-chunked',
      '*',
      'aws:kms',
      'COPY',
      'a=b&c',
      '-1',
      'ETag,Nothing',
      '😀',
    ];
    for (let round = 0; round < 4000; round += 1) {
      const query = new URLSearchParams();
      for (let many = Math.floor(random() * 4); many > 0; many -= 1)
        query.append(pick(random, names), pick(random, values));
      const more: Record<string, string> = {};
      for (let many = Math.floor(random() * 3); many > 0; many -= 1)
        more[pick(random, extra)] = pick(random, texts);
      more['x-amz-content-sha256'] = pick(random, ['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER']);
      const method = pick(random, ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH']);
      const request = {
        method,
        path: pick(random, paths),
        query,
        headers: guestHeaders('s3', more),
        body: Buffer.from(pick(random, bodies)),
      };
      try {
        const { status, body } = recognise(request, simulation).answer();
        const isError = status >= 400;
        const isWorded = method === 'HEAD' || /<Code>\w+<\/Code>/.test(body.toString());
        if ((isError && !isWorded) || (status >= 500 && status !== 501))
          failures.push(`${status} to ${method} ${request.path}?${query.toString()}`);
      } catch (error) {
        failures.push(
          `${String(error)} to ${method} ${request.path}?${query.toString()} ${JSON.stringify(more)} ${request.body.toString().slice(0, 40)}`,
        );
      }
    }
    expect(failures.slice(0, 20)).toEqual([]);
  }, 60_000);

  it('of no known form is answered or cut off, and the next client is served', async () => {
    await withSimulator(async (simulator) => {
      const { hostname, port } = new URL(simulator.endpoint);
      const say = (text: string | Buffer): Promise<string> =>
        new Promise((resolve) => {
          const socket = createConnection(Number(port), hostname, () => socket.end(text));
          let heard = '';
          socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
          socket.on('error', () => undefined);
          socket.on('close', () => resolve(heard.split('\r\n')[0] ?? ''));
        });
      const put = (rest: string) => `PUT /bucket/key HTTP/1.1\r\nHost: x\r\n${rest}`;
      const spoken: [string | Buffer, RegExp][] = [
        ['', /^$/],
        ['hello\r\n\r\n', /^HTTP\/1.1 400/],
        [Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), /^HTTP\/1.1 400/],
        ['GET / HTTP/9.9\r\n\r\n', /^HTTP\/1.1 (400|505)/],
        ['GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1.1 400/],
        ['GET http://[::bad/ HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1.1 (400|403)/],
        ['GET //// HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1.1 403/],
        ['OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1.1 403/],
        ['CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n', /^$/],
        ['BREW / HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1.1 400/],
        ['GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', /^HTTP\/1.1 403/],
        ['GET / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n', /^HTTP\/1.1 417/],
        [`GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(100_000)}\r\n\r\n`, /^HTTP\/1.1 431/],
        [put('Content-Length: -5\r\n\r\nhello'), /^HTTP\/1.1 400/],
        [put('Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello'), /^HTTP\/1.1 400/],
        [put('Content-Length: 500\r\n\r\nhello'), /^(HTTP\/1.1 400.*)?$/],
        [put('Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n'), /^HTTP\/1.1 400/],
        [put('Transfer-Encoding: chunked\r\n\r\n5\r\nhel'), /^(HTTP\/1.1 400.*)?$/],
        [put('Content-Length: 99999999999\r\n\r\nhello'), /^HTTP\/1.1 400/],
        [put('Content-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n'), /^HTTP\/1.1 400/],
        [put('Content-Length: 5\r\nExpect: 100-continue\r\n\r\nhello'), /^HTTP\/1.1 100/],
        ['POST /_simulator/reset HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n{', /^HTTP\/1.1 413/],
        ['POST /_simulator/clock HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n[', /^HTTP\/1.1 400/],
      ];
      for (const [text, answer] of spoken) {
        expect(await say(text), JSON.stringify(text.toString('latin1').slice(0, 80))).toMatch(answer);
      }
      const random = seededRandom(5);
      for (let times = 0; times < 100; times += 1) {
        await say(Buffer.from(Array.from({ length: 200 }, () => Math.floor(random() * 256))));
      }
      expect((await simulator.s3().send(new ListBucketsCommand())).Buckets).not.toEqual([]);
    });
  });

  it('does not get in the way of requests that are sent without waiting', async () => {
    await withSimulator(async (simulator) => {
      const { hostname, port } = new URL(simulator.endpoint);
      const heard = await new Promise<string>((resolve) => {
        const socket = createConnection(Number(port), hostname);
        let text = '';
        socket.on('data', (chunk) => (text += chunk.toString('latin1')));
        socket.on('close', () => resolve(text));
        socket.write('GET /_simulator/health HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20));
        socket.end('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      });
      expect(heard.match(/HTTP\/1.1 200/g)).toHaveLength(20);
      expect(heard.match(/HTTP\/1.1 403/g)).toHaveLength(1);
    });
  });

  it('is not held in memory once it is too long', async () => {
    await withSimulator(
      async (simulator) => {
        const before = process.memoryUsage().arrayBuffers;
        const chunk = Buffer.alloc(65_536, 'x');
        let sent = 0;
        const body = new ReadableStream({
          pull(controller) {
            sent += chunk.length;
            if (sent > 20_000_000) controller.close();
            else controller.enqueue(chunk);
          },
        });
        const request = { method: 'PUT', body, duplex: 'half', headers: guestHeaders('s3') } as RequestInit;
        const answer = await fetch(`${simulator.endpoint}/bucket/key`, request);
        expect(answer.status).toBe(400);
        expect(await answer.text()).toMatch(/<Code>EntityTooLarge<\/Code>.*<MaxSizeAllowed>100000</);
        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(15_000_000);
      },
      { maxUploadBytes: 100_000 },
    );
  });

  it('leaves a client of the SDK its own error, and the next call its answer', async () => {
    await withSimulator(async (simulator) => {
      const client = new CodePipelineClient({
        endpoint: simulator.endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'x' },
        maxAttempts: 1,
      });
      const provider = 'x'.repeat(1_100_000);
      const long = client.send(new PollForJobsCommand({ actionTypeId: { ...actionTypes.custom, provider } }));
      await expect(long).rejects.toMatchObject({
        name: 'RequestEntityTooLargeException',
        $metadata: { httpStatusCode: 413 },
      });
      expect((await client.send(new PollForJobsCommand({ actionTypeId: actionTypes.custom }))).jobs).toEqual(
        [],
      );
      client.destroy();
    });
  });
});
