import { listOf, optional, structure } from '../constraints.ts';
import { oneOf, text } from '../scalars.ts';
import { actionName, maxResults, nextToken, pipelineName, webhookName } from './names.ts';
import { tagList } from './tags.ts';

/** The secret token is what a third party signs its events with; it is not echoed in messages. */
const authenticationConfiguration = structure({
  AllowedIPRange: optional(text({ min: 1, max: 100 })),
  SecretToken: optional(text({ min: 1, max: 100, sensitive: true })),
});

const filter = structure({
  jsonPath: text({ min: 1, max: 150 }),
  matchEquals: optional(text({ min: 1, max: 150 })),
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_WebhookDefinition.html */
export const putWebhookInput = structure({
  webhook: structure({
    name: webhookName,
    targetPipeline: pipelineName,
    targetAction: actionName,
    filters: listOf(filter, { max: 5 }),
    authentication: oneOf('GITHUB_HMAC', 'IP', 'UNAUTHENTICATED'),
    authenticationConfiguration,
  }),
  tags: optional(tagList),
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DeleteWebhook.html */
export const deleteWebhookInput = structure({ name: webhookName });

/** Its members alone begin with capitals. */
export const listWebhooksInput = structure({
  NextToken: optional(nextToken),
  MaxResults: optional(maxResults),
});

/** The model does not require the name. */
export const registerWebhookWithThirdPartyInput = structure({ webhookName: optional(webhookName) });

/** The model does not require the name. */
export const deregisterWebhookWithThirdPartyInput = structure({ webhookName: optional(webhookName) });
