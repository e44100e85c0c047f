import type { ActionExecution } from '@aws-sdk/client-codepipeline';
import type { AwsClient } from './aws-client.ts';

/** The latest execution of an action of the release. */
export async function stateOf(client: AwsClient, actionName: string): Promise<ActionExecution | undefined> {
  const state = await client.call('codepipeline', 'GetPipelineState', { name: 'checkout-release' });
  const actions = (state.stageStates ?? []).flatMap(({ actionStates = [] }) => actionStates);
  return actions.find((action) => action.actionName === actionName)?.latestExecution;
}

/** Its status. */
export async function statusOf(client: AwsClient, actionName: string): Promise<string | undefined> {
  return (await stateOf(client, actionName))?.status;
}
