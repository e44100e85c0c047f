import { enterS3 } from './auth/s3-entry.ts';
import type { AuthRealm } from './auth/authenticate.ts';
import { deletedKeys } from './auth/deleted-keys.ts';
import { isRegion } from './auth/regions.ts';
import { claimedScope } from './auth/signature.ts';
import { answerBackend, backendOperation } from './backend/routes.ts';
import { answerJson, errorReply, isJsonRequest, operationName } from './codepipeline/json-protocol.ts';
import { strike } from './faults.ts';
import type { Fault, Suffering } from './faults.ts';
import { bringUpToDate } from './hosting/bring-up-to-date.ts';
import { advanceFlow } from './run-orders.ts';
import { answerS3, s3ErrorReply, s3OperationName } from './s3/rest-protocol.ts';
import { S3Error } from './s3/s3-error.ts';
import { findBucket } from './s3/store.ts';
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
  const region = claimedScope(request)?.region ?? null;
  simulation.calls.set(service.operation, (simulation.calls.get(service.operation) ?? 0) + 1);
  const suffering = strike(simulation.faults, service.operation, region, simulation.random);
  return { ...service, region, suffering };
}

type Service = Pick<ServiceRequest, 'operation' | 'answer' | 'refuse'>;

function serviceFor(request: WireRequest, simulation: Simulation): Service {
  if (request.path.startsWith('/_backend/')) {
    return {
      operation: backendOperation(request),
      answer: () => answerBackend(request, simulation),
      refuse: (fault) => jsonReply(fault.status ?? 500, { message: messageOf(fault) }),
    };
  }
  return isJsonRequest(request) ? codePipeline(request, simulation) : s3(request, simulation);
}

function codePipeline(request: WireRequest, simulation: Simulation): Service {
  const { entropy, clock, world } = simulation;
  const operation = operationName(request);
  return {
    operation: operation ?? 'Unknown',
    answer: () => {
      const now = clock.now();
      bringUpToDate(simulation, now);
      if (operation?.startsWith('PollFor') && advanceFlow(simulation, now)) bringUpToDate(simulation, now);
      return answerJson(request, { world, now, entropy, realm: realmOf(simulation, now) });
    },
    refuse: (fault) => errorReply(fault.errorType, messageOf(fault), entropy, fault.status ?? undefined),
  };
}

function s3(request: WireRequest, simulation: Simulation): Service {
  const { entropy, clock, s3: store } = simulation;
  return {
    operation: `s3:${s3OperationName(request)}`,
    answer: () => {
      const now = clock.now();
      bringUpToDate(simulation, now);
      try {
        const { region } = enterS3(request, realmOf(simulation, now), {
          accountId: simulation.scenario.accountId,
          regionOf: (bucket) => findBucket(store, bucket)?.region ?? null,
          deletedKeys: () => deletedKeys(request),
        });
        return answerS3(request, { store, now, entropy, region });
      } catch (error) {
        if (error instanceof S3Error) return s3ErrorReply(request, error, entropy);
        throw error;
      }
    },
    refuse: (fault) => {
      const status =
        fault.status ?? { SlowDown: 503, InternalError: 500, AccessDenied: 403 }[fault.errorType] ?? 500;
      return s3ErrorReply(request, new S3Error(status, fault.errorType, messageOf(fault)), entropy);
    },
  };
}

function realmOf(simulation: Simulation, now: number): AuthRealm {
  const { knownKeys: known, guests, sealingKey, clock, scenario } = simulation;
  return {
    known,
    guests,
    sealingKey,
    now,
    wallNow: simulation.wallNow(),
    skippedSince: (wallTime) => clock.skippedSince(wallTime),
    isRegion: (name) => isRegion(name, scenario.regions),
  };
}

/** As AWS words it, where that is known. */
function messageOf(fault: Fault): string {
  if (fault.errorType === 'ThrottlingException') return 'Rate exceeded';
  return `This answer was asked for (${fault.errorType})`;
}
