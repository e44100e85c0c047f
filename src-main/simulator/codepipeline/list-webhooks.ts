import { webhooksIn } from '../world/webhooks.ts';
import { defineOperation } from './operation.ts';
import { inOrderOf, pageOf } from './paging.ts';
import { listWebhooksInput } from './shapes/webhooks.ts';
import { webhookView } from './views/webhook-view.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListWebhooks.html */
export const listWebhooks = defineOperation('ListWebhooks', listWebhooksInput, (call, given) => {
  const { NextToken: nextToken, MaxResults: limit = 100 } = given;
  const request = { operation: 'ListWebhooks', nextToken, limit };
  const webhooks = webhooksIn(call.world, call.region);
  const page = pageOf(
    call,
    request,
    inOrderOf(webhooks, ({ definition }) => definition.name ?? ''),
  );
  return { webhooks: page.items.map(webhookView), NextToken: page.nextToken };
});
