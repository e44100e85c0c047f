import { CodePipelineClient, PollForJobsCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actionTypes, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { signRequest } from './signed-fetch.ts';

const contentType = 'application/x-amz-json-1.1';

describe('the JSON 1.1 protocol', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  /** Posts a signed request; a header that is null is left out of it. */
  async function post(
    operation: string,
    body: string | Buffer<ArrayBuffer>,
    more: Record<string, string | null> = {},
  ): Promise<{ status: number; answer: Record<string, unknown>; headers: Headers }> {
    const wanted = {
      'content-type': contentType,
      'x-amz-target': `CodePipeline_20150709.${operation}`,
      ...more,
    };
    const headers = Object.fromEntries(
      Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== null),
    );
    const raw = { method: 'POST', path: '/', headers, body };
    const { url, init } = await signRequest(simulator.codePipeline(), simulator.endpoint, raw);
    const response = await fetch(url, init);
    const text = await response.text();
    const answer = (text.startsWith('{') ? JSON.parse(text) : { text }) as Record<string, unknown>;
    return { status: response.status, answer, headers: response.headers };
  }

  it.each(['ListFlights', 'constructor', '', 'PollForJobs.'])(
    'answers the operation «%s», which it does not know, with UnknownOperationException',
    async (operation) => {
      const { status, answer } = await post(operation, '{}');
      expect({ status, answer }).toEqual({ status: 400, answer: { __type: 'UnknownOperationException' } });
    },
  );

  it.each(['CodePipeline_20150101.PollForJobs', 'DynamoDB_20120810.ListTables', null])(
    'answers the target %s with UnknownOperationException',
    async (target) => {
      const { status, answer } = await post('', '{}', { 'x-amz-target': target });
      expect({ status, answer }).toEqual({ status: 400, answer: { __type: 'UnknownOperationException' } });
    },
  );

  it.each([
    'text/plain',
    'application/json',
    'application/x-amz-json-1.0',
    'application/x-www-form-urlencoded',
  ])('does not speak %s', async (type) => {
    const { status, answer } = await post('PollForJobs', '{}', { 'content-type': type });
    expect(status).toBe(404);
    expect(answer['text']).toBe('<UnknownOperationException/>\n');
  });

  it('takes its content type with a character set', async () => {
    const body = JSON.stringify({ actionTypeId: actionTypes.custom });
    const type = 'Application/X-Amz-Json-1.1; charset=utf-8';
    expect(await post('PollForJobs', body, { 'content-type': type })).toMatchObject({
      status: 200,
      answer: { jobs: [] },
    });
  });

  it('answers a GET that is signed for it with UnknownOperationException', async () => {
    const get = { method: 'GET', path: '/' };
    const { url, init } = await signRequest(simulator.codePipeline(), simulator.endpoint, get);
    expect((await fetch(url, init)).status).toBe(404);
  });

  it('refuses a request that is not signed', async () => {
    const headers = { 'content-type': contentType, 'x-amz-target': 'CodePipeline_20150709.PollForJobs' };
    const answer = await fetch(simulator.endpoint, { method: 'POST', body: '{}', headers });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      __type: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    });
  });

  it('gives every answer a request id and the content type of the protocol', async () => {
    const { headers } = await post('PollForJobs', JSON.stringify({ actionTypeId: actionTypes.custom }));
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('content-type')).toBe(contentType);
  });

  it.each<[string, string | Buffer<ArrayBuffer>, string, string]>([
    ['half an object', '{"jobId":', 'SerializationException', 'not JSON'],
    ['nothing', '', 'SerializationException', 'not JSON'],
    ['a number', '7', 'SerializationException', 'can not be converted to a Structure'],
    ['null', 'null', 'SerializationException', 'can not be converted to a Structure'],
    ['a list', '[]', 'SerializationException', 'LIST_VALUE'],
    ['what is no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'SerializationException', 'not JSON'],
    [
      '100,000 lists in each other',
      `{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`,
      'SerializationException',
      'nested more than',
    ],
    [
      'a member twice',
      '{"jobId":"a","nonce":"1","jobId":"b"}',
      'SerializationException',
      '"jobId" is there twice',
    ],
    [
      'a member twice, spelt otherwise',
      '{"jobId":"a", "job\\u0049d" : "b"}',
      'SerializationException',
      '"jobId" is there twice',
    ],
    [
      'a number for a text',
      '{"jobId": 7, "nonce": "1"}',
      'SerializationException',
      'NUMBER_VALUE can not be converted to a String',
    ],
    [
      'an empty object',
      '{}',
      'ValidationException',
      "2 validation errors detected: Value null at 'jobId' failed",
    ],
    [
      'a null',
      '{"jobId": null, "nonce": "1"}',
      'ValidationException',
      "1 validation error detected: Value null at 'jobId'",
    ],
  ])('refuses %s', async (_what, body, type, message) => {
    const { status, answer } = await post('AcknowledgeJob', body);
    expect(status).toBe(400);
    expect(answer).toEqual({ __type: type, message: expect.stringContaining(message) as string });
  });

  it('lets the same name stand in different objects, and quotes in texts', async () => {
    const jobId = '00000000-0000-0000-0000-000000000000';
    const body = JSON.stringify({ jobId, nonce: '1', a: { jobId: '{"}\\"', b: [{ jobId }, { jobId }] } });
    expect((await post('AcknowledgeJob', body)).answer['__type']).toBe('JobNotFoundException');
  });

  it('refuses a body above 1 MiB and lives on', async () => {
    const body = JSON.stringify({ actionTypeId: actionTypes.custom, pad: 'x'.repeat(1_048_576) });
    const { status, answer } = await post('PollForJobs', body);
    expect({ status, type: answer['__type'] }).toEqual({
      status: 413,
      type: 'RequestEntityTooLargeException',
    });
    const fitting = JSON.stringify({ actionTypeId: actionTypes.custom, pad: 'x'.repeat(1_000_000) });
    expect((await post('PollForJobs', fitting)).status).toBe(200);
  });

  it("keeps the worker's name from its application id", async () => {
    const { jobId } = await simulator.job();
    const client = new CodePipelineClient({
      endpoint: simulator.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
      userAgentAppId: 'worker-a',
    });
    const { jobs } = await client.send(new PollForJobsCommand({ actionTypeId: actionTypes.custom }));
    client.destroy();
    await post('AcknowledgeJob', JSON.stringify({ jobId, nonce: jobs?.[0]?.nonce }), {
      'user-agent': 'aws-sdk-js/3 app/worker-a',
    });
    expect((await simulator.ledgerJob(jobId)).acknowledgedBy).toBe('worker-a');
  });
});
