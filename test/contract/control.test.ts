import {
  CodePipelineClient,
  PollForJobsCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { actionTypes, contoso, openSimulator, testStart, withSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';
import { claimedThirdPartyJob, detailedThirdPartyJob, polledCustomJob } from './claimed-job.ts';
import { build, createRelease, stage } from './release-pipeline.ts';
import { actionsOf, createPipeline, source } from './source-pipeline.ts';

describe('the control interface', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const poll = () =>
    simulator.codePipeline().send(new PollForJobsCommand({ actionTypeId: actionTypes.custom }));

  it('says that it is there, and moves its clock', async () => {
    await simulator.advance(90);
    expect((await simulator.control('GET', 'health')).body).toEqual({
      status: 'ok',
      scenario: 'bare',
      regions: ['us-east-1', 'us-west-2'],
      now: testStart + 90_000,
    });
  });

  it('starts over with another scenario and other delays', async () => {
    await simulator.job();
    const reset = { scenario: 'empty', redeliverAfterSeconds: 5, moreRegions: ['eu-west-1'] };
    expect((await simulator.control('POST', 'reset', reset)).body).toMatchObject({
      scenario: 'empty',
      regions: ['us-east-1', 'us-west-2', 'eu-west-1'],
    });
    expect((await simulator.ledger()).jobs).toEqual([]);
    await expect(poll()).rejects.toMatchObject({ name: 'ActionTypeNotFoundException' });
    await simulator.control('POST', 'action-types', { ...actionTypes.custom, jobTimeoutSeconds: 60 });
    const { jobId } = await simulator.job();
    await polledCustomJob(simulator);
    await simulator.advance(5);
    await polledCustomJob(simulator);
    expect((await simulator.ledgerJob(jobId)).deadlineAt).toBe(testStart + 60_000);
  });

  it.each([
    ['reset', { scenario: 'nonsense' }, 'scenario: expected one of practice, bare, empty'],
    ['reset', { continueAfterSeconds: -1 }, 'continueAfterSeconds: expected a number of at least 0'],
    ['action-types', { ...actionTypes.custom, owner: 'AWS' }, 'owner: expected one of Custom, ThirdParty'],
    ['action-types', { ...actionTypes.custom, provider: 'no spaces' }, 'provider: expected 1 to 35'],
    ['clients', { clientId: 'x', clientToken: 'y' }, 'clientId: expected a lower-case UUID'],
    ['clients', { clientId: contoso.clientId }, 'clientToken: expected a text that is not empty'],
    [
      'jobs',
      { region: 'eu-west-1', actionTypeId: actionTypes.custom },
      'region: expected one of us-east-1, us-west-2',
    ],
    ['jobs', { region: 'us-east-1' }, 'actionTypeId: expected a JSON object'],
    ['jobs', { region: 'us-east-1', actionTypeId: actionTypes.thirdParty }, 'clientId: expected the id'],
    [
      'jobs',
      { region: 'us-east-1', actionTypeId: actionTypes.custom, configuration: { A: 1 } },
      'configuration.A',
    ],
    [
      'jobs',
      { region: 'us-east-1', actionTypeId: actionTypes.custom, inputArtifacts: [1] },
      'inputArtifacts[0]',
    ],
    ['clock', { advanceSeconds: '5' }, 'advanceSeconds: expected a number'],
    ['clock', { advanceSeconds: 1e300 }, 'advanceSeconds: expected a number from 0 to'],
    ['stand-ins', { outcome: 'succeed' }, 'durationSeconds: expected a number of at least 0, or null'],
    ['stand-ins', { durationSeconds: 1, outcome: 'explode' }, 'outcome: expected one of succeed, fail'],
    ['credentials', { accessKeyId: 'AKIA' }, 'secretAccessKey: expected a text'],
    ['faults', { operation: '*', kind: 'mischief' }, 'kind: expected one of error, latency'],
    ['faults', { operation: '*', kind: 'latency' }, 'ms: expected a number from 0 to 600000'],
  ])('refuses %s %j by naming the field', async (path, body, message) => {
    const answer = await simulator.control<{ message: string }>('POST', path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(message);
  });

  it('answers 404 for what it does not have', async () => {
    expect((await simulator.control('GET', 'constructor')).status).toBe(404);
  });

  it('strikes with an error as often as asked', async () => {
    await simulator.fault({
      operation: 'PollForJobs',
      kind: 'error',
      errorType: 'ThrottlingException',
      times: 2,
    });
    for (let times = 0; times < 2; times += 1) {
      await expect(poll()).rejects.toMatchObject({
        name: 'ThrottlingException',
        $metadata: { httpStatusCode: 400 },
      });
    }
    await poll();
    expect((await simulator.ledger()).calls['PollForJobs']).toBe(3);
  });

  it('does the work and drops the answer, or cuts before the work', async () => {
    const { jobId } = await simulator.job();
    await simulator.fault({ operation: '*', kind: 'disconnect', times: 1 });
    await expect(poll()).rejects.toThrow();
    expect((await simulator.ledgerJob(jobId)).dispatches).toHaveLength(0);
    await simulator.fault({ operation: 'PollFor*', kind: 'drop-response', times: 1 });
    await expect(poll()).rejects.toThrow();
    expect((await simulator.ledgerJob(jobId)).dispatches).toHaveLength(1);
  });

  it('answers like a proxy, in one region only, until the faults are taken away', async () => {
    const fault = {
      operation: 'PollForJobs',
      kind: 'error',
      region: 'us-east-1',
      status: 502,
      body: '<h1>Bad</h1>',
    };
    await simulator.fault(fault);
    await expect(poll()).rejects.toMatchObject({ $metadata: { httpStatusCode: 502 } });
    const other = new PollForJobsCommand({ actionTypeId: actionTypes.custom });
    await simulator.codePipeline('us-west-2').send(other);
    await simulator.control('DELETE', 'faults');
    await poll();
  });

  it('speaks the language of S3 in its faults', async () => {
    const Bucket = await artifactBucket(simulator);
    await simulator.fault({ operation: 's3:*', kind: 'error', errorType: 'SlowDown', times: 1 });
    const get = simulator.s3().send(new GetObjectCommand({ Bucket, Key: 'x' }));
    await expect(get).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
  });

  it('strikes about as often as the probability says', async () => {
    await simulator.fault({ operation: 'PollForJobs', kind: 'error', probability: 0.5 });
    const answers = await Promise.allSettled(Array.from({ length: 100 }, poll));
    const struck = answers.filter((answer) => answer.status === 'rejected').length;
    expect(struck).toBeGreaterThan(30);
    expect(struck).toBeLessThan(70);
  });

  it('keeps nonces, tokens and configuration out of the ledger', async () => {
    await simulator.job({ clientId: contoso.clientId, configuration: { ApiKey: 'canary-value' } });
    const { nonce } = await detailedThirdPartyJob(simulator);
    await claimedThirdPartyJob(simulator);
    const text = JSON.stringify(await simulator.ledger());
    for (const secret of [nonce, contoso.clientToken, 'canary-value']) expect(text).not.toContain(secret);
  });

  it('lets providers of AWS end when and how it is told, as often as it is told', async () => {
    const fails = {
      provider: 'CodeBuild',
      durationSeconds: 3,
      outcome: 'fail',
      errorCode: 'JobFailed',
      message: 'Build terminated',
      times: 1,
    };
    expect((await simulator.control('POST', 'stand-ins', fails)).body).toEqual({ standIns: 1 });
    const commits = { RepositoryName: 'web-shop', BranchName: 'main', PollForSourceChanges: 'false' };
    const name = await createPipeline(simulator, [source('CodeCommit', commits)]);
    const built = async () => (await actionsOf(simulator, name)).at(-1);
    await simulator.advance(2);
    expect((await built())?.status).toBe('InProgress');
    await simulator.advance(1);
    expect(await built()).toMatchObject({
      status: 'Failed',
      output: { executionResult: { errorDetails: { code: 'JobFailed', message: 'Build terminated' } } },
    });
    await simulator.codePipeline().send(new StartPipelineExecutionCommand({ name }));
    await simulator.advance(10);
    expect((await built())?.status).toBe('Succeeded');
  });

  it('lets a provider of AWS go on for ever, or give output variables, where it fits pipeline and action', async () => {
    const never = { pipelineName: 'another', durationSeconds: 0, outcome: 'fail' };
    await simulator.control('POST', 'stand-ins', never);
    const gives = {
      actionName: 'Build',
      durationSeconds: null,
      outcome: 'succeed',
      outputVariables: { A: 'b' },
    };
    await simulator.control('POST', 'stand-ins', { ...gives, durationSeconds: 1, times: 1 });
    const commits = { RepositoryName: 'web-shop', BranchName: 'main', PollForSourceChanges: 'false' };
    const name = await createPipeline(simulator, [source('CodeCommit', commits)]);
    await simulator.advance(1);
    expect((await actionsOf(simulator, name)).at(-1)?.output?.outputVariables).toEqual({ A: 'b' });
    await simulator.control('POST', 'stand-ins', gives);
    await simulator.codePipeline().send(new StartPipelineExecutionCommand({ name }));
    await simulator.advance(30 * 86_400);
    expect((await actionsOf(simulator, name)).at(-1)?.status).toBe('InProgress');
    expect((await simulator.control('DELETE', 'stand-ins')).body).toEqual({ standIns: 0 });
  });

  it('verifies the signatures of credentials that it was told, until they expire', async () => {
    const known = { accessKeyId: 'AKIAKNOWN', secretAccessKey: 'right-secret' };
    const body = { ...known, expiresInSeconds: 60 };
    expect((await simulator.control('POST', 'credentials', body)).body).toEqual({
      accessKeyId: 'AKIAKNOWN',
      expiresAt: testStart + 60_000,
    });
    const as = async (secretAccessKey: string) => {
      const client = new CodePipelineClient({
        endpoint: simulator.endpoint,
        region: 'us-east-1',
        maxAttempts: 1,
        credentials: { ...known, secretAccessKey },
      });
      try {
        return await client.send(new PollForJobsCommand({ actionTypeId: actionTypes.custom }));
      } finally {
        client.destroy();
      }
    };
    expect((await as('right-secret')).jobs).toEqual([]);
    await expect(as('wrong-secret')).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    await simulator.advance(61);
    await expect(as('right-secret')).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  });

  it('leaves alone what had begun before an order, even if nobody has asked since', async () => {
    let now = testStart;
    await withSimulator(
      async (watched) => {
        const release = await createRelease(watched, [
          stage('Build', [build('Build')]),
          stage('Deploy', [build('Deploy')]),
        ]);
        await release.stages();
        now += 15_000;
        await watched.control('POST', 'stand-ins', { durationSeconds: 1, outcome: 'fail' });
        now += 60_000;
        expect(await release.statuses()).toEqual(['Succeeded']);
      },
      { now: () => now },
    );
  });

  it('counts what there is', async () => {
    await simulator.job();
    const { body } = await simulator.control('GET', 'world');
    expect(body).toMatchObject({ pipelines: 0, executions: {}, jobs: { Queued: 1 }, buckets: 2 });
  });

  it('closes at once although connections are kept alive and a request waits', async () => {
    await poll();
    await simulator.fault({ operation: 'PollForJobs', kind: 'latency', ms: 600_000 });
    const waiting = expect(poll()).rejects.toThrow();
    await vi.waitFor(async () => expect((await simulator.ledger()).calls['PollForJobs']).toBe(2));
    await simulator.close();
    await waiting;
    await expect(fetch(`${simulator.endpoint}/_simulator/health`)).rejects.toThrow();
    simulator = await openSimulator();
  });
});
