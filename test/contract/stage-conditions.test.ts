import {
  ListRuleExecutionsCommand,
  OverrideStageConditionCommand,
  RetryStageExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import type { ConditionType, Result, RuleDeclaration } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { createRelease, stage, work } from './release-pipeline.ts';
import type { ReleasePipeline } from './release-pipeline.ts';

describe('conditions of a stage', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const rule = (provider: string, configuration: Record<string, string>): RuleDeclaration => ({
    name: provider,
    ruleTypeId: { category: 'Rule', owner: 'AWS', provider, version: '1' },
    configuration,
  });
  const alarm = rule('CloudWatchAlarm', { AlarmName: 'errors' });
  const check = (value: string) =>
    rule('VariableCheck', { Variable: '#{variables.Gate}', Value: value, Operator: 'EQ' });
  const gated = (when: 'beforeEntry' | 'onSuccess', rules: RuleDeclaration[], result: Result = 'FAIL') =>
    createRelease(
      simulator,
      [
        stage('Test', [work('Load')], { [when]: { conditions: [{ result, rules }] } }),
        stage('Deploy', [work('Ship')]),
      ],
      { variables: [{ name: 'Gate', defaultValue: 'open' }] },
    );
  const override = (release: ReleasePipeline, conditionType: ConditionType, id = release.firstId) =>
    simulator.codePipeline().send(
      new OverrideStageConditionCommand({
        pipelineName: 'release',
        stageName: 'Test',
        pipelineExecutionId: id,
        conditionType,
      }),
    );
  const runs = async () => {
    const command = new ListRuleExecutionsCommand({ pipelineName: 'release' });
    return (await simulator.codePipeline().send(command)).ruleExecutionDetails ?? [];
  };

  describe('GetPipelineState', () => {
    it('shows declared conditions that never ran, with their rules', async () => {
      const release = await gated('onSuccess', [alarm]);
      const { onSuccessConditionState, beforeEntryConditionState } = await release.stage('Test');
      expect(beforeEntryConditionState).toBeUndefined();
      expect(onSuccessConditionState).toEqual({
        conditionStates: [
          {
            ruleStates: [
              { ruleName: 'CloudWatchAlarm', entityUrl: expect.stringContaining('errors') as string },
            ],
          },
        ],
      });
    });

    it('shows an entry condition that runs, and that it was met', async () => {
      const release = await gated('beforeEntry', [alarm]);
      const began = new Date(simulator.now());
      const state = async () => (await release.stage('Test')).beforeEntryConditionState;
      expect(await state()).toMatchObject({
        latestExecution: { status: 'InProgress' },
        conditionStates: [
          {
            latestExecution: { status: 'InProgress', lastStatusChange: began },
            ruleStates: [{ latestExecution: { status: 'InProgress', lastStatusChange: began } }],
          },
        ],
      });
      await expect(release.claim('Load')).rejects.toThrow('a job of Load');
      await simulator.advance(10);
      expect(await state()).toMatchObject({
        latestExecution: { status: 'Succeeded' },
        conditionStates: [{ ruleStates: [{ latestExecution: { status: 'Succeeded' } }] }],
      });
      await release.claim('Load');
    });

    it('shows a condition that was not met, with the reason, and the stage that failed for it', async () => {
      const release = await gated('beforeEntry', [check('closed')]);
      const { beforeEntryConditionState, latestExecution } = await release.stage('Test');
      expect(latestExecution?.status).toBe('Failed');
      expect(beforeEntryConditionState?.latestExecution?.status).toBe('Failed');
      expect(beforeEntryConditionState?.conditionStates?.[0]?.ruleStates?.[0]?.latestExecution).toMatchObject(
        {
          status: 'Failed',
          errorDetails: { message: expect.stringContaining("'closed'") as string },
        },
      );
    });
  });

  it('skips the stage where an entry condition that is not met says so', async () => {
    const release = await gated('beforeEntry', [check('closed')], 'SKIP');
    expect((await release.stage('Test')).latestExecution?.status).toBe('Skipped');
    expect((await release.stage('Deploy')).latestExecution?.status).toBe('InProgress');
  });

  it('fails the stage where a success condition is not met', async () => {
    const release = await gated('onSuccess', [check('closed')]);
    await release.report('Load');
    expect((await release.stage('Test')).latestExecution?.status).toBe('Failed');
    expect(await release.statuses()).toEqual(['Failed']);
  });

  it('rolls the stage back to the last execution that succeeded in it', async () => {
    const release = await gated('onSuccess', [check('open')], 'ROLLBACK');
    await release.report('Load');
    const second = await release.start({ variables: [{ name: 'Gate', value: 'shut' }] });
    await release.report('Load', { executionId: second });
    const [rollback] = await release.executions();
    expect(rollback).toMatchObject({
      executionType: 'ROLLBACK',
      rollbackMetadata: { rollbackTargetPipelineExecutionId: release.firstId },
      trigger: { triggerType: 'AutomatedRollback', triggerDetail: second },
    });
  });

  describe('OverrideStageCondition', () => {
    it('lets an execution pass an entry condition that still runs', async () => {
      const release = await gated('beforeEntry', [alarm]);
      await release.stages();
      await override(release, 'BEFORE_ENTRY');
      expect((await release.stage('Test')).beforeEntryConditionState?.latestExecution).toMatchObject({
        status: 'Overridden',
      });
      await release.claim('Load');
    });

    it('lets a stage that failed for its success condition succeed', async () => {
      const release = await gated('onSuccess', [check('closed')]);
      await release.report('Load');
      await override(release, 'ON_SUCCESS');
      expect((await release.stage('Test')).latestExecution?.status).toBe('Succeeded');
      expect((await release.stage('Deploy')).latestExecution?.status).toBe('InProgress');
    });

    it('refuses where there is nothing to override', async () => {
      const release = await gated('beforeEntry', [check('open')]);
      await release.stages();
      for (const type of ['BEFORE_ENTRY', 'ON_SUCCESS'] as const) {
        await expect(override(release, type)).rejects.toMatchObject({
          name: 'ConditionNotOverridableException',
        });
      }
    });

    it('refuses an execution that is not the latest in the stage', async () => {
      const release = await gated('beforeEntry', [check('closed')]);
      await release.stages();
      await release.start();
      await release.stages();
      await expect(override(release, 'BEFORE_ENTRY')).rejects.toMatchObject({
        name: 'NotLatestPipelineExecutionException',
      });
    });
  });

  describe('ListRuleExecutions', () => {
    it('shows what a rule was asked and what it said', async () => {
      const release = await gated('beforeEntry', [alarm, check('closed')]);
      const startTime = new Date(simulator.now());
      await release.stages();
      await simulator.advance(10);
      const [checked, watched] = await runs();
      expect(checked).toEqual({
        pipelineExecutionId: release.firstId,
        ruleExecutionId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        pipelineVersion: 1,
        stageName: 'Test',
        ruleName: 'VariableCheck',
        startTime,
        lastUpdateTime: startTime,
        status: 'Failed',
        input: {
          ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'VariableCheck', version: '1' },
          configuration: { Variable: '#{variables.Gate}', Value: 'closed', Operator: 'EQ' },
          resolvedConfiguration: { Variable: 'open', Value: 'closed', Operator: 'EQ' },
          region: 'us-east-1',
          inputArtifacts: [],
        },
        output: {
          executionResult: {
            errorDetails: { code: expect.any(String) as string, message: expect.any(String) as string },
          },
        },
      });
      expect(watched).toMatchObject({
        ruleName: 'CloudWatchAlarm',
        status: 'Succeeded',
        lastUpdateTime: new Date(simulator.now()),
      });
    });

    it('has the rules of earlier attempts too, but not for Latest', async () => {
      const release = await gated('beforeEntry', [check('closed')]);
      await release.stages();
      await simulator.codePipeline().send(
        new RetryStageExecutionCommand({
          pipelineName: 'release',
          stageName: 'Test',
          pipelineExecutionId: release.firstId,
          retryMode: 'FAILED_ACTIONS',
        }),
      );
      expect(await runs()).toHaveLength(2);
      const latestInPipelineExecution = {
        pipelineExecutionId: release.firstId,
        startTimeRange: 'Latest',
      } as const;
      const latest = await simulator.codePipeline().send(
        new ListRuleExecutionsCommand({
          pipelineName: 'release',
          filter: { latestInPipelineExecution },
        }),
      );
      expect(latest.ruleExecutionDetails).toHaveLength(1);
    });

    it('refuses an execution the pipeline does not have', async () => {
      await gated('beforeEntry', [alarm]);
      const filter = { pipelineExecutionId: '00000000-0000-4000-8000-000000000000' };
      await expect(
        simulator.codePipeline().send(new ListRuleExecutionsCommand({ pipelineName: 'release', filter })),
      ).rejects.toMatchObject({ name: 'PipelineExecutionNotFoundException' });
    });
  });
});
