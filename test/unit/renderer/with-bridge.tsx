import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactElement } from 'react';
import { preferencesSchema } from '#shared/domain/preferences.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { Envelope } from '#shared/ipc/envelope.ts';
import { ANSWER_DEFAULTS } from '#renderer/bridge/queries.ts';
import { Notices, NoticesProvider } from '#renderer/ui/notices.tsx';
import { anInfo } from './an-info.ts';

type Answer = (payload: unknown) => Envelope<unknown>;

/** What nearly every piece asks for beside its own. */
const USUAL: Partial<Record<RequestChannel, Answer>> = {
  'app.info': () => ({ ok: true, value: anInfo() }),
  'app.setUnsaved': () => ({ ok: true, value: null }),
  'clients.received': () => ({ ok: true, value: { request: null, receiver: null, port: 0 } }),
  'clients.stopReceiving': () => ({ ok: true, value: null }),
  'holds.list': () => ({ ok: true, value: [] }),
  'preferences.get': () => ({ ok: true, value: preferencesSchema.parse({}) }),
};

/** Renders a piece of the console over a bridge that answers with the given functions and records what was asked. */
export function renderWithBridge(
  piece: ReactElement,
  answers: Partial<Record<RequestChannel, Answer>>,
): RenderResult & { asked: { channel: RequestChannel; payload: unknown }[] } {
  const asked: { channel: RequestChannel; payload: unknown }[] = [];
  window.actionDesk = {
    request: (channel, payload) => {
      asked.push({ channel, payload });
      const answer = answers[channel] ?? USUAL[channel];
      if (!answer) throw new Error(`unexpected request ${channel}`);
      return Promise.resolve(answer(payload));
    },
    on: () => () => undefined,
  };
  const queries = new QueryClient({ defaultOptions: { queries: { ...ANSWER_DEFAULTS, retry: false } } });
  const rendered = render(
    <QueryClientProvider client={queries}>
      <NoticesProvider>
        <Notices />
        {piece}
      </NoticesProvider>
    </QueryClientProvider>,
  );
  return { ...rendered, asked };
}

/** A refusal as the main process sends it. */
export function refusal(message: string): Envelope<never> {
  return { ok: false, error: { code: 'aws-validation', message, retryable: false } };
}
