import type { NamedArtifact } from '#shared/domain/artifact.ts';
import type { ApiCall } from '#renderer/run-acts/api-call.ts';

/**
 * The call that an upload makes. Without a key of the job the AWS-managed one is meant: SSE-KMS without a key id. Source: PutObject
 * in the Amazon S3 API reference.
 */
export function uploadCalls(artifact: NamedArtifact, encryptionKeyId: string | null): ApiCall[] {
  if (!artifact.place) return [];
  return [
    {
      operation: 'S3 PutObject',
      parameters: {
        Bucket: artifact.place.bucket,
        Key: artifact.place.key,
        ServerSideEncryption: 'aws:kms',
        ...(encryptionKeyId ? { SSEKMSKeyId: encryptionKeyId } : {}),
      },
    },
  ];
}
