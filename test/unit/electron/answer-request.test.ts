import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { answerRequest, type Handlers } from '#main/electron/answer-request.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { REQUEST_CHANNELS, type RequestChannel } from '#shared/ipc/channels.ts';
import { CONTRACT } from '#shared/ipc/contract.ts';
import { CHANNEL_SAMPLES } from './channel-samples.ts';

const FUZZED_INPUTS = 1000;

/** Handlers that answer the samples, or what `answers` says instead; `calls` collects what reached them. */
function aDesk(answers: Partial<Record<RequestChannel, () => Promise<unknown>>> = {}) {
  const calls: { channel: RequestChannel; request: unknown }[] = [];
  const log = vi.fn();
  const handlers = Object.fromEntries(
    REQUEST_CHANNELS.map((channel) => [
      channel,
      (request: unknown) => {
        calls.push({ channel, request });
        return answers[channel]?.() ?? Promise.resolve(CHANNEL_SAMPLES[channel].answer);
      },
    ]),
  ) as unknown as Handlers;
  return {
    calls,
    log,
    ask: (channel: unknown, payload: unknown) => answerRequest(handlers, log, channel, payload),
  };
}

describe.each(REQUEST_CHANNELS)('%s', (channel) => {
  const { good, bad, answer } = CHANNEL_SAMPLES[channel];

  it('answers a good request', async () => {
    const desk = aDesk();
    expect(await desk.ask(channel, good)).toEqual({ ok: true, value: answer });
    expect(desk.calls).toHaveLength(1);
  });

  it('refuses bad requests before its handler sees them', async () => {
    const desk = aDesk();
    for (const payload of bad) {
      const envelope = await desk.ask(channel, payload);
      expect(envelope).toMatchObject({ ok: false, error: { code: 'invalid-input', retryable: false } });
      expect(JSON.stringify([envelope, desk.log.mock.calls])).not.toContain('canary-7f3a');
    }
    expect(desk.calls).toEqual([]);
    expect(desk.log).toHaveBeenCalledTimes(bad.length);
  });

  it(`survives ${FUZZED_INPUTS} fuzzed requests`, async () => {
    const mutated =
      good === null
        ? fc.anything()
        : fc
            .dictionary(
              fc.constantFrom(...Object.keys(good), '__proto__', 'constructor', 'extra'),
              fc.anything(),
            )
            .map((changes) => ({ ...good, ...changes }));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.anything({ withBigInt: true, withDate: true, withMap: true }), mutated),
        async (payload) => {
          const desk = aDesk();
          const envelope = await desk.ask(channel, payload);
          if (envelope.ok) {
            expect(desk.calls).toHaveLength(1);
            expect(CONTRACT[channel].request.safeParse(desk.calls[0]?.request).success).toBe(true);
          } else {
            expect(envelope.error.code).toBe('invalid-input');
            expect(desk.calls).toEqual([]);
          }
        },
      ),
      { numRuns: FUZZED_INPUTS },
    );
  });

  it('does not let an answer through that is against the contract', async () => {
    const desk = aDesk({ [channel]: () => Promise.resolve({ token: 'canary-7f3a' }) });
    const envelope = await desk.ask(channel, good);
    expect(envelope).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify([envelope, desk.log.mock.calls])).not.toContain('canary-7f3a');
  });

  it('turns what a handler throws into an envelope', async () => {
    const thrown = new ActionDeskError('throttled', 'Too many calls.', { retryable: true });
    const desk = aDesk({ [channel]: () => Promise.reject(thrown) });
    expect(await desk.ask(channel, good)).toEqual({
      ok: false,
      error: { code: 'throttled', message: 'Too many calls.', retryable: true },
    });
  });
});

it.each([
  undefined,
  null,
  1,
  '',
  'runs',
  'runs.drop',
  '__proto__',
  'constructor',
  'toString',
  {},
  ['runs.list'],
])('refuses the channel %j', async (channel) => {
  const desk = aDesk();
  expect(await desk.ask(channel, null)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  expect(desk.calls).toEqual([]);
  expect(desk.log).toHaveBeenCalledOnce();
});

it('keeps the message of an unexpected error out of the window', async () => {
  const desk = aDesk({ 'runs.list': () => Promise.reject(new TypeError('x is not a function of /home/me')) });
  const envelope = await desk.ask('runs.list', {});
  expect(envelope).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(JSON.stringify(envelope)).not.toContain('/home/me');
  expect(JSON.stringify(desk.log.mock.calls)).toContain('x is not a function');
});

it('marks the token where an error repeats it, for the window and for the log', async () => {
  const desk = aDesk({
    'clients.add': () => Promise.reject(new ActionDeskError('aws-other', 'Bad token canary-7f3a given')),
  });
  const envelope = await desk.ask('clients.add', {
    ...CHANNEL_SAMPLES['clients.add'].good,
    token: ' canary-7f3a ',
  });
  expect(envelope).toMatchObject({ error: { message: 'Bad token [secret] given' } });
  expect(JSON.stringify(desk.log.mock.calls)).not.toContain('canary-7f3a');
});

it('hands the request over as the contract parsed it', async () => {
  const desk = aDesk();
  await desk.ask('clients.remove', { clientId: ' 3F2A1C4E-9B7D-4E21-8C55-0D6F1A2B3C4D ' });
  expect(desk.calls[0]?.request).toEqual({ clientId: '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d' });
});

it('cuts an answer to what the contract lists', async () => {
  const desk = aDesk({ 'app.openLink': () => Promise.resolve({ opened: true, secret: 'canary-7f3a' }) });
  expect(await desk.ask('app.openLink', { url: 'https://example.com/' })).toEqual({
    ok: true,
    value: { opened: true },
  });
});
