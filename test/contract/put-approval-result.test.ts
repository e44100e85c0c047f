import { PutApprovalResultCommand, RetryStageExecutionCommand } from '@aws-sdk/client-codepipeline';
import type { ApprovalStatus } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { approval, createRelease, stage, work } from './release-pipeline.ts';
import type { ReleasePipeline } from './release-pipeline.ts';

describe('PutApprovalResult', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const stages = [stage('Approve', [approval('Sign-off')]), stage('Deploy', [work('Ship')])];
  const token = async (release: ReleasePipeline) =>
    (await release.action('Approve', 'Sign-off')).latestExecution?.token ?? 'no token';
  const answer = async (token: string, status: ApprovalStatus = 'Approved', where: object = {}) => {
    const command = new PutApprovalResultCommand({
      pipelineName: 'release',
      stageName: 'Approve',
      actionName: 'Sign-off',
      token,
      result: { status, summary: 'looked at it' },
      ...where,
    });
    return (await simulator.codePipeline().send(command)).approvedAt;
  };

  it('lets the execution go on when it is approved, and shows by whom', async () => {
    const release = await createRelease(simulator, stages);
    const asked = await token(release);
    await simulator.advance(60);
    expect(await answer(asked)).toEqual(new Date(simulator.now()));
    expect((await release.action('Approve', 'Sign-off')).latestExecution).toMatchObject({
      status: 'Succeeded',
      summary: 'looked at it',
      lastUpdatedBy: expect.stringMatching(/^arn:aws:/) as string,
      lastStatusChange: new Date(simulator.now()),
    });
    expect((await release.stage('Deploy')).latestExecution?.status).toBe('InProgress');
  });

  it('fails the stage when it is rejected', async () => {
    const release = await createRelease(simulator, stages);
    await answer(await token(release), 'Rejected');
    expect(await release.statuses()).toEqual(['Failed']);
    expect((await release.action('Approve', 'Sign-off')).latestExecution?.status).toBe('Failed');
  });

  it('locks the stage until it is answered', async () => {
    const release = await createRelease(simulator, stages);
    await release.stages();
    const second = await release.start();
    expect((await release.stage('Approve')).inboundExecution?.pipelineExecutionId).toBe(second);
    await answer(await token(release));
    expect((await release.stage('Approve')).latestExecution?.pipelineExecutionId).toBe(second);
  });

  it('takes a time-out for a failure, after seven days', async () => {
    const release = await createRelease(simulator, stages);
    await release.stages();
    await simulator.advance(7 * 24 * 3600 - 1);
    expect(await release.statuses()).toEqual(['InProgress']);
    await simulator.advance(1);
    expect(await release.statuses()).toEqual(['Failed']);
  });

  it('takes the time-out of the action where it has one', async () => {
    const signOff = approval('Sign-off', { timeoutInMinutes: 30 });
    const release = await createRelease(simulator, [stage('Approve', [signOff])]);
    await release.stages();
    await simulator.advance(30 * 60);
    expect(await release.statuses()).toEqual(['Failed']);
  });

  it('refuses a second answer', async () => {
    const release = await createRelease(simulator, stages);
    const asked = await token(release);
    await answer(asked);
    await expect(answer(asked, 'Rejected')).rejects.toMatchObject({
      name: 'ApprovalAlreadyCompletedException',
    });
    expect((await release.action('Approve', 'Sign-off')).latestExecution?.status).toBe('Succeeded');
  });

  it('refuses the stale token of an asking that was retried, and a made-up one', async () => {
    const release = await createRelease(simulator, stages);
    const stale = await token(release);
    await answer(stale, 'Rejected');
    await simulator.codePipeline().send(
      new RetryStageExecutionCommand({
        pipelineName: 'release',
        stageName: 'Approve',
        pipelineExecutionId: release.firstId,
        retryMode: 'FAILED_ACTIONS',
      }),
    );
    expect(await token(release)).not.toBe(stale);
    await expect(answer(stale)).rejects.toMatchObject({
      name: expect.stringMatching(/^(InvalidApprovalToken|ApprovalAlreadyCompleted)Exception$/) as string,
    });
    await expect(answer('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      name: 'InvalidApprovalTokenException',
    });
    expect(await release.statuses()).toEqual(['InProgress']);
  });

  it('takes the token of the action history in PARALLEL mode, for the one execution it belongs to', async () => {
    const release = await createRelease(simulator, stages, { executionMode: 'PARALLEL' });
    const second = await release.start();
    const [asked] = await release.actionExecutions(release.firstId);
    await answer(asked?.output?.executionResult?.externalExecutionId ?? '');
    const last = async (id: string) => {
      const [newest] = await release.actionExecutions(id);
      return `${newest?.actionName} ${newest?.status}`;
    };
    expect(await last(release.firstId)).toBe('Ship InProgress');
    expect(await last(second)).toBe('Sign-off InProgress');
  });

  it('refuses stages and actions that are not there', async () => {
    const release = await createRelease(simulator, stages);
    const asked = await token(release);
    await expect(answer(asked, 'Approved', { stageName: 'Nowhere' })).rejects.toMatchObject({
      name: 'StageNotFoundException',
    });
    await expect(answer(asked, 'Approved', { actionName: 'Nothing' })).rejects.toMatchObject({
      name: 'ActionNotFoundException',
    });
  });
});
