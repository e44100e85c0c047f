import type { Tag, WebhookDefinition } from '@aws-sdk/client-codepipeline';
import { webhookArn } from './arns.ts';
import type { Entropy } from './entropy.ts';
import { requirePipeline } from './pipelines/find.ts';
import { declarationOf } from './pipelines/pipeline.ts';
import { ServiceError } from './service-error.ts';
import { checkTags } from './tags.ts';
import { checkAuthentication, checkFilters } from './webhook-rules.ts';
import type { World } from './world.ts';

const mostWebhooksOfRegion = 300;

/**
 * A webhook as it is kept, with its secret in the clear. `registered` says whether the third party was told to
 * call it; while it was not, no event of the source reaches the pipeline through it.
 */
export interface Webhook {
  readonly arn: string;
  readonly region: string;
  readonly url: string;
  definition: WebhookDefinition;
  tags: Tag[];
  registered: boolean;
  /** Epoch milliseconds. */
  lastTriggeredAt: number | null;
}

/** The key of a webhook in its world: names are unique in a region. */
export function webhookKey(region: string, name: string): string {
  return `${region}/${name}`;
}

/**
 * Defines a webhook, or defines it anew under the URL it has. Its target is a source action of an existing
 * pipeline. PipelineNotFound, InvalidWebhookFilterPattern, InvalidWebhookAuthenticationParameters, LimitExceeded
 * and Validation exceptions.
 */
export function putWebhook(
  world: World,
  region: string,
  order: { definition: WebhookDefinition; tags?: readonly Tag[] | undefined },
  entropy: Entropy,
): Webhook {
  const { definition, tags } = order;
  const name = definition.name ?? '';
  const key = webhookKey(region, name);
  checkTags(tags ?? []);
  checkAuthentication(definition);
  const pipeline = requirePipeline(world, region, definition.targetPipeline ?? '');
  const sources = declarationOf(pipeline).stages?.[0]?.actions ?? [];
  const target = sources.find((action) => action.name === definition.targetAction);
  if (!target) {
    const message = `The pipeline '${pipeline.name}' does not have a source action with name '${definition.targetAction}'`;
    throw new ServiceError('ValidationException', message);
  }
  checkFilters(definition.filters ?? [], Object.keys(target.configuration ?? {}));
  const present = world.webhooks.get(key);
  if (present) {
    present.definition = definition;
    if (tags) present.tags = [...tags];
    return present;
  }
  requireRoomFor(world, region);
  const token = entropy.opaque(48).replace(/[^A-Za-z0-9]/g, '');
  const webhook: Webhook = {
    arn: webhookArn(world, region, name),
    region,
    url: `https://${region}.webhooks.aws/trigger?t=${token}&v=1`,
    definition,
    tags: [...(tags ?? [])],
    registered: false,
    lastTriggeredAt: null,
  };
  world.webhooks.set(key, webhook);
  return webhook;
}

/** The webhook of that name in a region, or WebhookNotFoundException. */
export function requireWebhook(world: World, region: string, name: string): Webhook {
  const found = world.webhooks.get(webhookKey(region, name));
  if (found) return found;
  throw new ServiceError('WebhookNotFoundException', `The webhook '${name}' was not found`);
}

/** The webhooks of a region by name, as plain comparison of code units orders them. */
export function webhooksIn(world: World, region: string): Webhook[] {
  return [...world.webhooks.values()]
    .filter((webhook) => webhook.region === region)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf({ definition }: Webhook): string {
  return definition.name ?? '';
}

function requireRoomFor(world: World, region: string): void {
  if (webhooksIn(world, region).length < mostWebhooksOfRegion) return;
  throw new ServiceError(
    'LimitExceededException',
    `Account '${world.accountId}' has reached the limit of ${mostWebhooksOfRegion} webhooks in region ${region}`,
  );
}
