import {
  DisableStageTransitionCommand,
  PutApprovalResultCommand,
  RetryStageExecutionCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { expect, test } from '@playwright/test';
import { short } from '../support/pipeline-truth.ts';
import { begin, close, pipelinesDesk, send, show } from './pipelines-desk.ts';

/* What a colleague does while the dialog is open: nothing is done to what took its place, and the outcome says so. */

const on = pipelinesDesk();

const calls = async (operation: string): Promise<number> =>
  (await on.simulator.ledger()).calls[operation] ?? 0;

test('a stop that a colleague has made already is overtaken, and is not sent again', async () => {
  const { page, colleague } = on;
  const pipelineName = 'both-stop';
  const { first, truth } = await on.open(pipelineName);
  await show(page, pipelineName, '?at=stage/Build/');
  await begin(page, 'offer-stop');
  await colleague.send(
    new StopPipelineExecutionCommand({ pipelineName, pipelineExecutionId: first, abandon: true }),
  );
  const told = await send(page, 'overtaken');
  await expect(told).toContainText(`Execution ${short(first)} is Stopped by now`);
  expect(await calls('StopPipelineExecution')).toBe(1);
  expect(await truth.status(first)).toBe('Stopped');
  await close(page);
});

test('a transition that a colleague has disabled keeps the colleague’s reason', async () => {
  const { page, colleague } = on;
  const pipelineName = 'both-close';
  const { truth } = await on.open(pipelineName);
  await show(page, pipelineName, '?at=transition/Deploy');
  await begin(page, 'offer-disable-transition', (dialog) =>
    dialog.getByTestId('transition-reason').locator('input').fill('Mine'),
  );
  await colleague.send(
    new DisableStageTransitionCommand({
      ...{ pipelineName, stageName: 'Deploy', transitionType: 'Inbound', reason: 'Theirs' },
    }),
  );
  await send(page, 'overtaken');
  expect((await truth.stage('Deploy')).inboundTransitionState?.disabledReason).toBe('Theirs');
  await close(page);
  await expect(page.getByTestId('gate-Deploy')).toContainText('“Theirs”');
});

test('a retry is overtaken when another execution has entered the stage since', async () => {
  const { page, simulator } = on;
  const name = 'taken-stage';
  const pipeline = await on.open(name);
  const second = await pipeline.start();
  await pipeline.failNext('One');
  await simulator.advance(20);
  await simulator.advance(10);
  await show(page, name, '?at=stage/Build/');
  await expect(page.getByTestId('stage-Build')).toHaveAttribute('data-status', 'Failed');
  await begin(page, 'offer-retry');
  const third = await pipeline.start();
  const told = await send(page, 'overtaken');
  await expect(told).toContainText(
    `Execution ${short(third)} has entered Build: execution ${short(second)} can no longer go on there`,
  );
  expect(await calls('RetryStageExecution')).toBe(0);
  expect(await pipeline.truth.status(second)).toBe('Failed');
  await close(page);
});

test('an answer to an approval does not go to the next asking, whose token is another', async () => {
  const { page, simulator, colleague } = on;
  const pipelineName = 'stale-token';
  const { first, truth } = await on.open(pipelineName);
  await simulator.advance(20);
  await show(page, pipelineName, '?at=action/Gate/Approve/');
  await begin(page, 'offer-approval');
  const stageName = 'Gate';
  const tokenNow = async () => (await truth.stage(stageName)).actionStates?.[0]?.latestExecution?.token;
  const token = await tokenNow();
  await colleague.send(
    new PutApprovalResultCommand({
      ...{ pipelineName, stageName, actionName: 'Approve', token },
      result: { status: 'Rejected', summary: 'not today' },
    }),
  );
  await colleague.send(
    new RetryStageExecutionCommand({
      ...{ pipelineName, stageName, pipelineExecutionId: first, retryMode: 'FAILED_ACTIONS' },
    }),
  );
  expect(await tokenNow()).not.toBe(token);
  await send(page, 'overtaken');
  expect(await calls('PutApprovalResult')).toBe(1);
  expect(await truth.inStage(stageName)).toBe(`${short(first)} InProgress`);
  await close(page);
});

test('a token that another answer has used up between its reading and its sending is refused, and overtaken', async () => {
  const { page, simulator } = on;
  const name = 'late-token';
  const { first, truth } = await on.open(name);
  await simulator.advance(20);
  await show(page, name, '?at=action/Gate/Approve/');
  await begin(page, 'offer-approval');
  await simulator.fault({
    operation: 'PutApprovalResult',
    kind: 'error',
    errorType: 'InvalidApprovalTokenException',
    times: 1,
  });
  const told = await send(page, 'overtaken');
  await expect(told).toContainText('InvalidApprovalTokenException');
  expect(await truth.inStage('Gate')).toBe(`${short(first)} InProgress`);
  await close(page);
});
