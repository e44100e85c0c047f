import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { aBuild, aPipeline, aSource, aStage, create, withStages } from './plain-pipeline.ts';

describe('CreatePipeline checks the declaration and', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const manual = { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' } as const;
  const commands = { category: 'Compute', owner: 'AWS', provider: 'Commands', version: '1' } as const;
  const v2 = { pipelineType: 'V2' } as const;
  const check = { category: 'Rule', provider: 'VariableCheck', version: '1' } as const;
  const rule = {
    name: 'IsMain',
    ruleTypeId: check,
    configuration: { Variable: '#{v.Branch}', Value: 'main', Operator: 'EQ' },
  };
  const entry = (result: 'FAIL' | 'SKIP' | 'ROLLBACK', change = {}) => ({
    beforeEntry: { conditions: [{ result, rules: [{ ...rule, ...change }] }] },
  });
  const store = { type: 'S3', location: 'checkout-artifacts' } as const;

  it.each<[string, PipelineDeclaration, string, string]>([
    [
      'one stage',
      withStages([]),
      'InvalidStructure',
      'Pipeline has 1 stage(s). There should be a minimum of 2',
    ],
    [
      '51 stages',
      withStages(Array.from({ length: 50 }, (_, n) => aStage({ name: `S${n}` }))),
      'InvalidStructure',
      'maximum of 50 stages',
    ],
    [
      'a first stage that builds',
      aPipeline({ stages: [aStage({ actions: [aBuild({ inputArtifacts: [] })] }), aStage({ name: 'B' })] }),
      'InvalidStructure',
      'Pipeline should start with a stage that only contains source actions',
    ],
    [
      'a source later on',
      withStages([aStage({ actions: [aBuild(), aSource({ outputArtifacts: [{ name: 'O' }] })] })]),
      'InvalidStructure',
      'Only the first stage of a pipeline can contain source actions',
    ],
    [
      'a stage name twice',
      withStages([aStage(), aStage()]),
      'InvalidStructure',
      'Stage names must be unique',
    ],
    [
      'a stage without actions',
      withStages([aStage({ actions: [] })]),
      'InvalidStageDeclaration',
      '0 actions',
    ],
    [
      'an action name twice',
      withStages([aStage({ actions: [aBuild(), aBuild()] })]),
      'InvalidStageDeclaration',
      'Action names must be unique within a stage. Build',
    ],
    [
      'a blocker',
      withStages([aStage({ blockers: [{ name: 'Night', type: 'Schedule' }] })]),
      'InvalidBlockerDeclaration',
      'reserved',
    ],
    [
      'no artifact store',
      aPipeline({ artifactStore: undefined }),
      'InvalidStructure',
      'artifactStore or artifactStores',
    ],
    [
      'both kinds of artifact store',
      aPipeline({ artifactStores: { 'us-east-1': store } }),
      'InvalidStructure',
      'cannot use both',
    ],
    [
      'an action in another region with one artifact store',
      withStages([aStage({ actions: [aBuild({ region: 'us-west-2' })] })]),
      'InvalidStructure',
      'must use artifactStores',
    ],
    [
      'an action in a region without an artifact store',
      withStages([aStage({ actions: [aBuild({ region: 'us-west-2' })] })], {
        artifactStore: undefined,
        artifactStores: { 'us-east-1': store },
      }),
      'InvalidStructure',
      'no artifact store for region us-west-2',
    ],
    [
      'a custom action in another region',
      withStages(
        [
          aStage({
            actions: [
              {
                name: 'Load',
                region: 'us-west-2',
                actionTypeId: {
                  category: 'Test',
                  owner: 'Custom',
                  provider: 'Northwind-LoadTest',
                  version: '1',
                },
              },
            ],
          }),
        ],
        { artifactStore: undefined, artifactStores: { 'us-east-1': store, 'us-west-2': store } },
      ),
      'InvalidActionDeclaration',
      'cannot be cross-region actions',
    ],
    [
      'an unknown action type',
      withStages([
        aStage({
          actions: [
            aBuild({
              actionTypeId: { category: 'Build', owner: 'Custom', provider: 'Nobody', version: '1' },
            }),
          ],
        }),
      ]),
      'InvalidActionDeclaration',
      "ActionType (Category: 'Build', Owner: 'Custom', Provider: 'Nobody', Version: '1') in action 'Build' is not available in region 'US_EAST_1'",
    ],
    [
      'too few input artifacts',
      withStages([aStage({ actions: [aBuild({ inputArtifacts: [] })] })]),
      'InvalidActionDeclaration',
      'Action Build declares 0 input artifacts which is less than the minimum count (1)',
    ],
    [
      'too many output artifacts',
      withStages([
        aStage({
          actions: [
            aBuild({
              name: 'Ask',
              actionTypeId: manual,
              inputArtifacts: [],
              configuration: {},
              outputArtifacts: [{ name: 'A' }],
            }),
          ],
        }),
      ]),
      'InvalidActionDeclaration',
      'Action Ask declares 1 output artifacts which is more than the maximum count (0)',
    ],
    [
      'a missing configuration',
      withStages([aStage({ actions: [aBuild({ configuration: {} })] })]),
      'InvalidActionDeclaration',
      "Action configuration for action 'Build' is missing required configuration 'ProjectName'",
    ],
    [
      'an unknown configuration',
      withStages([aStage({ actions: [aBuild({ configuration: { ProjectName: 'p', Nope: '1' } })] })]),
      'InvalidActionDeclaration',
      "contains unknown configuration 'Nope'",
    ],
    [
      'an input that nobody makes',
      withStages([aStage({ actions: [aBuild({ inputArtifacts: [{ name: 'Other' }] })] })]),
      'InvalidActionDeclaration',
      'Input Artifact Bundle Other in action Build is not declared as Output Artifact Bundle in any of the preceding actions',
    ],
    [
      'an input of the same run order',
      withStages([
        aStage({
          actions: [
            aBuild({ outputArtifacts: [{ name: 'Built' }] }),
            aBuild({ name: 'Pack', inputArtifacts: [{ name: 'Built' }] }),
          ],
        }),
      ]),
      'InvalidActionDeclaration',
      'Input Artifact Bundle Built in action Pack',
    ],
    [
      'an output name twice',
      withStages([aStage({ actions: [aBuild({ outputArtifacts: [{ name: 'SourceOutput' }] })] })]),
      'InvalidStructure',
      'Output Artifact Bundle name must be unique within the pipeline. SourceOutput',
    ],
    [
      'a namespace twice',
      withStages([
        aStage({ actions: [aBuild({ namespace: 'n' }), aBuild({ name: 'Other', namespace: 'n' })] }),
      ]),
      'InvalidActionDeclaration',
      'Namespaces must be unique',
    ],
    [
      'a time-out of a build',
      withStages([aStage({ actions: [aBuild({ timeoutInMinutes: 5 })] })]),
      'InvalidActionDeclaration',
      'timeoutInMinutes',
    ],
    [
      'commands without commands',
      withStages([aStage({ actions: [aBuild({ actionTypeId: commands, configuration: {} })] })], v2),
      'InvalidActionDeclaration',
      'Action Build must have a non-empty commands field',
    ],
    [
      'a V2 action in V1',
      withStages([
        aStage({ actions: [aBuild({ actionTypeId: commands, configuration: {}, commands: ['ls'] })] }),
      ]),
      'InvalidActionDeclaration',
      'can only be used with V2 pipelines',
    ],
    ['QUEUED in V1', aPipeline({ executionMode: 'QUEUED' }), 'InvalidStructure', 'V2 pipelines'],
    ['variables in V1', aPipeline({ variables: [{ name: 'a' }] }), 'InvalidStructure', 'V2 pipelines'],
    ['conditions in V1', withStages([aStage(entry('FAIL'))]), 'InvalidStageDeclaration', 'V2 pipelines'],
    [
      'a variable twice',
      aPipeline({ ...v2, variables: [{ name: 'a' }, { name: 'a' }] }),
      'InvalidStructure',
      'Variable names must be unique',
    ],
    [
      'a trigger of a source without a connection',
      aPipeline({
        ...v2,
        triggers: [
          { providerType: 'CodeStarSourceConnection', gitConfiguration: { sourceActionName: 'Source' } },
        ],
      }),
      'InvalidStructure',
      'CodeStarSourceConnection',
    ],
    [
      'an entry condition that rolls back',
      withStages([aStage(entry('ROLLBACK'))], v2),
      'InvalidStageDeclaration',
      'The result ROLLBACK is not valid for beforeEntry conditions',
    ],
    [
      'an unknown rule',
      withStages([aStage(entry('FAIL', { ruleTypeId: { ...check, provider: 'Nope' } }))], v2),
      'InvalidStageDeclaration',
      "RuleType (Provider: 'Nope', Version: '1') in rule 'IsMain' is not available",
    ],
    [
      'a rule without its configuration',
      withStages([aStage(entry('FAIL', { configuration: { Variable: 'x', Value: 'y' } }))], v2),
      'InvalidStageDeclaration',
      "missing required configuration 'Operator'",
    ],
    [
      'rolling back a PARALLEL pipeline',
      withStages([aStage({ onFailure: { result: 'ROLLBACK' } })], { ...v2, executionMode: 'PARALLEL' }),
      'InvalidStageDeclaration',
      'execution mode PARALLEL',
    ],
    [
      'rolling back the source stage',
      aPipeline({
        ...v2,
        stages: [{ name: 'Source', actions: [aSource()], onFailure: { result: 'ROLLBACK' } }, aStage()],
      }),
      'InvalidStageDeclaration',
      'because it is the source stage',
    ],
  ])('refuses %s', async (_what, declaration, name, message) => {
    await expect(create(simulator, declaration)).rejects.toMatchObject({
      name: `${name}Exception`,
      message: expect.stringContaining(message) as string,
    });
  });

  it('takes a V2 pipeline with regions, conditions, variables, triggers, compute and approval', async () => {
    const connection = {
      actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeStarSourceConnection', version: '1' },
      configuration: {
        ConnectionArn: 'arn:aws:codestar-connections:x',
        FullRepositoryId: 'c/c',
        BranchName: 'm',
      },
    } as const;
    const declaration = aPipeline({
      ...v2,
      executionMode: 'QUEUED',
      artifactStore: undefined,
      artifactStores: { 'us-east-1': store, 'us-west-2': store },
      variables: [{ name: 'Branch', defaultValue: 'main' }],
      triggers: [
        {
          providerType: 'CodeStarSourceConnection',
          gitConfiguration: { sourceActionName: 'Source', push: [{ branches: { includes: ['main'] } }] },
        },
      ],
      stages: [
        { name: 'Source', actions: [aSource({ ...connection, namespace: 'v' })] },
        aStage({
          ...entry('SKIP'),
          onFailure: { result: 'RETRY', retryConfiguration: { retryMode: 'ALL_ACTIONS' } },
          actions: [
            aBuild({ outputArtifacts: [{ name: 'Built' }], region: 'us-west-2' }),
            aBuild({
              name: 'Check',
              runOrder: 2,
              actionTypeId: commands,
              configuration: {},
              commands: ['npm test'],
              inputArtifacts: [{ name: 'Built' }],
              outputArtifacts: [{ name: 'Report', files: ['report/**'] }],
              outputVariables: ['Score'],
            }),
            { name: 'Ask', runOrder: 3, actionTypeId: manual, timeoutInMinutes: 60 },
          ],
        }),
      ],
    });
    const { pipeline } = await create(simulator, declaration);
    expect(pipeline).toMatchObject(JSON.parse(JSON.stringify(declaration)) as object);
  });
});
