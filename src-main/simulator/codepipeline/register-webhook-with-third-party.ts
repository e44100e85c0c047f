import { requireWebhook } from '../world/webhooks.ts';
import { defineOperation } from './operation.ts';
import { registerWebhookWithThirdPartyInput } from './shapes/webhooks.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RegisterWebhookWithThirdParty.html
 * From now on the simulated third party sends its events to the webhook.
 */
export const registerWebhookWithThirdParty = defineOperation(
  'RegisterWebhookWithThirdParty',
  registerWebhookWithThirdPartyInput,
  (call, given) => {
    requireWebhook(call.world, call.region, given.webhookName ?? '').registered = true;
    return {};
  },
);
