import {
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  OverrideStageConditionCommand,
} from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from 'vitest';
import { withSimulator } from '../support/simulator.ts';

describe('the pipelines of practice', () => {
  it('run in three modes, up to a review, load tests, an approval and a failed build', async () => {
    await withSimulator(
      async (simulator) => {
        const state = async (region: string, pipelineName: string) => {
          const { actionExecutionDetails = [] } = await simulator
            .codePipeline(region)
            .send(new ListActionExecutionsCommand({ pipelineName }));
          return actionExecutionDetails
            .map(({ actionName, status }) => `${actionName} ${status}`)
            .toReversed();
        };
        expect(await state('us-east-1', 'checkout-service-release')).toEqual([
          'Checkout Succeeded',
          'Compile Succeeded',
          'ReviewFindings InProgress',
          'Gate InProgress',
        ]);
        expect(await state('us-west-2', 'payments-api')).toEqual([
          'Bundle Succeeded',
          'Compile Succeeded',
          'LoadGate InProgress',
        ]);
        expect((await state('us-west-2', 'mobile-app-android')).at(-1)).toBe('BurstLoad InProgress');
        expect((await state('us-east-1', 'data-platform-nightly')).at(-1)).toBe('Package Failed');
        expect((await state('us-east-1', 'storefront-web')).at(-1)).toBe('Release InProgress');
      },
      { scenario: 'practice' },
    );
  });

  it('hold executions by a condition, a rollback, a disabled transition and approvals side by side', async () => {
    await withSimulator(
      async (simulator) => {
        const stages = async (region: string, pipelineName: string) => {
          const command = new GetPipelineStateCommand({ name: pipelineName });
          return (await simulator.codePipeline(region).send(command)).stageStates ?? [];
        };
        const history = async (region: string, pipelineName: string) => {
          const command = new ListPipelineExecutionsCommand({ pipelineName });
          const answer = await simulator.codePipeline(region).send(command);
          return (answer.pipelineExecutionSummaries ?? [])
            .map(({ executionType, status }) => `${executionType} ${status}`)
            .toReversed();
        };
        const [, , canary, production] = await stages('us-east-1', 'campaign-pages');
        expect(await history('us-east-1', 'campaign-pages')).toEqual([
          'STANDARD Failed',
          'STANDARD Failed',
          'ROLLBACK Succeeded',
        ]);
        expect(canary?.latestExecution).toMatchObject({ type: 'ROLLBACK', status: 'Succeeded' });
        expect(production?.beforeEntryConditionState?.latestExecution?.status).toBe('Failed');
        const { latestExecution: { pipelineExecutionId = '' } = {} } = production ?? {};
        await simulator.codePipeline().send(
          new OverrideStageConditionCommand({
            pipelineName: 'campaign-pages',
            stageName: 'Production',
            pipelineExecutionId,
            conditionType: 'BEFORE_ENTRY',
          }),
        );
        await simulator.advance(2);
        expect((await history('us-east-1', 'campaign-pages'))[0]).toBe('STANDARD Succeeded');

        expect(await history('us-west-2', 'search-indexer')).toEqual([
          'STANDARD Succeeded',
          'STANDARD Superseded',
          'STANDARD InProgress',
        ]);
        const [, , indexed] = await stages('us-west-2', 'search-indexer');
        expect(indexed?.inboundTransitionState).toMatchObject({
          enabled: false,
          disabledReason: expect.stringContaining('rebuilt') as string,
        });
        expect(indexed?.inboundExecution?.status).toBe('InProgress');

        const { actionExecutionDetails = [] } = await simulator
          .codePipeline('us-west-2')
          .send(new ListActionExecutionsCommand({ pipelineName: 'partner-portal' }));
        expect(
          actionExecutionDetails.filter(
            ({ actionName, status }) => actionName === 'Release' && status === 'InProgress',
          ),
        ).toHaveLength(3);
      },
      { scenario: 'practice' },
    );
  });
});
