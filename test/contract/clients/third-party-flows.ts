import { expect } from 'vitest';
import { actionTypes, contoso } from '#test/support/simulator.ts';
import type { SimulatorUnderTest } from '#test/support/simulator.ts';
import type { AwsClient } from './aws-client.ts';
import { expectRefusal, must } from './flow.ts';
import type { Flow } from './flow.ts';

const { clientToken } = contoso;

/** A job in a customer's pipeline, from the poll to the end of its run. */
export const thirdPartyRunFlow: Flow = {
  sentence: "works on a customer's run with the client token, job after job",
  async run({ client, simulator }) {
    const jobId = await polledJob(client, simulator);
    const details = { jobId, clientToken };
    const wrong = { jobId, clientToken: 'somebody-elses' };
    const refused = client.call('codepipeline', 'GetThirdPartyJobDetails', wrong);
    await expectRefusal(refused, 'InvalidClientTokenException');
    const { jobDetails } = await client.call('codepipeline', 'GetThirdPartyJobDetails', details);
    const nonce = must(jobDetails?.nonce, 'nonce');
    expect(jobDetails?.data?.pipelineContext?.pipelineExecutionId).toBeUndefined();

    const claim = { ...details, nonce };
    const stale = client.call('codepipeline', 'AcknowledgeThirdPartyJob', { ...claim, nonce: '1' });
    await expectRefusal(stale, 'InvalidNonceException');
    const { status } = await client.call('codepipeline', 'AcknowledgeThirdPartyJob', claim);
    expect(status).toBe('InProgress');
    await client.call('codepipeline', 'PutThirdPartyJobSuccessResult', {
      ...details,
      continuationToken: '153245',
      executionDetails: { externalExecutionId: '153245', percentComplete: 50, summary: 'Half way' },
    });

    await simulator.advance(30);
    const next = must((await poll(client))[0]?.jobId, 'next job');
    expect(next).not.toBe(jobId);
    const more = { jobId: next, clientToken };
    const answer = await client.call('codepipeline', 'GetThirdPartyJobDetails', more);
    expect(answer.jobDetails?.data?.continuationToken).toBe('153245');
    const again = { ...more, nonce: must(answer.jobDetails?.nonce, 'nonce') };
    await client.call('codepipeline', 'AcknowledgeThirdPartyJob', again);
    const executionDetails = { externalExecutionId: '153245', percentComplete: 100 };
    await client.call('codepipeline', 'PutThirdPartyJobSuccessResult', { ...more, executionDetails });

    const late = client.call('codepipeline', 'PutThirdPartyJobSuccessResult', { ...more, executionDetails });
    await expectRefusal(late, 'InvalidJobStateException');
    expect((await simulator.ledger()).chains[0]?.final).toBe('succeeded');
    expect(await poll(client)).toEqual([]);
  },
};

/** A run that the vendor cannot bring to a good end. */
export const thirdPartyFailureFlow: Flow = {
  sentence: "ends a customer's run with a failure",
  async run({ client, simulator }) {
    const jobId = await polledJob(client, simulator);
    const { jobDetails } = await client.call('codepipeline', 'GetThirdPartyJobDetails', {
      jobId,
      clientToken,
    });
    const claim = { jobId, clientToken, nonce: must(jobDetails?.nonce, 'nonce') };
    await client.call('codepipeline', 'AcknowledgeThirdPartyJob', claim);
    await client.call('codepipeline', 'PutThirdPartyJobFailureResult', {
      jobId,
      clientToken,
      failureDetails: { type: 'ConfigurationError', message: 'no such plan', externalExecutionId: '153247' },
    });
    expect((await simulator.ledger()).chains[0]).toMatchObject({
      final: 'failed',
      externalExecutionId: '153247',
    });
  },
};

async function polledJob(client: AwsClient, simulator: SimulatorUnderTest): Promise<string> {
  const { jobId } = await simulator.job({ clientId: contoso.clientId, inputArtifacts: ['SourceOutput'] });
  expect(await poll(client)).toEqual([{ clientId: contoso.clientId, jobId }]);
  return jobId;
}

async function poll(client: AwsClient) {
  const input = { actionTypeId: actionTypes.thirdParty, maxBatchSize: 10 };
  return (await client.call('codepipeline', 'PollForThirdPartyJobs', input)).jobs ?? [];
}
