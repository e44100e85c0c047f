import type { PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';

/**
 * Lets an upload over TLS be signed without a SHA-256 of its body, as the AWS CLI does: TLS and the CRC-32 that goes along guard
 * the bytes, and the hash of a part would hold up everything else for its time. Without TLS the body is hashed as ever. Source:
 * "Signature Calculations for the Authorization Header", `UNSIGNED-PAYLOAD`.
 */
export function withoutBodyHash<C extends PutObjectCommand | UploadPartCommand>(command: C): C {
  // The same in both commands, as a union it cannot be called.
  const stack = command.middlewareStack as UploadPartCommand['middlewareStack'];
  stack.add(
    (next) => (call) => {
      const request = call.request as { protocol?: string; headers?: Record<string, string> };
      if (request.protocol === 'https:' && request.headers)
        request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
      return next(call);
    },
    { step: 'build', name: 'actionDeskUnsignedBody', priority: 'low' },
  );
  return command;
}
