import { answerBackend, backendOperation } from './backend/routes.ts';
import { answerJson, errorReply, operationName, signedRegion } from './codepipeline/json-protocol.ts';
import { strike } from './faults.ts';
import type { Fault, Suffering } from './faults.ts';
import { advanceFlow } from './run-orders.ts';
import { answerS3, s3ErrorReply, s3OperationName } from './s3/rest-protocol.ts';
import { S3Error } from './s3/s3-error.ts';
import type { Simulation } from './simulation.ts';
import { jsonReply } from './wire.ts';
import type { WireReply, WireRequest } from './wire.ts';

/** A request to one of the three simulated services, recognised and counted. */
export interface ServiceRequest {
  /** `PollForJobs`, `s3:GetObject`, `backend:start`, …: the names faults and call counts go by. */
  readonly operation: string;
  readonly region: string | null;
  /** What the faults asked for do to this request. */
  readonly suffering: Suffering;
  /** Does the work. Called once, or not at all. */
  answer(): WireReply;
  /** The service's own form of a failure that a fault asks for. */
  refuse(fault: Fault): WireReply;
}

/** Recognises a request by target and path, counts it, and draws the faults that strike it. */
export function recognise(request: WireRequest, simulation: Simulation): ServiceRequest {
  const service = serviceFor(request, simulation);
  const region = signedRegion(request);
  simulation.calls.set(service.operation, (simulation.calls.get(service.operation) ?? 0) + 1);
  const suffering = strike(simulation.faults, service.operation, region, simulation.random);
  return { ...service, region, suffering };
}

function serviceFor(
  request: WireRequest,
  simulation: Simulation,
): Pick<ServiceRequest, 'operation' | 'answer' | 'refuse'> {
  const { entropy, clock, world, s3 } = simulation;
  const target = operationName(request);
  if (request.method === 'POST' && request.path === '/' && request.headers['x-amz-target'] !== undefined) {
    const answer = () => {
      const now = clock.now();
      if (target?.startsWith('PollFor')) advanceFlow(simulation, now);
      return answerJson(request, { world, now, entropy });
    };
    const refuse = (fault: Fault) =>
      errorReply(fault.errorType, messageOf(fault), entropy, fault.status ?? undefined);
    return { operation: target ?? 'Unknown', answer, refuse };
  }
  if (request.path.startsWith('/_backend/')) {
    const answer = () => answerBackend(request, simulation);
    const refuse = (fault: Fault) => jsonReply(fault.status ?? 500, { message: messageOf(fault) });
    return { operation: backendOperation(request), answer, refuse };
  }
  const region = signedRegion(request) ?? 'us-east-1';
  const answer = () => answerS3(request, { store: s3, now: clock.now(), entropy, region });
  const refuse = (fault: Fault) => {
    const status =
      fault.status ?? { SlowDown: 503, InternalError: 500, AccessDenied: 403 }[fault.errorType] ?? 500;
    return s3ErrorReply(request, new S3Error(status, fault.errorType, messageOf(fault)), entropy);
  };
  return { operation: `s3:${s3OperationName(request)}`, answer, refuse };
}

function messageOf(fault: Fault): string {
  return `${fault.errorType}: this answer was asked for`;
}
