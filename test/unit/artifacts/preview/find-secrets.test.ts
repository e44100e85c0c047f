import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findSecrets, MOST_SPANS, withoutSecrets } from '#main/artifacts/preview/find-secrets.ts';
import { namedSecrets } from '#main/artifacts/preview/named-secrets.ts';

const hidden = (text: string): string[] => findSecrets(text).map(({ from, to }) => text.slice(from, to));

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P';
const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----';
const access = `AKIA${'IOSFODNN7EXAMPLE'}`;
const github = `ghp_${'a1B2'.repeat(9)}`;

it.each<[string, string[]]>([
  [`id ${access}.`, [access]],
  [
    `export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`,
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  ],
  [`a ${pem} b`, [pem]],
  [pem.slice(0, 50), [pem.slice(0, 50)]],
  [`x ${jwt} y`, [jwt]],
  [`Authorization: Bearer ${jwt}`, [`Bearer ${jwt}`]],
  ['curl -H "authorization: Basic dXNlcjpwYXNzd29yZA=="', ['Basic dXNlcjpwYXNzd29yZA==']],
  ['token was bearer abcdef0123456789abcd', ['abcdef0123456789abcd']],
  [github, [github]],
  ['{"password":"hunter2","user":"joe"}', ['hunter2']],
  ['{"dbPassword" : "a\\"b" }', ['a\\"b']],
  ['db:\n  password: hunter2 # not this\n  user: joe', ['hunter2']],
  ["password: 'it is'", ['it is']],
  ['PASSWORD = hunter2\nUSER=joe', ['hunter2']],
  ['spring.datasource.password=hunter2', ['hunter2']],
  ['password: |\n  hunter2\nuser: joe', ['hunter2']],
  ['<password>hunter 2</password>', ['hunter 2']],
  ['<user name="joe" password="hunter2"/>', ['hunter2']],
  ['{"name":"DB_PASSWORD","value":"hunter2"},{"name":"A","value":"b"}', ['hunter2']],
  ['- name: API_TOKEN\n  value: 0123456789abcdef\n', ['0123456789abcdef']],
  ['postgres://joe:hunter2@db.example.com/x', ['hunter2']],
  ['Server=db;Password=hunter2;User=joe', ['hunter2']],
  ['AccountKey=abcdefgh0123456789==;EndpointSuffix=x', ['abcdefgh0123456789==']],
  ["const password = 'hunter2';", ['hunter2']],
  ["'api_key' => 'abcdef012345'", ['abcdef012345']],
  ['api-key := abcdef012345', ['abcdef012345']],
])('hides the secrets of %j', (text, secrets) => {
  expect(hidden(text)).toEqual(secrets);
});

it.each([
  'commit 3f786850e387550fdab836ed7e6dc881de23001b',
  '"integrity": "sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg=="',
  '{"runId": "0f8fad5b-d9cb-469f-a165-70867728950e"}',
  'sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '{"continuationToken":"abcdef0123456789","nextToken":"abcdef0123456789"}',
  '{"private": true, "tokens": 4096, "max_tokens": 100000}',
  'SecretArn: arn:aws:secretsmanager:us-east-1:111111111111:secret:x-AbCdEf',
  'password: ${DB_PASSWORD}',
  'password: "{{resolve:secretsmanager:x:SecretString:password}}"',
  'password: !Ref Password',
  'PASSWORD=$DB_PASSWORD',
  '<password>${db.password}</password>',
  'password: "****"',
  'secrets-manager:\n  DB: /prod/db',
  'MinimumPasswordLength: 14',
  'const token = getToken(request);',
  'tokenUrl: https://example.com/token',
  'https://example.com:8080/a@b',
  'see http://[::1]:80/ and git@github.com:owner/repo.git',
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
  'the bearer of good news; bearer authentication-handlers',
  'AKIAIOSFODNN7EXAMPLETOOLONG',
  'eyJhbGciOiJIUzI1NiJ9 alone',
  '"@aws-sdk/credential-provider-node": "^3.972.84"',
  'privateSubnets: subnet-0123456789abcdef0',
])('shows %j', (text) => {
  expect(hidden(text)).toEqual([]);
});

it('gives spans in order, apart and within any text, and never throws', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'password=',
      '"token":"',
      '://a:b@',
      'eyJ',
      '-----BEGIN PRIVATE KEY-----',
      '\n',
      '<secret>',
      access,
    ),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      let last = 0;
      for (const { from, to } of findSecrets(text)) {
        expect(from).toBeGreaterThanOrEqual(last);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(text.length);
        last = to;
      }
    }),
  );
});

const size = 1_000_000;
const filled = (unit: string): string => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);

it.each([
  '=',
  ':',
  '>',
  'a',
  'a=',
  'token=',
  'token:',
  'token="',
  'token=${',
  'token=true',
  'password=a(',
  '<token>',
  '"',
  "'",
  ' ',
  'name=',
  'name:password ',
  'name:secret value:',
  'eyJ',
  'eyJ-',
  'eyJaaaaaaaaaa.',
  '://',
  '://a:',
  '://a:b',
  '-----BEGIN ',
  'bearer ',
  '-----BEGIN PRIVATE KEY-----',
  'xoxb-',
  'ghp_',
  'token: |\n',
  'password:\\',
  `password:${' '.repeat(70)}`,
  '\n',
])('looks at each character a bounded number of times in a text of %j', (unit) => {
  const work = { looked: 0 };
  const text = filled(unit);
  namedSecrets(text, work);
  expect(work.looked).toBeLessThan(text.length * 100);
  findSecrets(text);
});

it('hides the rest of a text with too many secrets', () => {
  const text = 'password=hunter2\n'.repeat(MOST_SPANS + 10);
  const spans = findSecrets(text);
  expect(spans).toHaveLength(MOST_SPANS + 1);
  expect(spans.at(-1)?.to).toBe(text.length);
});

it('replaces secrets where nothing can be blurred', () => {
  expect(withoutSecrets('a password=hunter2 b')).toBe('a password=[secret] b');
  expect(withoutSecrets('nothing here')).toBe('nothing here');
});
