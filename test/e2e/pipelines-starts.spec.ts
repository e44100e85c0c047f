import { GetPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { expect, test } from '@playwright/test';
import { build, checkout, createRelease, stage } from '../contract/release-pipeline.ts';
import { begin, close, pipelinesDesk, send, show } from './pipelines-desk.ts';

/* How executions are started: by hand, with variables and source revisions, and by a change of a source. */

const on = pipelinesDesk();
const commit = '7d1e0c4b6a5f4e3d2c1b0a99887766554433221f';

/** Two sources, a variable, and a build. */
async function openRelease(name: string) {
  await on.simulator.reset({ scenario: 'bare' });
  const settings = { RepositoryName: 'settings', BranchName: 'main', PollForSourceChanges: 'false' };
  const release = await createRelease(on.simulator, [], {
    name,
    variables: [{ name: 'Users', defaultValue: '250', description: 'At the peak' }],
    stages: [
      stage('Source', [
        checkout(),
        checkout({ name: 'Settings', configuration: settings, outputArtifacts: [{ name: 'Settings' }] }),
      ]),
      stage('Build', [build('Compile')]),
    ],
  });
  await on.simulator.advance(30);
  await show(on.page, name);
  return release;
}

test('a start takes the variables and the source revisions that were given, and no others', async () => {
  const { page, colleague } = on;
  const name = 'given-revision';
  const release = await openRelease(name);
  const predicted = await begin(page, 'start-execution', async (dialog) => {
    await dialog.getByRole('textbox', { name: 'Users' }).fill('900');
    await dialog.getByRole('button', { name: /Source revisions/ }).click();
    await dialog.getByRole('textbox', { name: 'Revision of Checkout' }).fill(commit);
  });
  expect(predicted).toContain('The new execution enters Source.');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('StartPipelineExecution');
  await expect(dialog).toContainText(commit);
  const told = await send(page, 'took-effect');
  await expect(told).toContainText('was started');
  await close(page);

  const [newest] = await release.executions();
  const pipelineExecutionId = newest?.pipelineExecutionId;
  const { pipelineExecution } = await colleague.send(
    new GetPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId }),
  );
  expect(pipelineExecution?.variables).toEqual([{ name: 'Users', resolvedValue: '900' }]);
  const revisionOf = (source: string): string | undefined =>
    newest?.sourceRevisions?.find(({ actionName }) => actionName === source)?.revisionId;
  expect(revisionOf('Checkout')).toBe(commit);
  expect(revisionOf('Settings')).toMatch(/^[0-9a-f]{40}$/);
  expect(revisionOf('Settings')).not.toBe(commit);

  await show(page, name, `/${pipelineExecutionId}`);
  const execution = page.getByTestId('execution');
  await expect(execution).toContainText('Variable Users');
  await expect(execution).toContainText('900');
  await expect(execution).toContainText(commit);
  await expect(execution).toContainText('StartPipelineExecution');
});

test('a change of one source starts an execution in which every source runs again', async () => {
  const { page, simulator } = on;
  const name = 'one-source-changed';
  const release = await openRelease(name);
  const before = (await release.executions()).length;
  const { body } = await simulator.control<{ pipelineExecutionId: string }>('POST', 'source-changes', {
    ...{ region: 'us-east-1', pipelineName: name, actionName: 'Checkout' },
    ...{ revisionId: commit, summary: 'A hotfix' },
  });
  await simulator.advance(1);
  expect(await release.executions()).toHaveLength(before + 1);
  const ran = (await release.actionExecutions(body.pipelineExecutionId))
    .filter(({ stageName }) => stageName === 'Source')
    .map(({ actionName, status }) => `${actionName} ${status}`)
    .sort();
  expect(ran).toEqual(['Checkout Succeeded', 'Settings Succeeded']);

  await show(page, name, `/${body.pipelineExecutionId}`);
  const sources = page.getByRole('table', { name: 'Action executions' });
  await expect(sources.getByRole('row', { name: /^Checkout/ })).toContainText('Succeeded');
  await expect(sources.getByRole('row', { name: /^Settings/ })).toContainText('Succeeded');
  const [newest] = await release.executions();
  await expect(page.getByTestId('execution')).toContainText(newest?.trigger?.triggerType ?? 'no trigger');
});
