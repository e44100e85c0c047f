import type { ErrorCode } from '#shared/domain/errors.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import { CONTRACT, type ActionDeskBridge, type RequestOf, type ResponseOf } from '#shared/ipc/contract.ts';

declare global {
  interface Window {
    /** Put there by the preload script; missing when the page is opened outside of the app. */
    actionDesk?: ActionDeskBridge;
  }
}

/** A refusal of the main process, or an answer that does not keep the contract (`internal`). */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: ErrorCode;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, retryable: boolean) {
    super(message);
    this.code = code;
    this.retryable = retryable;
  }
}

/** The preload's two functions, or an error that says what is wrong with this window. */
export function bridge(): ActionDeskBridge {
  if (!window.actionDesk) {
    throw new RequestError('internal', 'This page works inside the Action Desk window only.', false);
  }
  return window.actionDesk;
}

/** Asks the main process. Throws RequestError; the answer has been parsed with the contract's schema. */
export async function request<C extends RequestChannel>(
  channel: C,
  payload: RequestOf<C>,
): Promise<ResponseOf<C>> {
  const envelope = await bridge().request(channel, payload);
  if (!envelope.ok) {
    throw new RequestError(envelope.error.code, envelope.error.message, envelope.error.retryable);
  }
  const parsed = CONTRACT[channel].response.safeParse(envelope.value);
  if (!parsed.success) {
    throw new RequestError('internal', `The answer to ${channel} has an unexpected shape.`, false);
  }
  return parsed.data as ResponseOf<C>;
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
