import type { World } from './world.ts';

/*
 * Names of resources
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html). China and
 * GovCloud have partitions of their own.
 */

/** The ARN of a pipeline. */
export function pipelineArn(world: Pick<World, 'accountId'>, region: string, name: string): string {
  return `${prefix(world, region)}${name}`;
}

/** The ARN of a webhook. */
export function webhookArn(world: Pick<World, 'accountId'>, region: string, name: string): string {
  return `${prefix(world, region)}webhook:${name}`;
}

function prefix({ accountId }: Pick<World, 'accountId'>, region: string): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:codepipeline:${region}:${accountId}:`;
}
