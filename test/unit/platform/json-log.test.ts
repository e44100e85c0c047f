import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createJsonLog } from '#main/platform/json-log.ts';
import { redacted } from '#main/platform/redact.ts';
import { looksSecret } from '#shared/domain/secret-names.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { Secret } from '#shared/domain/secret.ts';

const CANARY = 'canary-7f3';

function aLog() {
  const lines: string[] = [];
  const log = createJsonLog(
    (line) => lines.push(line),
    () => 0,
  );
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> };
}

it('writes one JSON object a line, with time, level and event first', () => {
  const { log, lines } = aLog();
  log('info', 'polled', { region: 'us-east-1', time: 'mine', text: 'two\nlines' });
  expect(lines).toEqual([
    '{"time":"1970-01-01T00:00:00.000Z","level":"info","event":"polled","region":"us-east-1","text":"two\\nlines"}',
  ]);
});

it.each([
  ['a Secret', { value: new Secret(CANARY) }],
  ['a client token', { clientToken: CANARY }],
  ['a password in a list', { list: [{ db: { passwd: CANARY } }] }],
  ['a map', { configuration: new Map([['ApiKey', CANARY]]) }],
  ['whole credentials', { artifactCredentials: { accessKeyId: CANARY } }],
  ['a nonce', { nonce: CANARY }],
  ['a header', { headers: { Authorization: CANARY } }],
  ['a set', { things: new Set([new Secret(CANARY)]) }],
  ['an error that carries one', { error: new Error('x', { cause: { secret: CANARY } }) }],
])('hides %s', (_what, fields) => {
  const { log, lines } = aLog();
  log('error', 'event', fields);
  expect(lines[0]).not.toContain(CANARY);
  expect(lines[0]).toContain('[secret]');
});

it('shows what only sounds secret', () => {
  const open = { continuationToken: '153245', tokenUsable: false, invalidTokenCount: 3, nextToken: null };
  expect(redacted(open)).toEqual(open);
});

it('shows an error with its code and cause', () => {
  const error = new ActionDeskError('throttled', 'slow down', { cause: new Error('inner') });
  expect(redacted({ error })).toMatchObject({
    error: { name: 'ActionDeskError', code: 'throttled', message: 'slow down', cause: { message: 'inner' } },
  });
});

it('survives cycles, depth, getters that throw, and length', () => {
  const cycle: Record<string, unknown> = { bytes: new Uint8Array(3), date: new Date(Number.NaN), big: 1n };
  cycle['self'] = cycle;
  Object.defineProperty(cycle, 'broken', { enumerable: true, get: () => JSON.parse('{') as unknown });
  const { log, lines, last } = aLog();
  log('info', 'broken', cycle);
  expect(last()).toMatchObject({ event: 'broken', fields: '[unreadable]' });
  const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => ({ inner }), 'end');
  expect(JSON.stringify(redacted(deep))).toContain('[too deep]');
  const ring: unknown[] = [];
  ring.push(ring);
  expect(redacted(ring)).toEqual(['[cycle]']);
  log('info', 'long', Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`k${n}`, 'x'.repeat(5000)])));
  expect(lines.at(-1)?.length).toBeLessThan(32_001);
  expect(last()).toMatchObject({ event: 'long', cut: true });
});

it('never throws and always writes one line of JSON', () => {
  const { log, lines } = aLog();
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.anything({ withMap: true, withBigInt: true, withDate: true })),
      (fields) => {
        log('debug', 'anything', fields);
        expect(lines.at(-1)).not.toContain('\n');
        expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ event: 'anything' });
      },
    ),
  );
});

it.each([
  ['ClientToken', true],
  ['db_password', true],
  ['passwd', true],
  ['x-api-key', true],
  ['APIKEY', true],
  ['awsCredentials', true],
  ['PrivateKey', true],
  ['client_secret', true],
  ['TestName', false],
  ['Key', false],
])('takes %s for secret: %s', (name, secret) => expect(looksSecret(name)).toBe(secret));
