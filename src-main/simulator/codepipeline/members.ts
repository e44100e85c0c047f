import type { FailureType } from '@aws-sdk/client-codepipeline';
import { integer, mapOf, optional, structure, text, timestamp } from './constraints.ts';

/*
 * The members that several operations share, with the constraints of the service model 2015-07-09
 * (https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_Types.html).
 */

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** The id of a custom job: a lower-case UUID. */
export const jobId = text({ pattern: uuid });

/** The id of a third-party job: opaque. */
export const thirdPartyJobId = text({ min: 1, max: 512 });

/** Proof of a hand-out. */
export const nonce = text({ min: 1, max: 50 });

/** The secret between a customer and a vendor; never repeated in a message. */
export const clientToken = text({ min: 1, max: 256, sensitive: true });

/** Carried from a success into the next job of its chain. */
export const continuationToken = text({ min: 1, max: 2048 });

/** Both poll operations take any owner here and refuse the wrong one themselves. */
export const actionTypeId = structure({
  category: text({ oneOf: ['Source', 'Build', 'Deploy', 'Test', 'Invoke', 'Approval', 'Compute'] }),
  owner: text({ oneOf: ['AWS', 'ThirdParty', 'Custom'] }),
  provider: text({ min: 1, max: 35, pattern: /[0-9A-Za-z_-]+/ }),
  version: text({ min: 1, max: 9, pattern: /[0-9A-Za-z_-]+/ }),
});

/** How many jobs a poll may bring; no upper bound is published. */
export const maxBatchSize = integer({ min: 1 });

/** A filter on one queryable configuration property. */
export const queryParam = mapOf(
  text({ min: 1, max: 50 }),
  text({ min: 1, max: 50, pattern: /[a-zA-Z0-9_-]+/ }),
  1,
);

const externalExecutionId = text({ min: 1, max: 1500 });

/** What a customer sees of a run that goes on or has ended well. */
export const executionDetails = structure({
  summary: optional(text({ min: 1, max: 2048 })),
  externalExecutionId: optional(externalExecutionId),
  percentComplete: optional(integer({ min: 0, max: 100 })),
});

/** What a source action found; accepted and not kept. */
export const currentRevision = structure({
  revision: text({ min: 1, max: 1500 }),
  changeIdentifier: text({ min: 1, max: 100 }),
  created: optional(timestamp),
  revisionSummary: optional(text({ min: 1, max: 2048 })),
});

/** Why a run failed. */
export const failureDetails = structure({
  type: text<FailureType>({
    oneOf: [
      'JobFailed',
      'ConfigurationError',
      'PermissionError',
      'RevisionOutOfSync',
      'RevisionUnavailable',
      'SystemUnavailable',
    ],
  }),
  message: text({ min: 1, max: 5000 }),
  externalExecutionId: optional(externalExecutionId),
});

/** Variables for later actions of the pipeline. */
export const outputVariables = mapOf(text({ pattern: /[A-Za-z0-9@\-_]+/ }), text());
