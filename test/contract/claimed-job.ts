import {
  AcknowledgeJobCommand,
  AcknowledgeThirdPartyJobCommand,
  GetThirdPartyJobDetailsCommand,
  PollForJobsCommand,
  PollForThirdPartyJobsCommand,
} from '@aws-sdk/client-codepipeline';
import type { Job, ThirdPartyJobDetails } from '@aws-sdk/client-codepipeline';
import { actionTypes, contoso } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';

/** Polls the next custom job of us-east-1; fails where there is none. */
export async function polledCustomJob(
  simulator: SimulatorUnderTest,
): Promise<Job & { id: string; nonce: string }> {
  const command = new PollForJobsCommand({ actionTypeId: actionTypes.custom });
  const [job] = (await simulator.codePipeline().send(command)).jobs ?? [];
  if (!job?.id || !job.nonce) throw new Error('no custom job is there');
  return { ...job, id: job.id, nonce: job.nonce };
}

/** Polls the next third-party job of Contoso's in us-east-1 and asks for its details. */
export async function detailedThirdPartyJob(
  simulator: SimulatorUnderTest,
): Promise<ThirdPartyJobDetails & { id: string; nonce: string }> {
  const client = simulator.codePipeline();
  const poll = new PollForThirdPartyJobsCommand({ actionTypeId: actionTypes.thirdParty });
  const [job] = (await client.send(poll)).jobs ?? [];
  if (!job) throw new Error('no third-party job is there');
  const { clientToken } = contoso;
  const answer = await client.send(new GetThirdPartyJobDetailsCommand({ jobId: job.jobId, clientToken }));
  const details = answer.jobDetails;
  if (!details?.id || !details.nonce) throw new Error('the details have no id or nonce');
  return { ...details, id: details.id, nonce: details.nonce };
}

/** Queues a custom job, polls and acknowledges it. */
export async function claimedCustomJob(simulator: SimulatorUnderTest): Promise<string> {
  await simulator.job();
  const { id, nonce } = await polledCustomJob(simulator);
  await simulator.codePipeline().send(new AcknowledgeJobCommand({ jobId: id, nonce }));
  return id;
}

/** Queues a third-party job of Contoso's, polls, details and acknowledges it. */
export async function claimedThirdPartyJob(simulator: SimulatorUnderTest): Promise<string> {
  await simulator.job({ clientId: contoso.clientId });
  const { id, nonce } = await detailedThirdPartyJob(simulator);
  const { clientToken } = contoso;
  await simulator.codePipeline().send(new AcknowledgeThirdPartyJobCommand({ jobId: id, nonce, clientToken }));
  return id;
}
