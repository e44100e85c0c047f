import { expect, it } from 'vitest';
import { readClientFile } from '#main/client-files/client-file.ts';
import { parseCsv } from '#main/client-files/csv.ts';

const A = '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d';
const B = 'c15a94be-7f38-4e02-9b6d-2d80f7a3e5c3';
const both = [
  { clientId: A, label: 'Contoso; Retail', token: 'canary-1' },
  { clientId: B, label: 'Fabrikam "East"', token: 'canary-2' },
];

it.each([
  [
    'semicolons, a byte order mark, quotes and Windows line ends',
    `\uFEFFClient ID;Label;Client Token\r\n${A};"Contoso; Retail";canary-1\r\n${B};"Fabrikam ""East""";canary-2\r\n`,
  ],
  [
    'commas in another order',
    `token,clientId,label\ncanary-1,${A},Contoso; Retail\ncanary-2,${B},"Fabrikam ""East"""`,
  ],
  ['tabs', `client_id\tname\ttoken\n${A}\tContoso; Retail\tcanary-1\n\n${B}\tFabrikam "East"\tcanary-2\n`],
  ['no headings', `${A},Contoso; Retail,canary-1\n${B.toUpperCase()}, "Fabrikam ""East""" , canary-2 `],
  [
    'a JSON array',
    JSON.stringify([both[0], { client_id: B, customer: 'Fabrikam "East"', clientToken: 'canary-2' }]),
  ],
  ['a JSON object with clients', ` ${JSON.stringify({ clients: both })}\n`],
])('reads %s', (_what, text) => {
  expect(readClientFile(text)).toEqual({ good: both, bad: [] });
});

const request = encodeURIComponent(
  JSON.stringify({ data: { clientId: A, clientToken: 'canary-1' }, correlationId: 'x' }),
);
it.each([`https://vendor.example/connect?lang=en&request=${request}#top`, `request=${request}&x=1`, request])(
  'reads the request of the configuration page: %s',
  (text) => {
    expect(readClientFile(`${text}\n`, {}, 'Contoso')).toEqual({
      good: [{ clientId: A, label: 'Contoso', token: 'canary-1' }],
      bad: [],
    });
  },
);

it('takes the file’s own names for the fields', () => {
  const names = { clientId: 'Kunde', label: 'Firma', token: 'Geheim' };
  expect(readClientFile(`Geheim;Firma;Kunde\ncanary-1;Contoso; ${A}`, names).good).toEqual([
    { clientId: A, label: 'Contoso', token: 'canary-1' },
  ]);
});

it('says one sentence for each bad line, with line and field and without any value', () => {
  const text = [
    'clientId,label,token',
    'canary-id,Contoso,canary-1',
    `${A},"two\nlines",canary-1`,
    `${B},,canary-2`,
    `${B},Fabrikam`,
    `${A},Again,canary-3`,
    `${B},Long,${'x'.repeat(257)}`,
    `${B},"open,canary-4`,
  ].join('\n');
  const { good, bad } = readClientFile(text);
  expect(good.map(({ label }) => label)).toEqual(['two\nlines']);
  expect(bad).toEqual([
    expect.stringMatching(/^line 2: clientId: expected a UUID/),
    "line 5: label: expected the customer's name or another label",
    expect.stringMatching(/^line 6: token: expected the client token/),
    'line 7: clientId: the same as in line 3',
    'line 8: token: expected at most 256 characters',
    'line 9: a quote is not closed',
  ]);
  expect(bad.join()).not.toContain('canary');
});

it.each([
  [
    'no column for the token',
    'clientId,label\na,b',
    /^line 1: no column for the token: name it with --token-field$/,
  ],
  ['broken JSON', '{"clients": [canary', /^The file begins like JSON and is none\.$/],
  [
    'a request without a client',
    'request=%7B%22a%22%3A1%7D',
    /names no client id: name its field with --id-field/,
  ],
])('refuses a file with %s', (_what, text, expected) => {
  expect(() => readClientFile(text)).toThrow(expected);
});

it('keeps cells apart when lines end with a lone carriage return or within quotes', () => {
  expect([...parseCsv('a,b\r"1\r\n2",\n,')].map(({ cells, line }) => [line, ...cells])).toEqual([
    [1, 'a', 'b'],
    [2, '1\r\n2', ''],
    [4, '', ''],
  ]);
});
