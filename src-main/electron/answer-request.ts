import { ActionDeskError, toActionDeskError, type ErrorCode } from '#shared/domain/errors.ts';
import { SECRET_MARK } from '#shared/domain/secret.ts';
import { issueSentences } from '#shared/domain/validation.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import { CONTRACT, type ResponseOf } from '#shared/ipc/contract.ts';
import type { Envelope } from '#shared/ipc/envelope.ts';
import type { Log } from '#main/agent/ports.ts';
import type { z } from 'zod';

/** A request after the contract parsed it: trimmed, with defaults filled in. */
export type ParsedRequest<C extends RequestChannel> = z.output<(typeof CONTRACT)[C]['request']>;

/** One function a channel. They throw ActionDeskError; what they answer is cut to the contract. */
export type Handlers = {
  readonly [C in RequestChannel]: (request: ParsedRequest<C>) => Promise<ResponseOf<C>>;
};

const INTERNAL = 'Something went wrong inside Action Desk. The log file says more.';

const isChannel = (value: unknown): value is RequestChannel =>
  typeof value === 'string' && Object.hasOwn(CONTRACT, value);

/** Puts the secret mark where a text repeats a secret of the request. */
function withoutSecretsOf(payload: unknown, text: string): string {
  if (typeof payload !== 'object' || payload === null) return text;
  return Object.entries(payload).reduce((clean, [key, value]) => {
    if (!/token|secret|password|nonce/i.test(key) || typeof value !== 'string' || value.trim().length < 4) {
      return clean;
    }
    return clean.replaceAll(value.trim(), SECRET_MARK);
  }, text);
}

/**
 * Answers one request: known channel, request parsed, handler, answer parsed. Never throws; whatever goes wrong is an
 * envelope with a code. Messages name fields and expectations, not the input; an unexpected error keeps its message
 * for the log.
 */
export async function answerRequest(
  handlers: Handlers,
  log: Log,
  channel: unknown,
  payload: unknown,
): Promise<Envelope<unknown>> {
  if (!isChannel(channel)) return refuse(log, 'invalid-input', 'There is no such channel.');
  const { request, response } = CONTRACT[channel];
  const parsed = request.safeParse(payload);
  if (!parsed.success) {
    const sentence = issueSentences(parsed.error)[0] ?? 'The input is not valid.';
    return refuse(log, 'invalid-input', sentence, channel);
  }
  try {
    // The request was parsed by the schema of this very channel; the compiler cannot follow the pair.
    const handle = handlers[channel] as (request: unknown) => Promise<unknown>;
    const answer = response.safeParse(await handle(parsed.data));
    if (answer.success) return { ok: true, value: answer.data };
    log('error', 'answer against the contract', {
      channel,
      issues: issueSentences(answer.error).slice(0, 5),
    });
    return failure('internal', INTERNAL, false);
  } catch (thrown) {
    const error = toActionDeskError(thrown);
    const message = withoutSecretsOf(payload, error.message);
    log('warn', 'request failed', { channel, code: error.code, message });
    const known = thrown instanceof ActionDeskError;
    return failure(error.code, known ? message : INTERNAL, error.retryable);
  }
}

/** The envelope of a refusal, after it was logged. */
export function refuse(log: Log, code: ErrorCode, message: string, channel?: string): Envelope<never> {
  log('warn', 'request refused', { code, message, ...(channel ? { channel } : {}) });
  return failure(code, message, false);
}

const failure = (code: ErrorCode, message: string, retryable: boolean): Envelope<never> => ({
  ok: false,
  error: { code, message, retryable },
});
