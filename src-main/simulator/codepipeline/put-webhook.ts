import { putWebhook as put } from '../world/webhooks.ts';
import { defineOperation } from './operation.ts';
import { putWebhookInput } from './shapes/webhooks.ts';
import { webhookView } from './views/webhook-view.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutWebhook.html
 * The secret token comes back masked (assumption: the documentation's examples show it in the clear).
 */
export const putWebhook = defineOperation('PutWebhook', putWebhookInput, (call, given) => {
  const { world, region, entropy } = call;
  const order = { definition: given.webhook, tags: given.tags };
  return { webhook: webhookView(put(world, region, order, entropy)) };
});
