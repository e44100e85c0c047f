import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createCodePipelineClients } from '#main/aws/clients.ts';
import { principalOf, testCalls } from '#main/aws/connection-test.ts';
import type { CallVerdict, ConnectionReport } from '#shared/domain/connection-test.ts';
import { Secret } from '#shared/domain/secret.ts';
import { openSimulator, type SimulatorUnderTest } from '../support/simulator.ts';

const KEY = 'AKIDTEST0000WXYZ';

async function tested(endpoint: string, regions = ['us-east-1', 'us-west-2']) {
  const turns: string[] = [];
  const clients = createCodePipelineClients({
    credentials: { kind: 'static', accessKeyId: KEY, secretAccessKey: new Secret('test') },
    codepipelineEndpoint: endpoint,
    callTimeoutMs: 3_000,
  });
  onTestFinished(() => clients.close());
  const report = await testCalls(clients, regions, new Set(['third-party', 'custom']), (region, send) => {
    turns.push(region);
    return send();
  });
  return { report, turns };
}

async function aSimulator(scenario = 'practice'): Promise<SimulatorUnderTest> {
  const simulator = await openSimulator({ scenario });
  onTestFinished(() => simulator.close());
  return simulator;
}

const verdicts = ({ calls }: ConnectionReport): Record<string, CallVerdict> =>
  Object.fromEntries(calls.map(({ call, verdict }) => [call, verdict]));

it('finds every call allowed, in the name of the account, and takes no job', async () => {
  const simulator = await aSimulator();
  const { report, turns } = await tested(simulator.endpoint);
  expect(report.regions).toEqual([
    expect.objectContaining({ region: 'us-east-1', ok: true }),
    expect.objectContaining({ region: 'us-west-2', ok: true }),
  ]);
  const { 's3:GetObject, s3:PutObject': s3, ...calls } = verdicts(report);
  expect(Object.keys(calls)).toHaveLength(14);
  expect(report.calls.filter(({ verdict }) => verdict === 'unclear')).toEqual([]);
  expect(s3).toBe('not-tested');
  expect(report.who).toMatchObject({ principal: null, accessKeyId: 'AKID…WXYZ' });
  expect(report.who.accountId).toBe('111122223333');
  expect(report.who.sentence).toContain('named the account');
  expect(turns).toHaveLength(15);
  const { jobs } = await simulator.ledger();
  expect(jobs.every(({ dispatches, results }) => dispatches.length === 0 && results.length === 0)).toBe(true);
  expect(JSON.stringify(report)).not.toContain(KEY);
});

/** A service that refuses the named operations as IAM does, and looks in vain for everything else. */
async function aRefusingService(denied: readonly string[]): Promise<string> {
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    request.resume().on('end', () => {
      const refused = denied.includes(operation);
      const type = refused
        ? 'AccessDeniedException'
        : operation.includes('Pipeline') || operation.includes('Stage')
          ? 'PipelineNotFoundException'
          : operation.startsWith('Poll')
            ? 'ActionTypeNotFoundException'
            : 'JobNotFoundException';
      const message = refused
        ? `User: arn:aws:sts::111122223333:assumed-role/desk/ada is not authorized to perform: codepipeline:${operation}`
        : 'There is none.';
      response
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify({ __type: type, message }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('names what is denied, and who we are as the refusal says', async () => {
  const endpoint = await aRefusingService(['PutJobFailureResult', 'PollForJobs', 'RetryStageExecution']);
  const { report } = await tested(endpoint);
  expect(verdicts(report)).toMatchObject({
    PutJobFailureResult: 'denied',
    PutJobSuccessResult: 'allowed',
    // Policies may name action types and pipelines: a made-up one proves nothing about the real ones.
    PollForJobs: 'unclear',
    RetryStageExecution: 'unclear',
  });
  expect(report.who).toMatchObject({
    accountId: '111122223333',
    principal: 'arn:aws:sts::111122223333:assumed-role/desk/ada',
  });
});

it('says of a region whose probe is denied that it is reached and not allowed', async () => {
  const { report } = await tested(await aRefusingService(['GetThirdPartyJobDetails']));
  expect(report.regions[0]).toMatchObject({
    ok: false,
    sentence: expect.stringContaining('AccessDenied') as string,
  });
  expect(verdicts(report)).toMatchObject({ GetThirdPartyJobDetails: 'denied', GetJobDetails: 'allowed' });
});

it('tests no call where no region answers', async () => {
  const { report, turns } = await tested('http://127.0.0.1:1', ['us-east-1']);
  expect(report.regions).toMatchObject([{ ok: false }]);
  expect(new Set(Object.values(verdicts(report)))).toEqual(new Set(['not-tested']));
  expect(turns).toHaveLength(1);
});

it.each([
  [
    'AccessDeniedException: User: arn:aws:iam::1:user/a is not authorized to perform: x',
    'arn:aws:iam::1:user/a',
  ],
  ['JobNotFoundException: none', null],
])('reads the person out of %s', (words, principal) => {
  expect(principalOf(words)).toBe(principal);
});
