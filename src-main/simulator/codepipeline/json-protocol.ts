import { authenticate } from '../auth/authenticate.ts';
import type { AuthRealm, Identity } from '../auth/authenticate.ts';
import { AuthRefusal } from '../auth/auth-problem.ts';
import { callerOf } from '../auth/caller.ts';
import { jsonRefusal } from '../auth/json-refusal.ts';
import { claimedScope } from '../auth/signature.ts';
import type { Entropy } from '../world/entropy.ts';
import { ServiceError } from '../world/service-error.ts';
import type { World } from '../world/world.ts';
import { header } from '../wire.ts';
import type { WireReply, WireRequest } from '../wire.ts';
import { parseJsonBody } from './json-body.ts';
import type { Caller } from './operation.ts';
import { operations } from './operations.ts';

const targetPrefix = 'CodePipeline_20150709.';
const contentType = 'application/x-amz-json-1.1';

/** What the protocol works on: the world, brought up to `now`, and what signatures are judged by. */
export interface JsonState {
  readonly world: World;
  readonly now: number;
  readonly entropy: Entropy;
  readonly realm: AuthRealm;
}

/** Whether a request is meant for CodePipeline rather than for S3: by its target, its body or its signature. */
export function isJsonRequest(request: WireRequest): boolean {
  return (
    header(request, 'x-amz-target') !== undefined ||
    /^application\/x-amz-json/i.test(header(request, 'content-type') ?? '') ||
    claimedScope(request)?.service === 'codepipeline'
  );
}

/** The operation a request asks for by its `x-amz-target`; null where the target is not CodePipeline's. */
export function operationName(request: WireRequest): string | null {
  const target = header(request, 'x-amz-target') ?? '';
  return target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : null;
}

/**
 * Answers one AWS JSON 1.1 request. Every refusal is an answer; what is thrown is a bug of the simulator. As at
 * AWS the body is read before the signature is looked at, and the path does not matter.
 */
export function answerJson(request: WireRequest, state: JsonState): WireReply {
  const { entropy } = state;
  const given = (header(request, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (request.method !== 'POST' || given !== contentType) {
    // The front end answers this one itself, before it knows the protocol.
    const headers = { 'content-type': 'application/xml', 'x-amzn-requestid': entropy.uuid() };
    return { status: 404, headers, body: '<UnknownOperationException/>\n' };
  }
  try {
    const operation = operations.get(operationName(request) ?? '');
    if (!operation) return reply(400, { __type: 'UnknownOperationException' }, entropy);
    const input = parseJsonBody(request.body);
    const identity = authenticate(request, 'codepipeline', state.realm);
    const { world, now, realm } = state;
    const caller = callerOf(identity, world.accountId);
    refuseJobCredentials(identity, caller, operation.name);
    const { region } = identity;
    const { sealingKey } = realm;
    const call = { world, now, entropy, region, worker: workerName(request), caller, sealingKey };
    return reply(200, operation.run(call, input), entropy);
  } catch (error) {
    const refusal = error instanceof AuthRefusal ? jsonRefusal(error.problem) : error;
    if (refusal instanceof ServiceError) return errorReply(refusal.type, refusal.message, entropy);
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

/** Job credentials are made for artifacts: they open nothing of CodePipeline itself. */
function refuseJobCredentials({ jobScopes, region }: Identity, caller: Caller, operation: string): void {
  if (jobScopes === null) return;
  const action = `codepipeline:${operation}`;
  const resource = `arn:aws:codepipeline:${region}:${caller.accountId}:*`;
  const message = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} because no session policy allows the ${action} action`;
  throw new ServiceError('AccessDeniedException', message);
}

/** Everything that is the client's fault is 400 in this protocol, signatures and permissions included. */
function statusOf(type: string): number {
  if (type === 'RequestEntityTooLargeException') return 413;
  if (type.startsWith('ServiceUnavailable')) return 503;
  return type.startsWith('Internal') ? 500 : 400;
}

function reply(status: number, value: object, entropy: Entropy): WireReply {
  const headers = { 'content-type': contentType, 'x-amzn-requestid': entropy.uuid() };
  return { status, headers, body: JSON.stringify(value) };
}

/** The application id of an SDK's user agent, or the `x-worker-id` header of any other client. */
function workerName(request: WireRequest): string | null {
  const agent = `${header(request, 'x-amz-user-agent') ?? ''} ${header(request, 'user-agent') ?? ''}`;
  return header(request, 'x-worker-id') ?? /\bapp\/(\S+)/.exec(agent)?.[1] ?? null;
}
