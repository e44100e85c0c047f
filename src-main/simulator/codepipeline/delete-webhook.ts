import { webhookKey } from '../world/webhooks.ts';
import { defineOperation } from './operation.ts';
import { deleteWebhookInput } from './shapes/webhooks.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DeleteWebhook.html
 * A name nobody has is no error.
 */
export const deleteWebhook = defineOperation('DeleteWebhook', deleteWebhookInput, (call, given) => {
  call.world.webhooks.delete(webhookKey(call.region, given.name));
  return {};
});
