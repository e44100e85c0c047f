import { createHash } from 'node:crypto';
import { asRunId, type RunId } from '#shared/domain/ids.ts';
import type { JobRef } from '#shared/domain/job.ts';

/**
 * The id of the run that a job opens: a UUID (version 8, RFC 9562) made from region and job id. Every agent that sees the
 * job, one that lost its ledger included, comes to the same id and so to the same idempotency key: whoever holds the claim,
 * the backend starts the work once.
 */
export function runIdOf(job: Pick<JobRef, 'region' | 'jobId'>): RunId {
  const bytes = createHash('sha256').update(`${job.region}\n${job.jobId}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return asRunId(parts.join('-'));
}
