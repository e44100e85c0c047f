import type { Whose } from './s3-door.ts';

/** What was asked of S3 when it failed. */
export interface ProblemContext {
  readonly whose: Whose;
  /** The permission that the call needs, as IAM writes it: `s3:GetObject`. */
  readonly action: string;
  /** Null where the call names no bucket. */
  readonly bucket: string | null;
  /** The object, or null. */
  readonly key?: string | null | undefined;
  /** What was listed below, or null. */
  readonly prefix?: string | undefined;
  readonly versionId?: string | null | undefined;
  /** The key that the object is encrypted with, where a HEAD told it: a refused read is then one of decryption. */
  readonly kmsKeyId?: string | null | undefined;
}

/** `s3://bucket/key`, as far as the call names it. */
export function whatOf({ bucket, key, prefix }: ProblemContext): string {
  if (bucket === null) return 'S3';
  return `s3://${bucket}/${key ?? prefix ?? ''}`;
}
