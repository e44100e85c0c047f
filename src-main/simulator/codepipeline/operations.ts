import { acknowledgeJob } from './acknowledge-job.ts';
import { acknowledgeThirdPartyJob } from './acknowledge-third-party-job.ts';
import { createCustomActionType } from './create-custom-action-type.ts';
import { createPipeline } from './create-pipeline.ts';
import { deleteCustomActionType } from './delete-custom-action-type.ts';
import { deletePipeline } from './delete-pipeline.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { deregisterWebhookWithThirdParty } from './deregister-webhook-with-third-party.ts';
import { executionOperations } from './execution-operations.ts';
import { getActionType } from './get-action-type.ts';
import { getJobDetails } from './get-job-details.ts';
import { getPipeline } from './get-pipeline.ts';
import { getThirdPartyJobDetails } from './get-third-party-job-details.ts';
import { listActionTypes } from './list-action-types.ts';
import { listPipelines } from './list-pipelines.ts';
import { listRuleTypes } from './list-rule-types.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listWebhooks } from './list-webhooks.ts';
import type { Operation } from './operation.ts';
import { pollForJobs } from './poll-for-jobs.ts';
import { pollForThirdPartyJobs } from './poll-for-third-party-jobs.ts';
import { putJobFailureResult } from './put-job-failure-result.ts';
import { putJobSuccessResult } from './put-job-success-result.ts';
import { putThirdPartyJobFailureResult } from './put-third-party-job-failure-result.ts';
import { putThirdPartyJobSuccessResult } from './put-third-party-job-success-result.ts';
import { putWebhook } from './put-webhook.ts';
import { registerWebhookWithThirdParty } from './register-webhook-with-third-party.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateActionType } from './update-action-type.ts';
import { updatePipeline } from './update-pipeline.ts';

/** Every operation the simulator speaks, by its name in `x-amz-target`. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  [
    acknowledgeJob,
    acknowledgeThirdPartyJob,
    createCustomActionType,
    createPipeline,
    deleteCustomActionType,
    deletePipeline,
    deleteWebhook,
    deregisterWebhookWithThirdParty,
    ...executionOperations,
    getActionType,
    getJobDetails,
    getPipeline,
    getThirdPartyJobDetails,
    listActionTypes,
    listPipelines,
    listRuleTypes,
    listTagsForResource,
    listWebhooks,
    pollForJobs,
    pollForThirdPartyJobs,
    putJobFailureResult,
    putJobSuccessResult,
    putThirdPartyJobFailureResult,
    putThirdPartyJobSuccessResult,
    putWebhook,
    registerWebhookWithThirdParty,
    tagResource,
    untagResource,
    updateActionType,
    updatePipeline,
  ].map((operation) => [operation.name, operation]),
);
