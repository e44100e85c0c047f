import type { ActionTypeId, JobProtocol } from './action-type.ts';
import type { ClientId, JobId } from './ids.ts';
import type { Secret } from './secret.ts';

/** CodePipeline's words for the state of one job; never mixed with the states of a run. */
export const JOB_STATUSES = [
  'Created',
  'Queued',
  'Dispatched',
  'InProgress',
  'TimedOut',
  'Succeeded',
  'Failed',
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** Source: FailureDetails.type in the CodePipeline API reference. */
export const FAILURE_TYPES = [
  'JobFailed',
  'ConfigurationError',
  'PermissionError',
  'RevisionOutOfSync',
  'RevisionUnavailable',
  'SystemUnavailable',
] as const;
export type FailureType = (typeof FAILURE_TYPES)[number];

/** One thing to poll: an action type in a region. */
export interface PollCell {
  region: string;
  actionTypeId: ActionTypeId;
}

/** Enough to address a job at the service. */
export interface JobRef {
  region: string;
  protocol: JobProtocol;
  jobId: JobId;
}

/** An artifact as job data names it. `location` is taken from the job, never computed from names. */
export interface JobArtifact {
  name: string;
  revision: string | null;
  location: { bucket: string; key: string } | null;
}

/** Where in the customer's pipeline the action stands. The ARN and the execution ids exist for custom actions only. */
export interface PipelineContext {
  pipelineName: string | null;
  stageName: string | null;
  actionName: string | null;
  pipelineArn: string | null;
  pipelineExecutionId: string | null;
  actionExecutionId: string | null;
}

/** Temporary S3 credentials of one job; they live about 15 minutes and stay in memory. */
export interface ArtifactCredentials {
  accessKeyId: Secret;
  secretAccessKey: Secret;
  sessionToken: Secret;
}

/** Everything a worker learns of a job before it claims it. */
export interface JobDetails {
  jobId: JobId;
  /** Null where the service gives none: GetJobDetails of a custom job. */
  nonce: Secret | null;
  accountId: string | null;
  continuationToken: string | null;
  configuration: ReadonlyMap<string, string>;
  pipelineContext: PipelineContext;
  inputArtifacts: readonly JobArtifact[];
  outputArtifacts: readonly JobArtifact[];
  artifactCredentials: ArtifactCredentials | null;
  encryptionKeyId: string | null;
}

/** A poll's answer: third-party jobs name only the client, custom ones carry everything. */
export type PolledJob =
  | { protocol: 'third-party'; jobId: JobId; clientId: ClientId }
  | { protocol: 'custom'; jobId: JobId; details: JobDetails };

/** What is answered for a job. `continue` buys a new job with the token; the other two end the action. */
export type JobResult =
  | {
      kind: 'continue';
      continuationToken: string;
      externalExecutionId: string | null;
      percentComplete: number | null;
      summary: string | null;
    }
  | {
      kind: 'success';
      externalExecutionId: string | null;
      summary: string | null;
      outputVariables: Record<string, string> | null;
    }
  | { kind: 'failure'; type: FailureType; message: string; externalExecutionId: string | null };
