import type { ListWebhookItem } from '@aws-sdk/client-codepipeline';
import { mask } from '../../world/pipelines/secret-values.ts';
import type { Webhook } from '../../world/webhooks.ts';
import { epochSeconds } from './wire.ts';
import type { Wire } from './wire.ts';

/** A webhook as PutWebhook and ListWebhooks show it, with its secret token masked. */
export function webhookView(webhook: Webhook): Wire<ListWebhookItem> {
  const { definition, url, arn, tags, lastTriggeredAt } = webhook;
  const authentication = definition.authenticationConfiguration;
  return {
    definition: {
      ...definition,
      authenticationConfiguration: {
        ...authentication,
        ...(authentication?.SecretToken !== undefined && { SecretToken: mask }),
      },
    },
    url,
    arn,
    tags,
    ...(lastTriggeredAt !== null && { lastTriggered: epochSeconds(lastTriggeredAt) }),
  };
}
