import { homedir } from 'node:os';
import { expect, it } from 'vitest';
import { diagnosticsText } from '#main/electron/diagnostics.ts';
import { environmentSchema } from '#shared/domain/environment.ts';
import { aRuntime } from './a-runtime.ts';

const definition = environmentSchema.parse({
  name: 'staging',
  credentials: { kind: 'profile', profile: 'canary-profile' },
  endpoints: { codepipeline: 'https://canary.example.com' },
  regions: ['us-east-1'],
  protection: 'protected',
  actionTypes: [
    {
      category: 'Test',
      owner: 'Custom',
      provider: 'canary-provider',
      version: '1',
      processor: {
        kind: 'http',
        startUrl: 'https://canary.example.com/?key=canary',
        statusUrl: 'https://canary.example.com/{ExternalExecutionId}',
      },
    },
  ],
});
const facts = {
  at: 0,
  versions: [{ name: 'Action Desk', version: '1.2.3' }],
  system: 'linux x64',
  environments: [{ name: 'staging', builtIn: false, active: true, definition }],
};

it('tells what helps and nothing that is the vendor’s own', async () => {
  const { runtime } = aRuntime('staging');
  const text = await diagnosticsText({
    ...facts,
    startProblem: null,
    runtime: {
      ...runtime,
      listRuns: () =>
        Promise.resolve({
          rows: [],
          total: 3,
          countsByState: { working: 2, failed: 1 },
        }) as unknown as ReturnType<typeof runtime.listRuns>,
    },
  });
  expect(text).toContain('Action Desk 1.2.3');
  expect(text).toContain('* staging: credentials profile, protected, regions us-east-1');
  expect(text).toContain('1 action types (1 http), own CodePipeline endpoint');
  expect(text).toContain('Runs: 2 working, 1 failed');
  expect(text).not.toContain('canary');
});

it('tells why nothing could be started', async () => {
  const text = await diagnosticsText({ ...facts, startProblem: 'The ledger is damaged.', runtime: null });
  expect(text).toContain('Start problem: The ledger is damaged.');
});

it('hides what a start problem names: a profile, an address, an account, the home folder, a secret', async () => {
  const startProblem = `Profile canary-profile (210987654321): https://canary.example.com/?x is not reached, password=canary; see ${homedir()}/canary-free.`;
  const text = await diagnosticsText({ ...facts, startProblem, runtime: null });
  expect(text).toContain('Start problem: Profile [profile] ([account]): [address] is not reached');
  expect(text).toContain('see ~/');
  expect(text).not.toContain('210987654321');
  expect(text.replace('canary-free', '')).not.toContain('canary');
});
