import {
  AcknowledgeJobCommand,
  CodePipelineClient,
  GetJobDetailsCommand,
  GetPipelineStateCommand,
  GetThirdPartyJobDetailsCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
  PollForJobsCommand,
  PollForThirdPartyJobsCommand,
  PutApprovalResultCommand,
  PutJobSuccessResultCommand,
  PutThirdPartyJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import type { Job, PipelineExecutionSummary, StageState } from '@aws-sdk/client-codepipeline';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { busyVendorScenario } from '#main/simulator/scenarios/busy-vendor.ts';
import { actionTypes, contoso, withSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { readEntries } from './read-entries.ts';

const name = 'web-release';

async function poll(simulator: SimulatorUnderTest, maxBatchSize = 10): Promise<Job[]> {
  const command = new PollForJobsCommand({ actionTypeId: actionTypes.custom, maxBatchSize });
  return (await simulator.codePipeline().send(command)).jobs ?? [];
}

async function stage(simulator: SimulatorUnderTest, stageName: string): Promise<StageState> {
  const { stageStates = [] } = await simulator.codePipeline().send(new GetPipelineStateCommand({ name }));
  const found = stageStates.find((state) => state.stageName === stageName);
  if (!found) throw new Error(`${name} has no stage ${stageName}`);
  return found;
}

/** Oldest first. */
async function executions(simulator: SimulatorUnderTest): Promise<PipelineExecutionSummary[]> {
  const command = new ListPipelineExecutionsCommand({ pipelineName: name });
  const { pipelineExecutionSummaries = [] } = await simulator.codePipeline().send(command);
  return pipelineExecutionSummaries.toReversed();
}

/** S3 as a worker reaches it: with what the job's data says, and nothing else. */
async function inputOf(simulator: SimulatorUnderTest, { data }: Job): Promise<Buffer> {
  const { accessKeyId = '', secretAccessKey = '', sessionToken = '' } = data?.artifactCredentials ?? {};
  const { bucketName, objectKey } = data?.inputArtifacts?.[0]?.location?.s3Location ?? {};
  const s3 = new S3Client({
    endpoint: simulator.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key: objectKey }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  } finally {
    s3.destroy();
  }
}

describe('the scenario', () => {
  it('list gives each one with a line that tells what it is', async () => {
    await withSimulator(async (simulator) => {
      const { body } = await simulator.control<{ scenarios: { name: string; summary: string }[] }>(
        'GET',
        'scenarios',
      );
      expect(body.scenarios).toHaveLength(14);
      for (const { name: scenario, summary } of body.scenarios) {
        expect(summary, scenario).toMatch(/^.{30,120}$/);
        expect(summary, scenario).not.toContain('\n');
      }
    });
  });

  it('first-job has one job, whose answer lets the release go on to its end', async () => {
    await withSimulator(
      async (simulator) => {
        const [job, ...more] = await poll(simulator);
        expect(more).toEqual([]);
        expect(await readEntries(await inputOf(simulator, job ?? {}))).toContain('package.json');
        const client = simulator.codePipeline();
        await client.send(new AcknowledgeJobCommand({ jobId: job?.id, nonce: job?.nonce }));
        await client.send(new PutJobSuccessResultCommand({ jobId: job?.id }));
        await simulator.advance(2);
        expect((await executions(simulator)).map(({ status }) => status)).toEqual(['Succeeded']);
      },
      { scenario: 'first-job' },
    );
  });

  it('busy-vendor has work for five action types in twenty regions, and more keeps coming', async () => {
    await withSimulator(
      async (simulator) => {
        const { jobs } = await simulator.ledger();
        expect(new Set(jobs.map(({ region }) => region)).size).toBe(20);
        const { body } = await simulator.control<{ actionTypes: unknown[]; regions: string[] }>(
          'GET',
          'scenario',
        );
        expect(body.actionTypes).toHaveLength(5);
        expect(jobs.length).toBeGreaterThanOrEqual(400);
        for (const region of body.regions) {
          const client = simulator.codePipeline(region);
          const third = new PollForThirdPartyJobsCommand({
            actionTypeId: actionTypes.thirdParty,
            maxBatchSize: 100,
          });
          expect((await client.send(third)).jobs?.length, region).toBeGreaterThanOrEqual(4);
          const { pipelines = [] } = await client.send(new ListPipelinesCommand());
          expect(
            pipelines.map((pipeline) => pipeline.name),
            region,
          ).toContain(name);
        }
        const state = async (region: string, pipelineName: string) => {
          const command = new GetPipelineStateCommand({ name: pipelineName });
          return (await simulator.codePipeline(region).send(command)).stageStates ?? [];
        };
        const [, , staging] = await state('us-east-1', 'storefront-web');
        expect(staging?.actionStates?.[0]?.latestExecution?.token).toBeDefined();
        expect(staging?.inboundExecution?.status).toBe('InProgress');
        const [, , verify, release] = await state('us-west-2', 'payments-api');
        expect(verify?.inboundExecutions).toHaveLength(3);
        expect(release?.inboundTransitionState).toMatchObject({
          enabled: false,
          lastChangedBy: expect.stringContaining('user/release-engineer') as string,
          disabledReason: expect.stringContaining('Month-end') as string,
        });
        for (let round = 0; round < 20; round += 1) {
          await simulator.advance(2);
          await poll(simulator, 1);
        }
        expect((await simulator.ledger()).jobs.length).toBeGreaterThan(jobs.length + 10);
      },
      { scenario: 'busy-vendor' },
    );
  });

  it('busy-vendor has a customer without a token, work that fails or stalls, and results that are not taken', async () => {
    await withSimulator(
      async (simulator) => {
        const { body } = await simulator.control<{ missingTokens: { clientId: string }[] }>(
          'GET',
          'scenario',
        );
        const lost = body.missingTokens.map(({ clientId }) => clientId);
        const command = new PollForThirdPartyJobsCommand({
          actionTypeId: actionTypes.thirdParty,
          maxBatchSize: 100,
        });
        const { jobs = [] } = await simulator.codePipeline().send(command);
        expect(jobs.filter(({ clientId = '' }) => lost.includes(clientId))).toHaveLength(2);
        const told = busyVendorScenario.past.flatMap(({ event }) =>
          event.kind === 'order' && 'VirtualUsers' in event.order.configuration
            ? [event.order.configuration]
            : [],
        );
        const of = (outcome: string) => told.filter(({ Outcome }) => Outcome === outcome).length;
        expect([of('fail'), of('stall')]).toEqual([expect.any(Number), 2]);
        expect(of('fail')).toBeGreaterThan(10);
        expect(told.filter(({ TestPlan }) => TestPlan === undefined).length).toBeGreaterThan(3);

        const answer = new PutThirdPartyJobSuccessResultCommand({ jobId: 'no-such-job', clientToken: 't' });
        const nameIn = async (region: string) =>
          simulator
            .codePipeline(region)
            .send(answer)
            .then(
              () => null,
              (thrown: unknown) => (thrown instanceof Error ? thrown.name : thrown),
            );
        expect(await nameIn('sa-east-1')).toBe('ThrottlingException');
        expect(await nameIn('us-east-1')).not.toBe('ThrottlingException');
      },
      { scenario: 'busy-vendor' },
    );
  });

  it('missing-token has jobs of a customer whose token is not on file, with 20 minutes left', async () => {
    await withSimulator(
      async (simulator) => {
        const { body } = await simulator.control<{
          clients: { clientId: string }[];
          missingTokens: { clientId: string; clientToken: string }[];
        }>('GET', 'scenario');
        const [lost] = body.missingTokens;
        const client = simulator.codePipeline();
        const command = new PollForThirdPartyJobsCommand({
          actionTypeId: actionTypes.thirdParty,
          maxBatchSize: 10,
        });
        const { jobs = [] } = await client.send(command);
        const known = jobs.filter((job) => body.clients.some(({ clientId }) => clientId === job.clientId));
        expect(known.map(({ clientId }) => clientId)).toEqual([contoso.clientId]);
        const waiting = jobs.filter(({ clientId }) => clientId === lost?.clientId);
        expect(waiting).toHaveLength(3);
        const { jobId } = waiting[0] ?? {};
        const withToken = (clientToken: string | undefined) =>
          client.send(new GetThirdPartyJobDetailsCommand({ jobId, clientToken }));
        await expect(withToken(contoso.clientToken)).rejects.toMatchObject({
          name: 'InvalidClientTokenException',
        });
        expect((await withToken(lost?.clientToken)).jobDetails?.id).toBe(jobId);
        await simulator.advance(19 * 60);
        expect((await simulator.ledgerJob(jobId ?? '')).status).toBe('Dispatched');
        await simulator.advance(61);
        expect((await simulator.ledgerJob(jobId ?? '')).status).toBe('TimedOut');
      },
      { scenario: 'missing-token' },
    );
  });

  it('stuck-job has a job that was claimed long ago, and fails its pipeline within five minutes', async () => {
    await withSimulator(
      async (simulator) => {
        expect(await poll(simulator)).toEqual([]);
        const [job] = (await simulator.ledger()).jobs;
        expect(job).toMatchObject({
          status: 'InProgress',
          acknowledgedBy: 'worker-that-went-away',
          results: [],
        });
        expect(simulator.now() - (job?.acknowledgedAt ?? 0)).toBe(55 * 60_000);
        expect((await stage(simulator, 'LoadTest')).latestExecution?.status).toBe('InProgress');
        await simulator.advance(5 * 60);
        expect((await stage(simulator, 'LoadTest')).latestExecution?.status).toBe('Failed');
        expect((await executions(simulator)).map(({ status }) => status)).toEqual(['Failed']);
      },
      { scenario: 'stuck-job' },
    );
  });

  it('failing-artifact has a damaged input, a missing one, and one that is in order', async () => {
    await withSimulator(
      async (simulator) => {
        const jobs = await poll(simulator);
        const input = (artifact: string) => {
          const job = jobs.find(({ data }) => data?.inputArtifacts?.[0]?.name === artifact);
          return inputOf(simulator, job ?? {});
        };
        expect(jobs).toHaveLength(3);
        expect(await readEntries(await input('Sound'))).toContain('package.json');
        await expect(readEntries(await input('CutShort'))).rejects.toThrow();
        await expect(input('Gone')).rejects.toMatchObject({ name: 'NoSuchKey' });
      },
      { scenario: 'failing-artifact' },
    );
  });

  it('expired-credentials has credentials that S3 refuses after 20 seconds, until they are renewed', async () => {
    await withSimulator(
      async (simulator) => {
        const [job = {}] = await poll(simulator);
        expect(await readEntries(await inputOf(simulator, job))).toContain('package.json');
        await simulator.advance(21);
        await expect(inputOf(simulator, job)).rejects.toMatchObject({ name: 'ExpiredToken' });
        const { jobDetails } = await simulator
          .codePipeline()
          .send(new GetJobDetailsCommand({ jobId: job.id }));
        expect(await readEntries(await inputOf(simulator, { data: jobDetails?.data }))).toContain(
          'package.json',
        );
      },
      { scenario: 'expired-credentials' },
    );
  });

  it('superseded-rush keeps the first and the newest of seven executions, the five between are Superseded', async () => {
    await withSimulator(
      async (simulator) => {
        const all = await executions(simulator);
        expect(all.map(({ status }) => status)).toEqual([
          'InProgress',
          ...Array.from({ length: 5 }, () => 'Superseded'),
          'InProgress',
        ]);
        const { latestExecution, inboundExecution } = await stage(simulator, 'LoadTest');
        expect(latestExecution?.pipelineExecutionId).toBe(all[0]?.pipelineExecutionId);
        expect(inboundExecution?.pipelineExecutionId).toBe(all[6]?.pipelineExecutionId);
        expect(await poll(simulator)).toHaveLength(1);
      },
      { scenario: 'superseded-rush' },
    );
  });

  it('queued-release has four executions in line, which enter in the order of their start', async () => {
    await withSimulator(
      async (simulator) => {
        const ids = (await executions(simulator)).map(({ pipelineExecutionId }) => pipelineExecutionId);
        expect(ids).toHaveLength(5);
        const entered: (string | undefined)[] = [];
        for (let at = 0; at < 5; at += 1) {
          const { inboundExecutions = [] } = await stage(simulator, 'LoadTest');
          expect(inboundExecutions.map(({ pipelineExecutionId }) => pipelineExecutionId)).toEqual(
            ids.slice(at + 1),
          );
          const [job] = await poll(simulator);
          entered.push(job?.data?.pipelineContext?.pipelineExecutionId);
          const client = simulator.codePipeline();
          await client.send(new AcknowledgeJobCommand({ jobId: job?.id, nonce: job?.nonce }));
          await client.send(new PutJobSuccessResultCommand({ jobId: job?.id }));
        }
        expect(entered).toEqual(ids);
      },
      { scenario: 'queued-release' },
    );
  });

  it('parallel-branches has five executions in one stage, each with its own job', async () => {
    await withSimulator(
      async (simulator) => {
        const all = await executions(simulator);
        expect(all.map(({ status, executionMode }) => [status, executionMode])).toEqual(
          Array.from({ length: 5 }, () => ['InProgress', 'PARALLEL']),
        );
        const jobs = await poll(simulator);
        expect(new Set(jobs.map(({ data }) => data?.pipelineContext?.pipelineExecutionId))).toEqual(
          new Set(all.map(({ pipelineExecutionId }) => pipelineExecutionId)),
        );
      },
      { scenario: 'parallel-branches' },
    );
  });

  it('approval-waiting has a token to answer with; a yes lets the release out and the next one ask', async () => {
    await withSimulator(
      async (simulator) => {
        const before = await stage(simulator, 'SignOff');
        const token = before.actionStates?.[0]?.latestExecution?.token;
        expect(before.inboundExecution?.pipelineExecutionId).toBeDefined();
        const answer = new PutApprovalResultCommand({
          pipelineName: name,
          stageName: 'SignOff',
          actionName: 'Approve',
          token,
          result: { status: 'Approved', summary: 'Looks good' },
        });
        await simulator.codePipeline().send(answer);
        const after = await stage(simulator, 'SignOff');
        expect(after.latestExecution?.pipelineExecutionId).toBe(before.inboundExecution?.pipelineExecutionId);
        expect(after.actionStates?.[0]?.latestExecution?.token).not.toBe(token);
        await simulator.advance(2);
        expect((await executions(simulator)).map(({ status }) => status)).toEqual([
          'Succeeded',
          'InProgress',
        ]);
      },
      { scenario: 'approval-waiting' },
    );
  });

  it('throttled refuses about three calls in ten, and a client that tries again gets its job', async () => {
    await withSimulator(
      async (simulator) => {
        const answers = await Promise.allSettled(Array.from({ length: 100 }, () => poll(simulator, 1)));
        const refused = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
        expect(refused.length).toBeGreaterThan(15);
        expect(refused.length).toBeLessThan(45);
        expect(new Set(refused.map((error) => error.name))).toEqual(new Set(['ThrottlingException']));
        await simulator.advance(60);
        const patient = new CodePipelineClient({
          endpoint: simulator.endpoint,
          region: 'us-east-1',
          credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test-secret' },
          maxAttempts: 10,
        });
        const { jobs } = await patient.send(new PollForJobsCommand({ actionTypeId: actionTypes.custom }));
        patient.destroy();
        expect(jobs).toHaveLength(1);
        await simulator.control('DELETE', 'faults');
        expect(await poll(simulator, 20)).toHaveLength(11);
      },
      { scenario: 'throttled' },
    );
  });
});
