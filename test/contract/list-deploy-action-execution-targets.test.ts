import { ListDeployActionExecutionTargetsCommand } from '@aws-sdk/client-codepipeline';
import { expect, it } from 'vitest';
import { withSimulator } from '../support/simulator.ts';
import { createRelease, stage, work } from './release-pipeline.ts';

it('ListDeployActionExecutionTargets gives no targets of a deployment to EC2, which is a stand-in', () =>
  withSimulator(async (simulator) => {
    const ship = work('Ship', {
      actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'EC2', version: '1' },
      configuration: {
        InstanceTagKey: 'role',
        InstanceTagValue: 'web',
        InstanceType: 'EC2',
        TargetDirectory: '/srv/web',
        PostScript: 'restart.sh',
      },
    });
    const release = await createRelease(simulator, [stage('Deploy', [ship])]);
    const [deployed] = await release.actionExecutions(release.firstId);
    for (const pipelineName of ['release', undefined]) {
      const actionExecutionId = deployed?.actionExecutionId;
      const command = new ListDeployActionExecutionTargetsCommand({ pipelineName, actionExecutionId });
      expect((await simulator.codePipeline().send(command)).targets).toEqual([]);
    }
  }));

it('ListDeployActionExecutionTargets refuses other actions, and executions that are not there', () =>
  withSimulator(async (simulator) => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    const [load] = await release.actionExecutions(release.firstId);
    for (const [actionExecutionId, name] of [
      [load?.actionExecutionId, 'ValidationException'],
      ['nothing', 'ActionExecutionNotFoundException'],
    ]) {
      const command = new ListDeployActionExecutionTargetsCommand({
        pipelineName: 'release',
        actionExecutionId,
      });
      await expect(simulator.codePipeline().send(command)).rejects.toMatchObject({ name });
    }
  }));
