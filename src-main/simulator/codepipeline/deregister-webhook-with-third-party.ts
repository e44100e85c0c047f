import { requireWebhook } from '../world/webhooks.ts';
import { defineOperation } from './operation.ts';
import { deregisterWebhookWithThirdPartyInput } from './shapes/webhooks.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DeregisterWebhookWithThirdParty.html
 * From now on the simulated third party sends nothing to the webhook.
 */
export const deregisterWebhookWithThirdParty = defineOperation(
  'DeregisterWebhookWithThirdParty',
  deregisterWebhookWithThirdPartyInput,
  (call, given) => {
    requireWebhook(call.world, call.region, given.webhookName ?? '').registered = false;
    return {};
  },
);
