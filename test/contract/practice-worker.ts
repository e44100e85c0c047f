import {
  AcknowledgeJobCommand,
  AcknowledgeThirdPartyJobCommand,
  GetThirdPartyJobDetailsCommand,
  PollForJobsCommand,
  PollForThirdPartyJobsCommand,
  PutJobFailureResultCommand,
  PutJobSuccessResultCommand,
  PutThirdPartyJobFailureResultCommand,
  PutThirdPartyJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import type { FailureType, JobData } from '@aws-sdk/client-codepipeline';
import { actionTypes } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';

interface Claimed {
  readonly jobId: string;
  readonly clientToken: string | null;
  readonly data: JobData;
}

interface BackendAnswer {
  externalExecutionId?: string;
  status?: string;
  summary?: string;
  percentComplete?: number;
  failure?: { type: FailureType; message: string };
  message?: string;
}

/** One round of a minimal worker over both regions: claim all load tests whose token is known, answer each. */
export async function workOneRound(
  simulator: SimulatorUnderTest,
  tokens: ReadonlyMap<string, string>,
): Promise<void> {
  for (const region of ['us-east-1', 'us-west-2']) {
    for (const claimed of [
      ...(await thirdParty(simulator, region, tokens)),
      ...(await custom(simulator, region)),
    ]) {
      await answer(simulator, region, claimed);
    }
  }
}

async function thirdParty(
  simulator: SimulatorUnderTest,
  region: string,
  tokens: ReadonlyMap<string, string>,
) {
  const client = simulator.codePipeline(region);
  const poll = new PollForThirdPartyJobsCommand({ actionTypeId: actionTypes.thirdParty, maxBatchSize: 10 });
  const claimed: Claimed[] = [];
  for (const { jobId, clientId } of (await client.send(poll)).jobs ?? []) {
    const clientToken = tokens.get(clientId ?? '');
    if (jobId === undefined || clientToken === undefined) continue;
    const details = await client.send(new GetThirdPartyJobDetailsCommand({ jobId, clientToken }));
    const { nonce, data } = details.jobDetails ?? {};
    await client.send(new AcknowledgeThirdPartyJobCommand({ jobId, nonce, clientToken }));
    if (data) claimed.push({ jobId, clientToken, data });
  }
  return claimed;
}

async function custom(simulator: SimulatorUnderTest, region: string) {
  const client = simulator.codePipeline(region);
  const poll = new PollForJobsCommand({ actionTypeId: actionTypes.custom, maxBatchSize: 10 });
  const claimed: Claimed[] = [];
  for (const { id, nonce, data } of (await client.send(poll)).jobs ?? []) {
    if (id === undefined || !data) continue;
    await client.send(new AcknowledgeJobCommand({ jobId: id, nonce }));
    claimed.push({ jobId: id, clientToken: null, data });
  }
  return claimed;
}

async function answer(simulator: SimulatorUnderTest, region: string, { jobId, clientToken, data }: Claimed) {
  const client = simulator.codePipeline(region);
  const work = await backend(simulator, jobId, data);
  const { externalExecutionId, percentComplete, summary } = work;
  const continuationToken = work.status === 'running' ? externalExecutionId : undefined;
  const success = {
    jobId,
    continuationToken,
    executionDetails: { externalExecutionId, percentComplete, summary },
  };
  const failure =
    work.failure ??
    (work.message === undefined ? null : { type: 'ConfigurationError' as const, message: work.message });
  if (failure) {
    const failureDetails = { ...failure, externalExecutionId };
    if (clientToken === null) await client.send(new PutJobFailureResultCommand({ jobId, failureDetails }));
    else await client.send(new PutThirdPartyJobFailureResultCommand({ jobId, clientToken, failureDetails }));
  } else if (clientToken === null) await client.send(new PutJobSuccessResultCommand(success));
  else await client.send(new PutThirdPartyJobSuccessResultCommand({ ...success, clientToken }));
}

async function backend(simulator: SimulatorUnderTest, jobId: string, data: JobData): Promise<BackendAnswer> {
  const runs = `${simulator.endpoint}/_backend/runs`;
  const id = data.continuationToken;
  const body = JSON.stringify({
    configuration: data.actionConfiguration?.configuration,
    outputArtifacts: data.outputArtifacts,
  });
  const start = { method: 'POST', headers: { 'idempotency-key': jobId }, body };
  const response = id === undefined ? await fetch(runs, start) : await fetch(`${runs}/${id}`);
  return (await response.json()) as BackendAnswer;
}
