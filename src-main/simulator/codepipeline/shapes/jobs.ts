import { mapOf, optional, structure } from '../constraints.ts';
import { integer, oneOf, text, timestamp } from '../scalars.ts';
import { actionTypeId, configurationKey, revisionChangeId, revisionId, uuid } from './names.ts';

/*
 * Inputs of the ten operations of job workers. The id of a third-party job is opaque; the id of a custom job
 * is a UUID.
 */

const thirdPartyJobId = text({ min: 1, max: 512 });
const nonce = text({ min: 1, max: 50 });
const clientToken = text({ min: 1, max: 256, sensitive: true });
const continuationToken = text({ min: 1, max: 2048 });
const externalExecutionId = text({ min: 1, max: 1500 });
const maxBatchSize = integer({ min: 1 });

const queryParam = mapOf(configurationKey, text({ min: 1, max: 50, pattern: /[a-zA-Z0-9_-]+/ }), { max: 1 });

const executionDetails = structure({
  summary: optional(text({ min: 1, max: 2048 })),
  externalExecutionId: optional(externalExecutionId),
  percentComplete: optional(integer({ min: 0, max: 100 })),
});

const currentRevision = structure({
  revision: revisionId,
  changeIdentifier: revisionChangeId,
  created: optional(timestamp),
  revisionSummary: optional(text({ min: 1, max: 2048 })),
});

const failureDetails = structure({
  type: oneOf(
    'JobFailed',
    'ConfigurationError',
    'PermissionError',
    'RevisionOutOfSync',
    'RevisionUnavailable',
    'SystemUnavailable',
  ),
  message: text({ min: 1, max: 5000 }),
  externalExecutionId: optional(externalExecutionId),
});

/** A filter on one queryable property may come with it. */
export const pollForJobsInput = structure({
  actionTypeId,
  maxBatchSize: optional(maxBatchSize),
  queryParam: optional(queryParam),
});

/** Knows no filter. */
export const pollForThirdPartyJobsInput = structure({ actionTypeId, maxBatchSize: optional(maxBatchSize) });

/** A job and the proof of its hand-out. */
export const acknowledgeJobInput = structure({ jobId: uuid, nonce });

/** A job, the proof of its hand-out, and the customer's secret. */
export const acknowledgeThirdPartyJobInput = structure({ jobId: thirdPartyJobId, nonce, clientToken });

/** A custom job needs no secret. */
export const getJobDetailsInput = structure({ jobId: uuid });

/** The secret belongs to the customer whose job it is. */
export const getThirdPartyJobDetailsInput = structure({ jobId: thirdPartyJobId, clientToken });

/** Output variables are for the end of a run: the operation refuses them beside a continuation token. */
export const putJobSuccessResultInput = structure({
  jobId: uuid,
  currentRevision: optional(currentRevision),
  continuationToken: optional(continuationToken),
  executionDetails: optional(executionDetails),
  outputVariables: optional(mapOf(text({ pattern: /[A-Za-z0-9@\-_]+/ }), text())),
});

/** Always final. */
export const putJobFailureResultInput = structure({ jobId: uuid, failureDetails });

/** This protocol has no output variables. */
export const putThirdPartyJobSuccessResultInput = structure({
  jobId: thirdPartyJobId,
  clientToken,
  currentRevision: optional(currentRevision),
  continuationToken: optional(continuationToken),
  executionDetails: optional(executionDetails),
});

/** Always final. */
export const putThirdPartyJobFailureResultInput = structure({
  jobId: thirdPartyJobId,
  clientToken,
  failureDetails,
});
