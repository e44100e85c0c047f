import {
  AcknowledgeJobCommand,
  CreateCustomActionTypeCommand,
  CreatePipelineCommand,
  PollForJobsCommand,
  PutJobSuccessResultCommand,
  type ExecutionMode,
} from '@aws-sdk/client-codepipeline';
import { createCodePipelineClients } from '#main/aws/clients.ts';
import { createPipelineActs, type PipelineActs } from '#main/aws/pipeline-acts.ts';
import { createPipelineReader, type PipelineReader } from '#main/aws/pipelines.ts';
import { readSnapshot } from '#main/compose/pipeline-snapshot.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { PipelineRef, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { Secret } from '#shared/domain/secret.ts';
import { testStart, type SimulatorUnderTest } from './simulator.ts';

const fetcher = { category: 'Source', owner: 'Custom', provider: 'Fetcher', version: '1' } as const;
const build = { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' } as const;
const deploy = { category: 'Deploy', owner: 'AWS', provider: 'CodeDeploy', version: '1' } as const;
const approval = { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' } as const;

/** A pipeline in the simulator whose every step is in the hands of the test, reached with the product's own adapters. */
export interface PipelineUnderTest {
  readonly ref: PipelineRef;
  readonly reader: PipelineReader;
  readonly acts: PipelineActs;
  snapshot(also?: readonly string[]): Promise<PipelineSnapshot>;
  /** Sends an act; resolves to the refusal, null where it was taken. */
  send(act: PipelineAct): Promise<string | null>;
  /** Ends the source action that has waited the longest; false where none waits. */
  endSource(): Promise<boolean>;
  /** The next time an action or rule of that name begins it fails after ten seconds. */
  failNext(actionName: string): Promise<void>;
  close(): void;
}

/**
 * Makes a pipeline with a source that waits for its job, a stage of three builds (two side by side), one with an approval, and
 * one with a condition before entry; in the modes with locks its failure rolls back.
 */
export async function openPipeline(
  simulator: SimulatorUnderTest,
  mode: ExecutionMode,
  region = 'us-east-1',
  name = `release-${mode.toLowerCase()}`,
): Promise<PipelineUnderTest> {
  const direct = simulator.codePipeline(region);
  const ref = { region, name };
  const one = { minimumCount: 0, maximumCount: 5 };
  await direct.send(
    new CreateCustomActionTypeCommand({ ...fetcher, inputArtifactDetails: one, outputArtifactDetails: one }),
  );
  const built = { configuration: { ProjectName: 'app' }, inputArtifacts: [{ name: 'App' }] };
  await direct.send(
    new CreatePipelineCommand({
      pipeline: {
        name: ref.name,
        roleArn: 'arn:aws:iam::111122223333:role/pipeline',
        artifactStore: { type: 'S3', location: 'artifacts-of-tests' },
        executionMode: mode,
        pipelineType: 'V2',
        stages: [
          {
            name: 'Source',
            actions: [{ name: 'Fetch', actionTypeId: fetcher, outputArtifacts: [{ name: 'App' }] }],
          },
          {
            name: 'Build',
            actions: [
              { name: 'One', actionTypeId: build, ...built },
              { name: 'Two', actionTypeId: build, ...built },
              { name: 'Three', actionTypeId: build, ...built, runOrder: 2 },
            ],
          },
          { name: 'Gate', actions: [{ name: 'Approve', actionTypeId: approval }] },
          {
            name: 'Deploy',
            beforeEntry: {
              conditions: [
                {
                  result: 'FAIL',
                  rules: [
                    {
                      name: 'Alarm',
                      ruleTypeId: {
                        category: 'Rule',
                        owner: 'AWS',
                        provider: 'CloudWatchAlarm',
                        version: '1',
                      },
                      configuration: { AlarmName: 'errors' },
                    },
                  ],
                },
              ],
            },
            ...(mode !== 'PARALLEL' && { onFailure: { result: 'ROLLBACK' } }),
            actions: [
              {
                name: 'Deploy',
                actionTypeId: deploy,
                configuration: { ApplicationName: 'app', DeploymentGroupName: 'all' },
                inputArtifacts: [{ name: 'App' }],
              },
            ],
          },
        ],
      },
    }),
  );
  const clients = createCodePipelineClients({
    credentials: { kind: 'static', accessKeyId: 'AKIATEST', secretAccessKey: new Secret('test-secret') },
    codepipelineEndpoint: simulator.endpoint,
    callTimeoutMs: 10_000,
  });
  const reader = createPipelineReader(clients, () => false);
  const acts = createPipelineActs(clients);
  let sent = 0;
  return {
    ref,
    reader,
    acts,
    snapshot: (also = []) =>
      readSnapshot(reader, ref, (_region, send) => send(), { now: () => testStart, also }),
    async send(act) {
      try {
        const token =
          act.kind === 'approval'
            ? await acts.approvalToken(ref, { ...act, parallel: mode === 'PARALLEL' })
            : null;
        const clientRequestToken = `request-${(sent += 1)}`;
        await acts.send(ref, act, { reason: null, clientRequestToken, approvalToken: token });
        return null;
      } catch (thrown) {
        return thrown instanceof Error ? thrown.message : 'refused';
      }
    },
    async endSource() {
      const { jobs = [] } = await direct.send(
        new PollForJobsCommand({ actionTypeId: fetcher, maxBatchSize: 1 }),
      );
      const [job] = jobs;
      if (!job?.id) return false;
      await direct.send(new AcknowledgeJobCommand({ jobId: job.id, nonce: job.nonce }));
      await direct.send(new PutJobSuccessResultCommand({ jobId: job.id }));
      return true;
    },
    async failNext(actionName) {
      const rule = {
        actionName,
        durationSeconds: 10,
        outcome: 'fail',
        errorCode: 'JobFailed',
        message: 'no',
      };
      const { status, body } = await simulator.control('POST', 'stand-ins', { ...rule, times: 1 });
      if (status !== 200) throw new Error(JSON.stringify(body));
    },
    close: () => clients.close(),
  };
}
