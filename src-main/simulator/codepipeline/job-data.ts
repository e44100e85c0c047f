import type { Artifact, JobData } from '@aws-sdk/client-codepipeline';
import type { ArtifactPlace } from '../world/chain.ts';
import type { Entropy } from '../world/entropy.ts';
import type { Job } from '../world/job.ts';
import { chainOf } from '../world/jobs.ts';
import type { World } from '../world/world.ts';

const credentialLifeMs = 15 * 60 * 1000;

/**
 * The data a job worker gets. Credentials are fresh in every answer; they carry their expiry (epoch
 * milliseconds) inside the session token. A third-party worker does not learn the pipeline's ARN, its
 * execution or the action's execution id.
 */
export function jobData(world: World, job: Job, now: number, entropy: Entropy): JobData {
  const { data } = chainOf(world, job);
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
    artifactCredentials: artifactCredentials(now, entropy),
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

function artifactCredentials(now: number, entropy: Entropy): NonNullable<JobData['artifactCredentials']> {
  const letters = entropy
    .opaque(24)
    .replace(/[^A-Za-z0-9]/g, 'X')
    .toUpperCase();
  return {
    accessKeyId: `ASIA${letters.slice(0, 16)}`,
    secretAccessKey: entropy.opaque(30),
    sessionToken: `${entropy.opaque(180)}.${now + credentialLifeMs}`,
  };
}
