import type { Entropy } from '../world/entropy.ts';
import { settle } from '../world/jobs.ts';
import { ServiceError } from '../world/service-error.ts';
import type { World } from '../world/world.ts';
import { header } from '../wire.ts';
import type { WireReply, WireRequest } from '../wire.ts';
import { operations } from './operations.ts';

const targetPrefix = 'CodePipeline_20150709.';

/** The operation a request asks for by its `x-amz-target`; null where the target is not CodePipeline's. */
export function operationName(request: WireRequest): string | null {
  const target = header(request, 'x-amz-target') ?? '';
  return target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : null;
}

/** The region in the credential scope of a signed request; null without a readable signature. */
export function signedRegion(request: WireRequest): string | null {
  const authorization = header(request, 'authorization') ?? '';
  return /Credential=[^/\s]+\/\d{8}\/([a-z0-9-]+)\//.exec(authorization)?.[1] ?? null;
}

/** Answers one AWS JSON 1.1 request. Every refusal is an answer; what is thrown is a bug of the simulator. */
export function answerJson(
  request: WireRequest,
  state: { world: World; now: number; entropy: Entropy },
): WireReply {
  const { world, now, entropy } = state;
  try {
    const region = signedRegion(request);
    if (region === null) {
      throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
    }
    const operation = operations.get(operationName(request) ?? '');
    if (!operation) throw new ServiceError('UnknownOperationException', 'The operation is not known');
    settle(world, now, entropy);
    const call = { world, now, entropy, region, worker: workerName(request) };
    return reply(200, operation.run(call, parseBody(request.body)), entropy);
  } catch (error) {
    if (error instanceof ServiceError) return errorReply(error.type, error.message, entropy);
    throw error;
  }
}

/** A refusal in the protocol's form. `status` is derived from the type unless given. */
export function errorReply(
  type: string,
  message: string,
  entropy: Entropy,
  status = statusOf(type),
): WireReply {
  return reply(status, { __type: type, message }, entropy);
}

function statusOf(type: string): number {
  if (type === 'MissingAuthenticationTokenException' || type.startsWith('AccessDenied')) return 403;
  if (type.startsWith('ServiceUnavailable')) return 503;
  return /^Internal/.test(type) ? 500 : 400;
}

function reply(status: number, value: object, entropy: Entropy): WireReply {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': entropy.uuid() };
  return { status, headers, body: JSON.stringify(value) };
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not JSON');
  }
}

/** The application id of an SDK's user agent, or the `x-worker-id` header of any other client. */
function workerName(request: WireRequest): string | null {
  const agent = `${header(request, 'x-amz-user-agent') ?? ''} ${header(request, 'user-agent') ?? ''}`;
  return header(request, 'x-worker-id') ?? /\bapp\/(\S+)/.exec(agent)?.[1] ?? null;
}
