import type { Artifact, JobData } from '@aws-sdk/client-codepipeline';
import { issueJobCredentials } from '../auth/job-credentials.ts';
import type { JobScope } from '../auth/job-credentials.ts';
import type { ArtifactPlace } from '../world/chain.ts';
import type { Job } from '../world/job.ts';
import { chainOf } from '../world/jobs.ts';
import type { Call } from './operation.ts';

const usualCredentialLifeMs = 15 * 60 * 1000;

/**
 * The data a job worker gets. Credentials are fresh in every answer and end 15 minutes later, or as the world's
 * timing says; they are good for the folders of the job's artifacts alone. A third-party worker does not learn
 * the pipeline's ARN, its execution or the action's execution id.
 */
export function jobData(call: Pick<Call, 'world' | 'now' | 'entropy' | 'sealingKey'>, job: Job): JobData {
  const { world, now, entropy, sealingKey } = call;
  const { data } = chainOf(world, job);
  const scopes = scopesOf([...data.inputArtifacts, ...data.outputArtifacts]);
  const { pipeline } = data;
  const isCustom = job.actionTypeId.owner === 'Custom';
  return {
    actionTypeId: { ...job.actionTypeId },
    actionConfiguration: { configuration: { ...data.configuration } },
    pipelineContext: {
      pipelineName: pipeline.pipelineName,
      stage: { name: pipeline.stageName },
      action: {
        name: pipeline.actionName,
        ...(isCustom && { actionExecutionId: pipeline.actionExecutionId }),
      },
      ...(isCustom && {
        pipelineArn: pipeline.pipelineArn,
        pipelineExecutionId: pipeline.pipelineExecutionId,
      }),
    },
    inputArtifacts: data.inputArtifacts.map(artifact),
    outputArtifacts: data.outputArtifacts.map(artifact),
    artifactCredentials: issueJobCredentials(
      sealingKey,
      { scopes, expiresAt: now + (world.timing.jobCredentialsMs ?? usualCredentialLifeMs) },
      entropy,
    ),
    ...(job.continuationToken !== null && { continuationToken: job.continuationToken }),
    ...(data.encryptionKeyId !== null && {
      encryptionKey: { id: data.encryptionKeyId, type: 'KMS' as const },
    }),
  };
}

function artifact(place: ArtifactPlace): Artifact {
  const { name, revision, bucketName, objectKey } = place;
  return {
    name,
    ...(revision !== null && { revision }),
    location: { type: 'S3', s3Location: { bucketName, objectKey } },
  };
}

/** The pipeline's folder in each bucket: the keys' first segment. */
function scopesOf(places: readonly ArtifactPlace[]): JobScope[] {
  const scopes = new Map<string, JobScope>();
  for (const { bucketName, objectKey } of places) {
    const prefix = objectKey.slice(0, objectKey.indexOf('/') + 1);
    // A key without a folder must not open the whole bucket.
    if (prefix !== '') scopes.set(`${bucketName}/${prefix}`, { bucketName, prefix });
  }
  return [...scopes.values()];
}
