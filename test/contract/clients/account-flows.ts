import { expect } from 'vitest';
import { actionTypes } from '#test/support/simulator.ts';
import { expectRefusal, must } from './flow.ts';
import type { Flow } from './flow.ts';
import { createVendorPipeline, workStage } from './vendor-pipeline.ts';

const nowhere = '00000000-0000-4000-8000-000000000000';

/** Pipelines as they are declared, and their webhooks. */
export const pipelineFlow: Flow = {
  sentence: 'changes a pipeline, lists pipelines page by page, and keeps webhooks',
  async run({ client }) {
    const release = await createVendorPipeline(client, [workStage('Test', 'Load')]);
    const names = ['alpha', 'beta', 'gamma'];
    for (const name of names) {
      await client.call('codepipeline', 'CreatePipeline', { pipeline: { ...release.declaration, name } });
    }
    const twice = client.call('codepipeline', 'CreatePipeline', { pipeline: release.declaration });
    await expectRefusal(twice, 'PipelineNameInUseException');
    const changed = { ...release.declaration, executionMode: 'QUEUED' as const };
    const { pipeline } = await client.call('codepipeline', 'UpdatePipeline', { pipeline: changed });
    expect(pipeline).toMatchObject({ executionMode: 'QUEUED', version: 2 });
    const first = await client.call('codepipeline', 'GetPipeline', { name: release.name, version: 1 });
    expect(first.pipeline?.executionMode).not.toBe('QUEUED');
    const query = { input: {}, pageSize: 1, member: 'pipelines' as const };
    const listed = await client.listAll('codepipeline', 'ListPipelines', query);
    expect(listed.map(({ name }) => name)).toEqual([...names, release.name]);

    const webhook = {
      name: 'on-push',
      targetPipeline: release.name,
      targetAction: 'Checkout',
      filters: [{ jsonPath: '$.ref', matchEquals: 'refs/heads/{BranchName}' }],
      authentication: 'GITHUB_HMAC' as const,
      authenticationConfiguration: { SecretToken: 'quiet' },
    };
    const put = await client.call('codepipeline', 'PutWebhook', {
      webhook,
      tags: [{ key: 'a', value: 'b' }],
    });
    expect(put.webhook?.url).toMatch(/^https:/);
    await client.call('codepipeline', 'PutWebhook', { webhook: { ...webhook, name: 'on-tag' } });
    const webhookName = 'on-push';
    await client.call('codepipeline', 'RegisterWebhookWithThirdParty', { webhookName });
    const webhooks = { input: {}, pageSize: 1, member: 'webhooks' as const };
    const kept = await client.listAll('codepipeline', 'ListWebhooks', webhooks);
    expect(kept.map(({ definition }) => definition?.name)).toEqual(['on-push', 'on-tag']);
    expect(JSON.stringify(kept)).not.toContain('quiet');
    await client.call('codepipeline', 'DeregisterWebhookWithThirdParty', { webhookName });
    await client.call('codepipeline', 'DeleteWebhook', { name: 'on-push' });
    expect(await client.listAll('codepipeline', 'ListWebhooks', webhooks)).toHaveLength(1);
  },
};

/** What a pipeline may be made of. */
export const typesFlow: Flow = {
  sentence: 'lists action and rule types, and changes a third-party action type',
  async run({ client }) {
    const actionOwnerFilter = 'Custom' as const;
    const custom = await client.call('codepipeline', 'ListActionTypes', { actionOwnerFilter });
    expect(custom.actionTypes?.map(({ id }) => id?.provider)).toEqual([
      'Northwind-LoadTest',
      'Northwind-Review',
    ]);
    const query = { input: {}, member: 'actionTypes' as const };
    const everything = await client.listAll('codepipeline', 'ListActionTypes', query);
    expect(everything.map(({ id }) => id?.provider)).toEqual(
      expect.arrayContaining(['CodeBuild', 'CodeDeploy', 'S3', 'Manual', 'Northwind-LoadTest']) as string[],
    );
    const { ruleTypes } = await client.call('codepipeline', 'ListRuleTypes', {});
    expect(ruleTypes?.map(({ id }) => id?.provider)).toEqual(
      expect.arrayContaining(['CloudWatchAlarm', 'DeploymentWindow', 'VariableCheck']) as string[],
    );
    const id = actionTypes.thirdParty;
    const { actionType } = await client.call('codepipeline', 'GetActionType', id);
    const next = { ...must(actionType, 'action type'), description: 'Puts shops under load' };
    await client.call('codepipeline', 'UpdateActionType', { actionType: next });
    const after = await client.call('codepipeline', 'GetActionType', id);
    expect(after.actionType).toEqual(next);
  },
};

/** Errors arrive as the errors that the client knows. */
export const refusalFlow: Flow = {
  sentence: 'is told of every refusal by its name',
  async run({ client }) {
    const name = 'nothing';
    const release = await createVendorPipeline(client, [workStage('Test', 'Load')]);
    const pipelineName = release.name;
    const arn = `arn:aws:codepipeline:us-east-1:111122223333:${name}`;
    await Promise.all([
      expectRefusal(client.call('codepipeline', 'GetPipelineState', { name }), 'PipelineNotFoundException'),
      expectRefusal(
        client.call('codepipeline', 'GetPipeline', { name: pipelineName, version: 9 }),
        'PipelineVersionNotFoundException',
      ),
      expectRefusal(
        client.call('codepipeline', 'ListPipelineExecutions', { pipelineName, nextToken: 'absurd' }),
        'InvalidNextTokenException',
      ),
      expectRefusal(
        client.call('codepipeline', 'GetPipelineExecution', { pipelineName, pipelineExecutionId: nowhere }),
        'PipelineExecutionNotFoundException',
      ),
      expectRefusal(
        client.call('codepipeline', 'EnableStageTransition', {
          pipelineName,
          stageName: name,
          transitionType: 'Inbound',
        }),
        'StageNotFoundException',
      ),
      expectRefusal(
        client.call('codepipeline', 'AcknowledgeJob', { jobId: nowhere, nonce: '1' }),
        'JobNotFoundException',
      ),
      expectRefusal(
        client.call('codepipeline', 'PollForJobs', { actionTypeId: actionTypes.thirdParty }),
        'ValidationException',
      ),
      expectRefusal(
        client.call('codepipeline', 'ListTagsForResource', { resourceArn: arn }),
        'ResourceNotFoundException',
      ),
      expectRefusal(
        client.call('codepipeline', 'RegisterWebhookWithThirdParty', { webhookName: name }),
        'WebhookNotFoundException',
      ),
      expectRefusal(
        client.call('codepipeline', 'ListDeployActionExecutionTargets', { actionExecutionId: nowhere }),
        'ActionExecutionNotFoundException',
      ),
    ]);
  },
};
