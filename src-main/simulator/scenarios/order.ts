import type { RunOrder, ScenarioActionType } from './scenario.ts';

/**
 * An order for a bare run of an action type; `place` is pipeline/stage/action. With a client it is a customer's,
 * whose own key is used in us-west-2.
 */
export function orderOf(
  { id, secretConfiguration }: ScenarioActionType,
  region: string,
  place: string,
  configuration: Readonly<Record<string, string>>,
  clientId: string | null = null,
): RunOrder {
  const [pipelineName = '', stageName = '', actionName = ''] = place.split('/');
  return {
    region,
    actionTypeId: id,
    clientId,
    configuration,
    secretConfiguration,
    inputArtifacts: ['BuildOutput'],
    outputArtifacts: ['LoadTestReport'],
    pipeline: { pipelineName, stageName, actionName },
    customerKey: clientId !== null && region === 'us-west-2',
  };
}
