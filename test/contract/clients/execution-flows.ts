import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import { expect } from 'vitest';
import { expectRefusal, must } from './flow.ts';
import type { Flow } from './flow.ts';
import { createVendorPipeline, workStage } from './vendor-pipeline.ts';

/** Nobody enters a stage while its transition is disabled. */
export const transitionFlow: Flow = {
  sentence: 'holds executions at a disabled transition, and lets the newest enter',
  async run({ client }) {
    const release = await createVendorPipeline(client, [
      workStage('Test', 'Load'),
      workStage('Deploy', 'Ship'),
    ]);
    const transition = {
      pipelineName: release.name,
      stageName: 'Deploy',
      transitionType: 'Inbound' as const,
    };
    const reason = 'Nothing goes live on a Friday';
    await client.call('codepipeline', 'DisableStageTransition', { ...transition, reason });
    await release.succeed();
    expect(await release.stage('Deploy')).toMatchObject({
      inboundExecution: { pipelineExecutionId: release.firstId, status: 'InProgress' },
      inboundTransitionState: { enabled: false, disabledReason: reason },
    });
    const newer = await release.start();
    await release.succeed();
    expect(await release.statusOf(release.firstId)).toBe('Superseded');
    await client.call('codepipeline', 'EnableStageTransition', transition);
    expect(await release.stage('Deploy')).toMatchObject({
      inboundTransitionState: { enabled: true },
      latestExecution: { pipelineExecutionId: newer, status: 'InProgress' },
    });
    await release.succeed();
    expect(await release.statusOf(newer)).toBe('Succeeded');
  },
};

/** Stop and wait, then stop and abandon, then on from where it was. */
export const stopFlow: Flow = {
  sentence: 'stops an execution and goes on with a retry of the stage',
  async run({ client }) {
    const release = await createVendorPipeline(client, [workStage('Test', 'Load')]);
    const address = { pipelineName: release.name, pipelineExecutionId: release.firstId };
    const job = await release.claim();
    await client.call('codepipeline', 'StopPipelineExecution', { ...address, reason: 'wait' });
    expect(await release.statusOf(release.firstId)).toBe('Stopping');
    const again = client.call('codepipeline', 'StopPipelineExecution', address);
    await expectRefusal(again, 'DuplicatedStopRequestException');
    await client.call('codepipeline', 'StopPipelineExecution', { ...address, abandon: true });
    expect(await release.statusOf(release.firstId)).toBe('Stopped');
    expect((await release.action('Test')).latestExecution?.status).toBe('Abandoned');
    const late = client.call('codepipeline', 'PutJobSuccessResult', { jobId: job.id });
    await expectRefusal(late, 'InvalidJobStateException');
    const over = client.call('codepipeline', 'StopPipelineExecution', address);
    await expectRefusal(over, 'PipelineExecutionNotStoppableException');

    const retryMode = 'ALL_ACTIONS' as const;
    const retry = await client.call('codepipeline', 'RetryStageExecution', {
      ...address,
      stageName: 'Test',
      retryMode,
    });
    expect(retry.pipelineExecutionId).toBe(release.firstId);
    await release.succeed();
    expect(await release.statusOf(release.firstId)).toBe('Succeeded');
  },
};

/** A failed stage is retried, and what went live with it is taken back. */
export const retryAndRollbackFlow: Flow = {
  sentence: 'retries a failed stage, and rolls it back to an earlier execution',
  async run({ client }) {
    const release = await createVendorPipeline(client, [workStage('Deploy', 'Ship')]);
    await release.succeed();
    const second = await release.start();
    await release.fail();
    expect((await release.action('Deploy')).latestExecution).toMatchObject({
      status: 'Failed',
      externalExecutionId: '153246',
      externalExecutionUrl: 'https://loadtest.northwind.example/runs/153246',
      errorDetails: { code: 'JobFailed', message: 'too slow' },
    });
    const stage = { pipelineName: release.name, stageName: 'Deploy' };
    const retryMode = 'FAILED_ACTIONS' as const;
    const retry = { ...stage, pipelineExecutionId: second, retryMode };
    await client.call('codepipeline', 'RetryStageExecution', retry);
    await expectRefusal(
      client.call('codepipeline', 'RetryStageExecution', retry),
      'StageNotRetryableException',
    );
    await release.fail();

    const target = { ...stage, targetPipelineExecutionId: release.firstId };
    const { pipelineExecutionId } = await client.call('codepipeline', 'RollbackStage', target);
    const stale = client.call('codepipeline', 'RetryStageExecution', retry);
    await expectRefusal(stale, 'NotLatestPipelineExecutionException');
    await release.succeed();
    const input = { pipelineName: release.name, pipelineExecutionId };
    const { pipelineExecution } = await client.call('codepipeline', 'GetPipelineExecution', input);
    expect(pipelineExecution).toMatchObject({
      status: 'Succeeded',
      executionType: 'ROLLBACK',
      rollbackMetadata: { rollbackTargetPipelineExecutionId: release.firstId },
    });
  },
};

/** Conditions in front of a stage and behind it, and a way past them. */
export const conditionFlow: Flow = {
  sentence: 'shows the rules of conditions, and overrides a success condition that is not met',
  async run({ client, simulator }) {
    const alarm = {
      name: 'Calm',
      ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'CloudWatchAlarm', version: '1' },
      configuration: { AlarmName: 'errors' },
    } as const;
    const check = {
      name: 'Gate',
      ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'VariableCheck', version: '1' },
      configuration: { Variable: '#{variables.Gate}', Value: 'open', Operator: 'EQ' },
    } as const;
    const stage = workStage('Deploy', 'Ship', {
      beforeEntry: { conditions: [{ result: 'FAIL', rules: [alarm] }] },
      onSuccess: { conditions: [{ result: 'FAIL', rules: [check] }] },
    });
    const variables = [{ name: 'Gate', defaultValue: 'shut' }];
    const release = await createVendorPipeline(client, [stage, workStage('Smoke', 'Try')], { variables });
    await simulator.advance(60);
    await release.succeed();
    expect(await release.statusOf(release.firstId)).toBe('Failed');
    expect((await release.stage('Deploy')).onSuccessConditionState?.latestExecution?.status).toBe('Failed');
    const query = {
      input: { pipelineName: release.name },
      pageSize: 1,
      member: 'ruleExecutionDetails' as const,
    };
    const rules = await client.listAll('codepipeline', 'ListRuleExecutions', query);
    expect(rules.map(({ ruleName, status }) => `${ruleName} ${status}`)).toEqual([
      'Gate Failed',
      'Calm Succeeded',
    ]);

    const address = { pipelineName: release.name, stageName: 'Deploy', pipelineExecutionId: release.firstId };
    const override = { ...address, conditionType: 'ON_SUCCESS' as const };
    await client.call('codepipeline', 'OverrideStageCondition', override);
    expect(await release.statusOf(release.firstId)).toBe('InProgress');
    expect((await release.stage('Deploy')).latestExecution?.status).toBe('Succeeded');
    const again = client.call('codepipeline', 'OverrideStageCondition', override);
    await expectRefusal(again, 'ConditionNotOverridableException');
    await release.succeed();
    expect(await release.statusOf(release.firstId)).toBe('Succeeded');
  },
};

/** A source that says what is new, and a deployment of AWS's own. */
export const revisionFlow: Flow = {
  sentence: 'starts an execution for a new revision, and looks at the targets of a deployment',
  async run({ client, simulator }) {
    const ship: ActionDeclaration = {
      name: 'Ship',
      actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'EC2', version: '1' },
      configuration: {
        InstanceTagKey: 'role',
        InstanceType: 'EC2',
        TargetDirectory: '/srv',
        PostScript: 'up.sh',
      },
      inputArtifacts: [{ name: 'SourceOutput' }],
    };
    const release = await createVendorPipeline(client, [{ name: 'Deploy', actions: [ship] }]);
    const actionRevision = { revisionId: 'r-1', revisionChangeId: 'c-1', created: new Date(simulator.now()) };
    const source = { pipelineName: release.name, stageName: 'Source', actionName: 'Checkout' };
    const put = { ...source, actionRevision };
    const { newRevision, pipelineExecutionId } = await client.call('codepipeline', 'PutActionRevision', put);
    expect(newRevision).toBe(true);
    await simulator.advance(60);
    expect(await release.statusOf(must(pipelineExecutionId, 'execution id'))).toBe('Succeeded');
    const { actionExecutionId } = (await release.action('Deploy')).latestExecution ?? {};
    const query = { input: { actionExecutionId }, pageSize: 10, member: 'targets' as const };
    expect(await client.listAll('codepipeline', 'ListDeployActionExecutionTargets', query)).toEqual([]);
  },
};
