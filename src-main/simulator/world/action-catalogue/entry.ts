import type { ActionCategory } from '@aws-sdk/client-codepipeline';
import type { ActionType, ArtifactCounts, ConfigurationProperty } from '../action-types.ts';

/** Fewest and most. */
export type Counts = readonly [minimum: number, maximum: number];

/** Which properties a configuration has. `secret` names some of them. */
export interface Properties {
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
  readonly secret?: readonly string[];
}

/** An action type of AWS, version 1. */
export function awsType(
  category: ActionCategory,
  provider: string,
  counts: { inputs: Counts; outputs: Counts },
  properties: Properties,
  marks: { needsV2?: true; owner?: 'ThirdParty' } = {},
): ActionType {
  const { owner = 'AWS', needsV2 } = marks;
  return {
    id: { category, owner, provider, version: '1' },
    jobTimeoutSeconds: null,
    executionUrlTemplate: null,
    properties: propertyList(properties),
    inputArtifacts: countsOf(counts.inputs),
    outputArtifacts: countsOf(counts.outputs),
    ...(needsV2 && { needsV2 }),
  };
}

/** Properties in the form in which types list them. Every required one counts as a key. */
export function propertyList({ required = [], optional = [], secret = [] }: Properties) {
  return [...required, ...optional].map((name): ConfigurationProperty => ({
    name,
    required: required.includes(name),
    key: required.includes(name) && !secret.includes(name),
    secret: secret.includes(name),
    queryable: false,
    description: null,
    type: null,
  }));
}

/** A pair of counts in the service's words. */
export function countsOf([minimumCount, maximumCount]: Counts): ArtifactCounts {
  return { minimumCount, maximumCount };
}
