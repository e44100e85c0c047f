import { expect, it } from 'vitest';
import { environmentChange } from '#main/config/environment-change.ts';
import { environmentSchema, type Environment } from '#shared/domain/environment.ts';

const aType = (provider: string, query = '') => ({
  category: 'Test',
  owner: 'ThirdParty',
  provider,
  version: '1',
  processor: {
    kind: 'http',
    startUrl: `https://backend.example.com/runs${query}`,
    statusUrl: `https://backend.example.com/runs/{ExternalExecutionId}${query}`,
  },
});
const anEnvironment = (change: Record<string, unknown> = {}): Environment =>
  environmentSchema.parse({
    name: 'staging',
    credentials: { kind: 'chain' },
    regions: ['us-east-1'],
    actionTypes: [aType('Northwind-LoadTest')],
    ...change,
  });

it('tells nothing where nothing differs', () => {
  expect(environmentChange(anEnvironment(), anEnvironment())).toBeNull();
});

it('names each setting that differs, as it was and as it is', () => {
  const after = anEnvironment({
    pollSeconds: 1,
    protection: 'protected',
    regions: ['us-east-1', 'eu-west-1'],
  });
  expect(environmentChange(anEnvironment(), after)).toEqual({
    before: 'protection: open\nregions: us-east-1\npollSeconds: 10',
    after: 'protection: protected\nregions: us-east-1, eu-west-1\npollSeconds: 1',
  });
});

it('tells an action type that came from one that stayed', () => {
  const before = anEnvironment();
  const after = anEnvironment({ actionTypes: [aType('Other'), aType('Northwind-LoadTest')] });
  const change = environmentChange(before, after);
  expect(change?.after).toContain('actionType.Test/ThirdParty/Other/1.processor.kind: http');
  expect(change?.after).not.toContain('Northwind-LoadTest');
});

it('keeps what may be secret in an address out of the audit', () => {
  const change = environmentChange(null, anEnvironment({ actionTypes: [aType('p', '?key=canary-7f3a')] }));
  expect(change?.before).toBeNull();
  expect(change?.after).toContain('https://backend.example.com/runs?…');
  expect(change?.after).not.toContain('canary-7f3a');
});
