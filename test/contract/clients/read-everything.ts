import { actionTypes, contoso } from '#test/support/simulator.ts';
import type { SimulatorUnderTest } from '#test/support/simulator.ts';
import { scenarioKeys } from '#test/support/aws-programs.ts';
import { openSdkClient } from './sdk-client.ts';

/** Asks for all that can be read in every region of a simulator, and for the jobs that wait. */
export async function readEverything(endpoint: string, simulator: SimulatorUnderTest): Promise<void> {
  const { body } = await simulator.control<{ regions: string[] }>('GET', 'health');
  for (const region of body.regions) await readRegion(endpoint, region);
}

async function readRegion(endpoint: string, region: string): Promise<void> {
  const client = openSdkClient({ endpoint, region, keys: scenarioKeys, folder: '' });
  const { pipelines = [] } = await client.call('codepipeline', 'ListPipelines', {});
  for (const { name } of pipelines) {
    const pipelineName = name;
    await client.call('codepipeline', 'GetPipeline', { name });
    await client.call('codepipeline', 'GetPipelineState', { name });
    await client.call('codepipeline', 'ListActionExecutions', { pipelineName });
    await client.call('codepipeline', 'ListRuleExecutions', { pipelineName });
    const listing = await client.call('codepipeline', 'ListPipelineExecutions', { pipelineName });
    for (const { pipelineExecutionId } of listing.pipelineExecutionSummaries ?? []) {
      await client.call('codepipeline', 'GetPipelineExecution', { pipelineName, pipelineExecutionId });
    }
  }
  await client.call('codepipeline', 'ListWebhooks', {});
  await client.call('codepipeline', 'ListActionTypes', {});
  await client.call('codepipeline', 'ListRuleTypes', {});
  await client.call('codepipeline', 'GetActionType', actionTypes.thirdParty);
  await client.call('codepipeline', 'PollForJobs', { actionTypeId: actionTypes.custom, maxBatchSize: 100 });
  const poll = { actionTypeId: actionTypes.thirdParty, maxBatchSize: 100 };
  const { jobs = [] } = await client.call('codepipeline', 'PollForThirdPartyJobs', poll);
  const { clientId, clientToken } = contoso;
  for (const job of jobs) {
    if (job.clientId !== clientId) continue;
    await client.call('codepipeline', 'GetThirdPartyJobDetails', { jobId: job.jobId, clientToken });
  }
  await client.close();
}
