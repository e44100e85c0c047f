import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadAgentConfig } from '#main/config/agent-config.ts';

function aFile(content: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'action-desk-config-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'agent.json');
  writeFileSync(file, content);
  return file;
}

const HTTP = {
  kind: 'http',
  startUrl: 'https://backend.example.com/runs',
  statusUrl: 'https://backend.example.com/runs/{ExternalExecutionId}',
};
const TYPE = {
  category: 'Test',
  owner: 'ThirdParty',
  provider: 'Northwind-LoadTest',
  version: '1',
  executionUrlTemplate: 'https://example.com/runs/{ExternalExecutionId}',
  processor: HTTP,
};
const GOOD = {
  environment: 'staging',
  regions: ['us-east-1', 'us-west-2'],
  actionTypes: [TYPE],
  vault: { keyFile: '/etc/action-desk/key' },
};

const load = (config: unknown) => loadAgentConfig(aFile(JSON.stringify(config)));
const withType = (change: object) => ({ ...GOOD, actionTypes: [{ ...TYPE, ...change }] });
const withProcessor = (change: object) => withType({ processor: { ...HTTP, ...change } });

it('fills in every default', () => {
  expect(load(GOOD)).toEqual({
    environment: 'staging',
    regions: ['us-east-1', 'us-west-2'],
    pollSeconds: 10,
    maxConcurrentRuns: 20,
    actionTypes: [
      {
        ...TYPE,
        jobTimeoutSeconds: 3600,
        secretConfigurationKeys: [],
        processor: { ...HTTP, passArtifactCredentials: false, backendGraceSeconds: 1800 },
      },
    ],
    keyFile: '/etc/action-desk/key',
    warnings: [],
  });
});

it('takes a byte order mark, and a key file beside the configuration', () => {
  const file = aFile(`\uFEFF${JSON.stringify({ ...GOOD, vault: { keyFile: 'secrets/key' } })}`);
  expect(loadAgentConfig(file).keyFile).toBe(join(file, '../secrets/key'));
});

it('takes loopback backends over http', () => {
  const local = { startUrl: 'http://127.0.0.1:9/r', statusUrl: 'http://localhost:9/r/{ExternalExecutionId}' };
  expect(load(withProcessor(local)).warnings).toEqual([]);
});

it('warns of time-outs that AWS does not allow and of regions that nobody knows', () => {
  const config = load({ ...withType({ jobTimeoutSeconds: 59 }), regions: ['us-east-1', 'eu-nowhere-7'] });
  expect(config.warnings).toEqual([
    'regions: eu-nowhere-7 is not a region that this version knows',
    'actionTypes[0].jobTimeoutSeconds: AWS allows 60 to 43,200 seconds for Test/ThirdParty/Northwind-LoadTest/1, not 59',
  ]);
  expect(load(withType({ jobTimeoutSeconds: 43_200 })).warnings).toEqual([]);
});

const BAD: [string, unknown, RegExp][] = [
  ['a list', [], /input: .*expected object/],
  ['an unknown field', { ...GOOD, polSeconds: 5 }, /polSeconds: unknown field/],
  ['no environment', { ...GOOD, environment: undefined }, /environment: missing, expected string/],
  [
    'an environment with a slash',
    { ...GOOD, environment: '../x' },
    /environment: expected 1 to 40 lower-case/,
  ],
  ['no regions', { ...GOOD, regions: [] }, /regions: expected at least one region/],
  [
    'a region that is none',
    { ...GOOD, regions: ['virginia'] },
    /regions\[0\]: expected an AWS region like us-east-1/,
  ],
  ['a region twice', { ...GOOD, regions: ['us-east-1', 'us-east-1'] }, /regions: expected each region once/],
  ['regions as text', { ...GOOD, regions: 'us-east-1' }, /regions: .*expected array/],
  ['polling too often', { ...GOOD, pollSeconds: 0.5 }, /pollSeconds: expected 1 or more/],
  ['polling as text', { ...GOOD, pollSeconds: '10' }, /pollSeconds: .*expected number/],
  ['half a run', { ...GOOD, maxConcurrentRuns: 1.5 }, /maxConcurrentRuns: .*expected int/],
  ['no run at all', { ...GOOD, maxConcurrentRuns: 0 }, /maxConcurrentRuns: /],
  ['no action types', { ...GOOD, actionTypes: [] }, /actionTypes: expected at least one action type/],
  [
    'an action type twice',
    { ...GOOD, actionTypes: [TYPE, TYPE] },
    /actionTypes: expected each action type once/,
  ],
  [
    'a category that is none',
    withType({ category: 'Tests' }),
    /actionTypes\[0\]\.category: .*expected one of/,
  ],
  ['owner AWS', withType({ owner: 'AWS' }), /actionTypes\[0\]\.owner: .*expected one of/],
  [
    'a provider with blanks',
    withType({ provider: 'Load Test' }),
    /actionTypes\[0\]\.provider: expected letters/,
  ],
  ['a long version', withType({ version: '1234567890' }), /actionTypes\[0\]\.version: /],
  ['a negative time-out', withType({ jobTimeoutSeconds: -1 }), /actionTypes\[0\]\.jobTimeoutSeconds: /],
  ['an unknown field in a type', withType({ processors: [] }), /actionTypes\[0\]\.processors: unknown field/],
  [
    'an execution URL over http',
    withType({ executionUrlTemplate: 'http://e.com/' }),
    /executionUrlTemplate: expected an https URL/,
  ],
  [
    'an unknown placeholder',
    withType({ executionUrlTemplate: 'https://e.com/{RunId}' }),
    /executionUrlTemplate: expected no placeholders but/,
  ],
  ['no processor', withType({ processor: undefined }), /actionTypes\[0\]\.processor: missing/],
  ['an unknown processor', withType({ processor: { kind: 'ftp' } }), /actionTypes\[0\]\.processor\.kind: /],
  [
    'a manual processor with a URL',
    withType({ processor: { kind: 'manual', startUrl: 'https://e.com' } }),
    /processor\.startUrl: unknown field/,
  ],
  [
    'a start URL over http',
    withProcessor({ startUrl: 'http://e.com/runs' }),
    /processor\.startUrl: expected an https URL/,
  ],
  [
    'a start URL with a placeholder',
    withProcessor({ startUrl: 'https://e.com/{ExternalExecutionId}' }),
    /processor\.startUrl: expected no placeholder/,
  ],
  [
    'a status URL without one',
    withProcessor({ statusUrl: 'https://e.com/runs' }),
    /processor\.statusUrl: expected the placeholder \{ExternalExecutionId\}/,
  ],
  [
    'a cancel URL with another',
    withProcessor({ cancelUrl: 'https://e.com/{Id}' }),
    /processor\.cancelUrl: expected no placeholder but/,
  ],
  [
    'a URL with a user',
    withProcessor({ startUrl: 'https://a:b@e.com/' }),
    /processor\.startUrl: expected an https URL/,
  ],
  [
    'yes for true',
    withProcessor({ passArtifactCredentials: 'yes' }),
    /passArtifactCredentials: .*expected boolean/,
  ],
  ['no vault', { ...GOOD, vault: undefined }, /vault: expected \{"keyFile"/],
  ['a vault without a key file', { ...GOOD, vault: {} }, /vault\.keyFile: expected the path of the key file/],
  [
    'an empty key file',
    { ...GOOD, vault: { keyFile: '  ' } },
    /vault\.keyFile: expected the path of the key file/,
  ],
  [
    'an unknown field in the vault',
    { ...GOOD, vault: { keyFile: 'k', pass: 'canary' } },
    /vault\.pass: unknown field/,
  ],
];

it.each(BAD)('refuses %s in one line that names file and field', (_what, config, expected) => {
  const file = aFile(JSON.stringify(config));
  let message = '';
  try {
    loadAgentConfig(file);
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'invalid-input', retryable: false });
    message = (thrown as Error).message;
  }
  expect(message).toMatch(expected);
  expect(message.startsWith(`${file}: `)).toBe(true);
  expect(message).not.toMatch(/\n|canary|undefined$/);
});

it.each([
  ['', 'the file is empty'],
  [' \n', 'the file is empty'],
  ['{"environment": "staging",', 'line 1, column 27'],
  ['{\n  "regions": ["us-east-1"', 'line 2, column 26'],
  ['{\n  "a": tru }', 'line 2, column 11'],
  ['{"a" 1}', 'line 1, column 6'],
  ['{\n "regions": ["x" "y"]\n}', 'line 2, column 18'],
  ['environment: staging', 'line 1, column 1'],
  ["{'a': 1}", 'line 1, column 2'],
  ['{"a": 1} {', 'line 1, column 10'],
])('names the place where %j is no JSON', (content, place) => {
  expect(() => loadAgentConfig(aFile(content))).toThrow(place);
});

it('says that a file is missing, or is a folder', () => {
  expect(() => loadAgentConfig('/nowhere/agent.json')).toThrow('/nowhere/agent.json: no such file');
  expect(() => loadAgentConfig(tmpdir())).toThrow('it is a folder, expected a file');
});
