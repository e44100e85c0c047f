import { randomUUID } from 'node:crypto';
import type { ActionTypeId } from '#shared/domain/action-type.ts';
import type { BackendTry, BackendTryReport } from '#shared/domain/backend-try.ts';
import type { ProcessorConfig } from '#shared/domain/environment.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { cutTo } from '#shared/domain/limits.ts';
import { redacted } from '../platform/redact.ts';
import { readBackendAnswer, readRefusal } from './backend-answer.ts';
import { readLimited, reasonOf, TEMPORARY_REFUSALS } from './http-processor.ts';

type HttpConfig = Extract<ProcessorConfig, { kind: 'http' }>;
type Reading = Pick<BackendTryReport, 'verdict' | 'sentence' | 'externalExecutionId'>;

const LONGEST_SHOWN = 8_000;

/** What begins the run id of a try-out, so that a backend can tell it from a customer's run. */
const MARK = 'try-out-';

/** In whose name a try-out speaks. */
export interface TryOut {
  readonly actionTypeId: ActionTypeId;
  readonly region: string;
  readonly configuration: Readonly<Record<string, string>>;
}

/** The body of a start as the agent sends it, about no customer: no artifacts, no credentials. */
function tryOutBody({ actionTypeId, region, configuration }: TryOut, runId: string): string {
  return JSON.stringify({
    runId,
    attempt: 1,
    region,
    actionTypeId,
    configuration,
    pipelineContext: {
      pipelineName: 'try-out',
      stageName: 'try-out',
      actionName: 'try-out',
      pipelineArn: null,
      pipelineExecutionId: null,
      actionExecutionId: null,
    },
    inputArtifacts: [],
    outputArtifacts: [],
  });
}

function shown(body: string): string {
  try {
    return cutTo(LONGEST_SHOWN, JSON.stringify(redacted(JSON.parse(body)), null, 2));
  } catch {
    return cutTo(LONGEST_SHOWN, body);
  }
}

const good = (sentence: string, id: string | null): Reading => ({
  verdict: 'good',
  sentence,
  externalExecutionId: id,
});
const doubtful = (sentence: string): Reading => ({
  verdict: 'doubtful',
  sentence,
  externalExecutionId: null,
});
const bad = (sentence: string): Reading => ({ verdict: 'bad', sentence, externalExecutionId: null });

const AGAIN = 'Action Desk would try again and keep the job alive, until the backend grace has passed.';

/** What the agent would make of an answer. `madeUp` = the id was asked for as one that cannot be known. */
export function readTry(what: BackendTry, madeUp: boolean, httpStatus: number, body: string): Reading {
  const taken = (httpStatus >= 200 && httpStatus < 300) || (what === 'start' && httpStatus === 409);
  if (taken) {
    const read = readBackendAnswer(body);
    if ('problem' in read) return bad(`${read.problem} ${AGAIN}`);
    const { externalExecutionId: id, status, percentComplete, summary } = read.state;
    const progress = percentComplete === null ? '' : ` at ${percentComplete}%`;
    const words = `Understood: ${id} is ${status}${progress}${summary ? ` (“${summary}”)` : ''}.`;
    return madeUp
      ? { ...doubtful(`${words} The id was made up: a backend that knows it would hide a lost run.`) }
      : good(words, id);
  }
  if (httpStatus >= 300 && httpStatus < 400)
    return bad(`A redirect (HTTP ${httpStatus}) is not followed: the body may hold secrets. ${AGAIN}`);
  if (httpStatus >= 500 || TEMPORARY_REFUSALS.has(httpStatus))
    return bad(`The backend answered HTTP status ${httpStatus}. ${AGAIN}`);
  const words = readRefusal(body, httpStatus);
  if (httpStatus === 401 || httpStatus === 403)
    return bad(`The backend does not let this computer in: ${words}`);
  if (what === 'start')
    return bad(`A run would end in failure with ConfigurationError, and the customer would read: ${words}`);
  return madeUp
    ? good(`The backend was reached and does not know the made-up id, as it should: ${words}`, null)
    : bad(`The backend refused: ${words}`);
}

/**
 * Makes one call to the backend as the agent would and says what would be made of the answer. Only `start` begins work there.
 * `externalExecutionId` is the id to ask for; a made-up one unless given. Throws `invalid-input` for a cancel without a URL
 * or an id.
 */
export async function tryBackend(
  config: HttpConfig,
  about: TryOut,
  what: BackendTry,
  externalExecutionId: string | null,
  timeoutMs: number,
): Promise<BackendTryReport> {
  const runId = MARK + randomUUID();
  const template = { start: config.startUrl, status: config.statusUrl, cancel: config.cancelUrl }[what];
  if (template === undefined || (what === 'cancel' && externalExecutionId === null))
    throw new ActionDeskError('invalid-input', 'A cancel needs a cancel URL and the id of what was started.');
  const url = template.replaceAll('{ExternalExecutionId}', encodeURIComponent(externalExecutionId ?? runId));
  const body = what === 'start' ? tryOutBody(about, runId) : null;
  const headers: Record<string, string> =
    body === null ? {} : { 'content-type': 'application/json', 'idempotency-key': `${runId}-1` };
  const sent = { method: what === 'status' ? 'GET' : 'POST', headers, body };
  const request = { ...sent, url, body: body === null ? null : shown(body) };
  const from = performance.now();
  const ended = (): number => Math.round(performance.now() - from);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...sent, redirect: 'manual', signal });
    const text = await readLimited(response);
    const { status } = response;
    return {
      what,
      request,
      answer: { status, contentType: response.headers.get('content-type'), body: shown(text) },
      durationMs: ended(),
      ...readTry(what, what === 'status' && externalExecutionId === null, status, text),
    };
  } catch (thrown) {
    const reading = bad(`The backend cannot be reached: ${reasonOf(thrown)}. ${AGAIN}`);
    return { what, request, answer: null, durationMs: ended(), ...reading };
  }
}
