import { expect, it } from 'vitest';
import { readPage, redirectOf } from '#main/client-files/page-contents.ts';
import { LIKELY_PAGE_NAMES as LIKELY } from '#shared/domain/configuration-page.ts';

const ID = '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d';
const request = {
  data: {
    clientId: ID.toUpperCase(),
    clientToken: 'canary-1',
    redirectUrl: 'https://console.aws.example/back?region=us-east-1',
    configuration: { TestName: 'checkout', ApiKey: 'canary-2' },
  },
  correlationId: 'once-only',
};
const query = `request=${encodeURIComponent(JSON.stringify(request))}`;

it.each([
  ['an address', `https://vendor.example/connect?lang=en&${query}#top`],
  ['a query', `?${query}`],
  ['the parameter alone', encodeURIComponent(JSON.stringify(request))],
  ['plain JSON', JSON.stringify(request, null, 2)],
])('reads %s', (_what, text) => {
  const page = readPage(text, LIKELY);
  expect(page).toMatchObject({
    clientId: ID,
    token: 'canary-1',
    correlation: { name: 'correlationId', value: 'once-only' },
    problem: null,
    configuration: [
      { key: 'TestName', value: 'checkout' },
      { key: 'ApiKey', value: '' },
    ],
  });
  expect(page.redirectUrl?.host).toBe('console.aws.example');
  expect(JSON.stringify([page.fields, page.configuration])).not.toContain('canary');
});

it('takes other names, and hides the token under them too', () => {
  const text = JSON.stringify({ kunde: ID, losung: 'canary-1', parameters: [{ key: 'a', value: 1 }] });
  const page = readPage(text, { ...LIKELY, clientId: 'kunde', token: 'losung' });
  expect([page.clientId, page.token, page.configuration]).toEqual([
    ID,
    'canary-1',
    [{ key: 'a', value: '1' }],
  ]);
  expect(JSON.stringify(page.fields)).not.toContain('canary');
  expect(readPage(text, LIKELY).problem).toMatch(/^No client id/);
});

it.each(['', 'hello', 'request=%7B', '[1]', `${ID},a,b`])('refuses %j', (text) => {
  expect(() => readPage(text, LIKELY)).toThrow(/There is no request in this text/);
});

it('leads back with the correlation id and the configuration, over https only', () => {
  const page = readPage(query, LIKELY);
  const url = redirectOf(page, LIKELY, [{ key: 'TestName', value: 'a&b' }]);
  expect([url.origin, ...url.searchParams]).toEqual([
    'https://console.aws.example',
    ['region', 'us-east-1'],
    ['correlationId', 'once-only'],
    ['configuration', '{"TestName":"a&b"}'],
  ]);
  const named = redirectOf(page, { ...LIKELY, configuration: 'props' }, []);
  expect(named.searchParams.get('props')).toBe('{}');
  expect(() => redirectOf({ ...page, redirectUrl: new URL('http://a.example') }, LIKELY, [])).toThrow(
    'not https',
  );
  expect(() => redirectOf({ ...page, redirectUrl: null }, LIKELY, [])).toThrow(/names no address/);
});
