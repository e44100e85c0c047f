import type {
  Artifact,
  JobData,
  PipelineContext as AwsPipelineContext,
  ThirdPartyJobData,
} from '@aws-sdk/client-codepipeline';
import { asJobId } from '#shared/domain/ids.ts';
import type { ArtifactCredentials, JobArtifact, JobDetails, PipelineContext } from '#shared/domain/job.ts';
import { Secret } from '#shared/domain/secret.ts';

function artifact(given: Artifact): JobArtifact {
  const s3 = given.location?.s3Location;
  return {
    name: given.name ?? '',
    revision: given.revision ?? null,
    location: s3?.bucketName && s3.objectKey ? { bucket: s3.bucketName, key: s3.objectKey } : null,
  };
}

function pipelineContext(given: AwsPipelineContext | undefined): PipelineContext {
  return {
    pipelineName: given?.pipelineName ?? null,
    stageName: given?.stage?.name ?? null,
    actionName: given?.action?.name ?? null,
    pipelineArn: given?.pipelineArn ?? null,
    pipelineExecutionId: given?.pipelineExecutionId ?? null,
    actionExecutionId: given?.action?.actionExecutionId ?? null,
  };
}

function credentials(given: JobData['artifactCredentials']): ArtifactCredentials | null {
  if (!given?.accessKeyId || !given.secretAccessKey || !given.sessionToken) return null;
  return {
    accessKeyId: new Secret(given.accessKeyId),
    secretAccessKey: new Secret(given.secretAccessKey),
    sessionToken: new Secret(given.sessionToken),
  };
}

/** JobData and ThirdPartyJobData in our words; both have the same members. */
export function toJobDetails(given: {
  id: string;
  nonce: string | undefined;
  accountId: string | undefined;
  data: JobData | ThirdPartyJobData | undefined;
}): JobDetails {
  const data = given.data;
  return {
    jobId: asJobId(given.id),
    nonce: given.nonce ? new Secret(given.nonce) : null,
    accountId: given.accountId ?? null,
    continuationToken: data?.continuationToken || null,
    configuration: new Map(Object.entries(data?.actionConfiguration?.configuration ?? {})),
    pipelineContext: pipelineContext(data?.pipelineContext),
    inputArtifacts: (data?.inputArtifacts ?? []).map(artifact),
    outputArtifacts: (data?.outputArtifacts ?? []).map(artifact),
    artifactCredentials: credentials(data?.artifactCredentials),
    encryptionKeyId: data?.encryptionKey?.id ?? null,
  };
}
