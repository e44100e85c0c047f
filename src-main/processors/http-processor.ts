import type { ProcessorConfig } from '#shared/domain/environment.ts';
import type { Processor, WorkAnswer } from '../agent/ports.ts';
import { readBackendAnswer, readRefusal } from './backend-answer.ts';
import { startBody } from './start-body.ts';

type HttpConfig = Extract<ProcessorConfig, { kind: 'http' }>;

/** Answers larger than this are not read to their end. */
const MAX_ANSWER_BYTES = 256 * 1024;

const NO_CANCEL_URL = 'This backend has no cancelUrl.';

/** Statuses below 500 that speak of the moment, not of the work: they are tried again. */
export const TEMPORARY_REFUSALS: ReadonlySet<number> = new Set([408, 425, 429]);

/** The body as text. Throws where it is too large to be an answer. */
export async function readLimited(response: Response): Promise<string> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new Error(`more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Why a fetch failed: its own message is only "fetch failed", the cause says why. */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  if (thrown.name === 'TimeoutError') return 'no answer in time';
  const cause = thrown.cause;
  if (cause instanceof Error)
    return (
      ('code' in cause && typeof cause.code === 'string' ? cause.code : '') || cause.message || thrown.message
    );
  return thrown.message;
}

/**
 * The vendor's backend over HTTP. Redirects are not followed: the body may hold secrets that another host must not see.
 * `callTimeoutMs` bounds each call.
 */
export function createHttpProcessor(config: HttpConfig, callTimeoutMs: number): Processor {
  const urlOf = (template: string, externalExecutionId: string): string =>
    template.replaceAll('{ExternalExecutionId}', encodeURIComponent(externalExecutionId));

  async function ask(what: string, url: string, init: RequestInit, signal: AbortSignal): Promise<WorkAnswer> {
    try {
      const response = await fetch(url, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(callTimeoutMs)]),
      });
      const body = await readLimited(response);
      const httpStatus = response.status;
      const alreadyStarted = what === 'start' && httpStatus === 409;
      if ((httpStatus >= 200 && httpStatus < 300) || alreadyStarted) {
        const read = readBackendAnswer(body);
        return 'state' in read
          ? { kind: 'state', state: read.state, httpStatus }
          : { kind: 'unavailable', message: read.problem, httpStatus };
      }
      if (httpStatus >= 400 && httpStatus < 500 && !TEMPORARY_REFUSALS.has(httpStatus)) {
        return { kind: 'rejected', message: readRefusal(body, httpStatus), httpStatus };
      }
      return { kind: 'unavailable', message: `The backend answered HTTP status ${httpStatus}.`, httpStatus };
    } catch (thrown) {
      return {
        kind: 'unavailable',
        message: `The backend cannot be reached: ${reasonOf(thrown)}.`,
        httpStatus: null,
      };
    }
  }

  return {
    kind: 'http',
    ...(config.cancelUrl ? {} : { whyNotCancel: NO_CANCEL_URL }),
    async start(request, idempotencyKey, signal) {
      const { passArtifactCredentials } = config;
      // A start that has been tried for a while must not hand on credentials that are about to end.
      const artifactCredentials =
        passArtifactCredentials && request.artifactCredentials
          ? await request.artifactAccess.credentials()
          : null;
      const body = startBody({ ...request, artifactCredentials }, { passArtifactCredentials });
      const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
      return ask('start', config.startUrl, { method: 'POST', headers, body }, signal);
    },
    status: (externalExecutionId, signal) =>
      ask('status', urlOf(config.statusUrl, externalExecutionId), { method: 'GET' }, signal),
    async cancel(externalExecutionId, signal) {
      if (!config.cancelUrl) return { kind: 'rejected', message: NO_CANCEL_URL, httpStatus: null };
      return ask('cancel', urlOf(config.cancelUrl, externalExecutionId), { method: 'POST' }, signal);
    },
  };
}
