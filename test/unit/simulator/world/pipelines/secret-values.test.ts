import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from 'vitest';
import { actionTypeKey } from '#main/simulator/world/action-types.ts';
import { maskedDeclaration, withKeptSecrets } from '#main/simulator/world/pipelines/secret-values.ts';
import { emptyWorld } from '#main/simulator/world/world.ts';
import { region } from './pipeline-world.ts';

const load = { category: 'Test', owner: 'Custom', provider: 'Load', version: '1' } as const;
const other = { ...load, provider: 'Other' } as const;

function aWorld() {
  const world = emptyWorld({ continueAfterMs: 0, redeliverAfterMs: 0, jobTimeoutMs: 1000 });
  for (const id of [load, { ...load, version: '2' }, other]) {
    const secretConfiguration = ['ApiKey', '__proto__'];
    world.actionTypes.set(actionTypeKey(id), {
      id,
      jobTimeoutSeconds: null,
      executionUrlTemplate: null,
      secretConfiguration,
    });
  }
  return world;
}

function declared(configuration: Record<string, string>, actionTypeId: typeof load | typeof other = load) {
  const stages = [{ name: 'Test', actions: [{ name: 'Run', actionTypeId, configuration }] }];
  return { name: 'release', roleArn: 'arn:aws:iam::111122223333:role/x', stages };
}

function configurationIn(declaration: PipelineDeclaration) {
  return declaration.stages?.[0]?.actions?.[0]?.configuration;
}

describe('secret configuration values', () => {
  it('are masked under any name, __proto__ too', () => {
    const given = Object.fromEntries([
      ['__proto__', 's-1'],
      ['ApiKey', 's-2'],
      ['TestPlan', 'peak'],
    ]);
    const shown = configurationIn(maskedDeclaration(aWorld(), region, declared(given)));
    expect(JSON.stringify(shown)).toBe('{"__proto__":"****","ApiKey":"****","TestPlan":"peak"}');
  });

  it('are kept where the mask comes back, and replaced by anything else', () => {
    const present = declared({ ApiKey: 's-1' });
    const kept = (ApiKey: string) =>
      configurationIn(withKeptSecrets(aWorld(), region, declared({ ApiKey }), present));
    expect([kept('****'), kept('s-2')]).toEqual([{ ApiKey: 's-1' }, { ApiKey: 's-2' }]);
  });

  it('are kept for a new version of the action type, and not handed to the workers of another', () => {
    const present = declared({ ApiKey: 's-1' });
    const keptBy = (id: object) =>
      configurationIn(
        withKeptSecrets(aWorld(), region, declared({ ApiKey: '****' }, id as typeof load), present),
      );
    expect(keptBy({ ...load, version: '2' })).toEqual({ ApiKey: 's-1' });
    expect(keptBy(other)).toEqual({ ApiKey: '****' });
  });
});
