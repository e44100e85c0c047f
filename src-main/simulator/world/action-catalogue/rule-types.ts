import { countsOf, propertyList } from './entry.ts';
import type { Counts, Properties } from './entry.ts';
import type { ArtifactCounts, ConfigurationProperty } from '../action-types.ts';

/** A rule type of AWS, version 1. */
export interface RuleTypeRecord {
  readonly provider: string;
  readonly properties: readonly ConfigurationProperty[];
  readonly inputArtifacts: ArtifactCounts;
}

function rule(provider: string, properties: Properties, inputs: Counts = [0, 0]): RuleTypeRecord {
  return { provider, properties: propertyList(properties), inputArtifacts: countsOf(inputs) };
}

/**
 * The rule types that conditions can use, by provider
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html). How many artifacts a rule takes
 * is not documented: what its examples show is taken for the bounds.
 */
export const ruleTypes: ReadonlyMap<string, RuleTypeRecord> = new Map(
  [
    rule('CloudWatchAlarm', { required: ['AlarmName'], optional: ['AlarmStates', 'WaitTime'] }),
    rule(
      'CodeBuild',
      {
        required: ['ProjectName'],
        optional: ['PrimarySource', 'EnvironmentVariables', 'BatchEnabled', 'CombineArtifacts'],
      },
      [0, 5],
    ),
    rule('Commands', {}, [0, 10]),
    rule('DeploymentWindow', { required: ['Cron'], optional: ['TimeZone'] }),
    rule('LambdaInvoke', { required: ['FunctionName'], optional: ['UserParameters'] }, [0, 5]),
    rule('VariableCheck', { required: ['Variable', 'Value', 'Operator'] }),
  ].map((type) => [type.provider, type]),
);
