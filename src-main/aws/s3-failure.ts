/** What the SDK throws for an answer of S3, or for none. */
export interface S3Failure {
  readonly name: string;
  readonly message: string;
  /** HTTP status; 0 where nothing was answered. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Elements of the error document beside code and message, as far as they are texts. */
  readonly details: Readonly<Record<string, string>>;
}

interface Thrown {
  name?: unknown;
  message?: unknown;
  $metadata?: { httpStatusCode?: number };
  $response?: { statusCode?: number; headers?: Record<string, string> };
}

/** Reads whatever was thrown; null for what is no error at all. */
export function readS3Failure(thrown: unknown): S3Failure | null {
  if (!(thrown instanceof Error)) return null;
  const { name, message, $metadata, $response } = thrown as Error & Thrown;
  const details: Record<string, string> = {};
  for (const [key, value] of Object.entries(thrown)) {
    if (typeof value === 'string' && /^[A-Z]/.test(key)) details[key] = value;
  }
  const headers = Object.fromEntries(
    Object.entries($response?.headers ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
  );
  const status = $metadata?.httpStatusCode ?? $response?.statusCode ?? 0;
  return { name, message, status, headers, details };
}

/**
 * The region in which S3 says that the bucket lies, where a request went to another one. Refusals of the right region name it
 * too, so this says nothing by itself: compare it with the region that was asked. Source: "Making requests to a Region" and
 * `x-amz-bucket-region` in the Amazon S3 API reference.
 */
export function regionNamed(thrown: unknown): string | null {
  const failure = readS3Failure(thrown);
  if (!failure) return null;
  const named = failure.headers['x-amz-bucket-region'] ?? failure.details['Region'];
  if (named) return named;
  return /expecting '([a-z0-9-]+)'/.exec(failure.message)?.[1] ?? null;
}
