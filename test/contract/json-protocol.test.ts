import { CodePipelineClient, ListPipelinesCommand, PollForJobsCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actionTypes, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';

const authorization =
  'AWS4-HMAC-SHA256 Credential=AKIATEST/20260115/us-east-1/codepipeline/aws4_request, SignedHeaders=host, Signature=0';

describe('the JSON 1.1 protocol', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  async function post(operation: string, body: string, headers: Record<string, string> = { authorization }) {
    const target = { 'x-amz-target': `CodePipeline_20150709.${operation}` };
    const response = await fetch(simulator.endpoint, {
      method: 'POST',
      body,
      headers: { ...target, ...headers },
    });
    const answer = (await response.json()) as Record<string, unknown>;
    return { status: response.status, answer, headers: response.headers };
  }

  it('answers an operation it does not know with UnknownOperationException', async () => {
    await expect(simulator.codePipeline().send(new ListPipelinesCommand())).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });

  it('refuses a request that is not signed', async () => {
    const { status, answer } = await post('PollForJobs', '{}', {});
    expect(status).toBe(403);
    expect(answer['__type']).toBe('MissingAuthenticationTokenException');
  });

  it('gives every answer a request id and the content type of the protocol', async () => {
    const { headers } = await post('PollForJobs', JSON.stringify({ actionTypeId: actionTypes.custom }));
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
  });

  it.each([
    ['{"jobId":', 'SerializationException', 'not JSON'],
    ['{"jobId": 7, "nonce": "1"}', 'SerializationException', 'NUMBER_VALUE can not be converted to a String'],
    ['[]', 'SerializationException', 'LIST_VALUE'],
    ['{}', 'ValidationException', "2 validation errors detected: Value null at 'jobId' failed"],
    [
      '{"jobId": null, "nonce": "1"}',
      'ValidationException',
      "1 validation error detected: Value null at 'jobId'",
    ],
  ])('refuses %s with %s', async (body, type, message) => {
    const { status, answer } = await post('AcknowledgeJob', body);
    expect(status).toBe(400);
    expect(answer).toEqual({ __type: type, message: expect.stringContaining(message) as string });
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
      authorization,
      'user-agent': 'aws-sdk-js/3 app/worker-a',
    });
    expect((await simulator.ledgerJob(jobId)).acknowledgedBy).toBe('worker-a');
  });
});
