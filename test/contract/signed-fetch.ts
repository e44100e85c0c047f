import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { S3Client } from '@aws-sdk/client-s3';

/** A request to be signed as the SDK signs its own, or presigned. Query and headers are signed too. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

interface Presigner {
  presign(
    request: RequestToSign,
    options: { expiresIn: number; signingDate?: Date },
  ): Promise<{ path: string; query?: Record<string, unknown> }>;
}

type RequestToSign = ReturnType<typeof wire>;
type Client = Pick<CodePipelineClient | S3Client, 'config'>;

/** Signs a request with the client's credentials, in its region; the result is what `fetch` takes. */
export async function signRequest(
  client: Client,
  endpoint: string,
  request: RawRequest,
): Promise<{ url: string; init: RequestInit & { headers: Record<string, string> } }> {
  const signer = await client.config.signer();
  const { method, path, headers } = await signer.sign(wire(endpoint, request));
  const { host: _host, ...rest } = headers;
  const query = new URLSearchParams(request.query).toString();
  const url = `${endpoint}${path}${query === '' ? '' : `?${query}`}`;
  return { url, init: { method, headers: rest, ...(request.body !== undefined && { body: request.body }) } };
}

/** A presigned URL with the client's credentials. */
export async function presign(
  client: Client,
  endpoint: string,
  request: RawRequest,
  options: { expiresIn: number; signingDate?: Date },
): Promise<string> {
  // It can presign too; only its type does not say so.
  const signer = (await client.config.signer()) as unknown as Presigner;
  // As the SDK's own presigner has it; the signer moves the header into the query.
  const headers = { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const { path, query = {} } = await signer.presign(wire(endpoint, { ...request, headers }), options);
  return `${endpoint}${path}?${new URLSearchParams(query as Record<string, string>).toString()}`;
}

function wire(endpoint: string, { method, path, query = {}, headers = {}, body }: RawRequest) {
  const { hostname, port, host } = new URL(endpoint);
  return {
    method,
    protocol: 'http:',
    hostname,
    port: Number(port),
    path,
    query,
    body,
    headers: { host, ...headers },
  };
}
