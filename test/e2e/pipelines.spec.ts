import {
  CodePipelineClient,
  EnableStageTransitionCommand,
  GetPipelineStateCommand,
  PutApprovalResultCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { expect, test } from '@playwright/test';
import { CONDITION_PX } from '#renderer/features/pipelines/graph/geometry.ts';
import { practiceDesk } from './practice-desk.ts';

const practice = practiceDesk();
const region = 'us-east-1';
const web = 'storefront-web';
let colleague: CodePipelineClient;
const started: string[] = [];
const short = (executionId: string | undefined): string => (executionId ?? '').split('-')[0] ?? '';

test.describe.configure({ mode: 'serial' });
test.beforeAll(() => {
  colleague = new CodePipelineClient({
    region,
    endpoint: practice.simulator.endpoint,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test-secret' },
  });
});
test.afterAll(() => colleague.destroy());

const go = (hash: string) =>
  practice.desk.page.evaluate(`location.hash = ${JSON.stringify(`#${hash}`)}; null`);
const start = async (name: string, variables: { name: string; value: string }[] = []): Promise<string> => {
  const { pipelineExecutionId = '' } = await colleague.send(
    new StartPipelineExecutionCommand({ name, ...(variables.length > 0 ? { variables } : {}) }),
  );
  return pipelineExecutionId;
};

test('the list leads to the pipeline in which an approval waits, and says why it stands', async () => {
  const { page } = practice.desk;
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  const row = page.getByTestId('pipeline-rows').getByRole('row', { name: web });
  await expect(row.getByRole('img')).toHaveAccessibleName(/Staging: waits for approval/, { timeout: 60_000 });
  await row.click();
  await expect(page.getByTestId('waits')).toContainText('Release waits for a person');
  await expect(page.getByTestId('stage-Staging')).toHaveAttribute('data-locked', 'true');
});

test('who comes after waits in front of the locked stage, and the newest supersedes the one before', async () => {
  const { page } = practice.desk;
  started.push(await start(web));
  await expect(page.getByTestId(`inbound-${short(started[0])}`)).toBeVisible({ timeout: 60_000 });
  await page.getByTestId(`inbound-${short(started[0])}`).click();
  await expect(page.getByTestId('explain')).toContainText('because Release waits for an approval');
  await expect(page.getByTestId('explain')).toContainText('a more recent execution overtakes one that waits');

  started.push(await start(web));
  await expect(page.getByTestId(`inbound-${short(started[1])}`)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId(`inbound-${short(started[0])}`)).toHaveCount(0);
  await go(`/pipelines/${region}/${web}/${started[0] ?? ''}`);
  await expect(page.getByTestId('explain')).toContainText(
    `was overtaken while it waited between two stages: execution ${short(started[1])} was more recent`,
  );
  await go(`/pipelines/${region}/${web}?view=chart`);
  await expect(page.getByTestId('execution-chart')).toContainText('✕');
});

test('before a stop the transition is disabled as AWS advises, so that nobody enters', async () => {
  const { page } = practice.desk;
  await go(`/pipelines/${region}/${web}?at=stage/Staging/`);
  await page.getByTestId('offer-stop').click();
  await page.getByText('Stop and abandon', { exact: true }).click();
  const whatIf = page.getByTestId('what-if');
  await expect(whatIf).toContainText(`Execution ${short(started[1])} enters Staging.`);
  await page.getByTestId('advice-first').click();
  await expect(page.getByTestId('advice')).toHaveCount(0);
  await expect(whatIf).toHaveAttribute('data-fresh', 'true');
  await expect(whatIf).not.toContainText('enters Staging');
  await page.getByTestId('pipeline-act-submit').click();
  const outcome = page.getByTestId('pipeline-outcome');
  await expect(outcome).toHaveAttribute('data-outcome', 'took-effect');
  await expect(outcome).toContainText('As predicted');
  await expect(outcome).not.toContainText('Did not happen');
  await page.getByTestId('pipeline-act-close').click();
  await expect(page.getByTestId('gate-Staging')).toHaveAttribute('data-enabled', 'false');
  await page.getByTestId(`inbound-${short(started[1])}`).click();
  await expect(page.getByTestId('explain')).toContainText('the transition into it is disabled');
});

test('an approval that a colleague answers first ends as overtaken', async () => {
  const { page } = practice.desk;
  await colleague.send(
    new EnableStageTransitionCommand({
      pipelineName: web,
      stageName: 'Staging',
      transitionType: 'Inbound',
    }),
  );
  await go(`/pipelines/${region}/${web}?at=action/Staging/Release/`);
  await expect(page.getByTestId('stage-Staging')).toContainText(short(started[1]));
  await page.getByTestId('offer-approval').click();
  await expect(page.getByTestId('what-if')).toHaveAttribute('data-fresh', 'true');
  // The window is told late: it answers in the moment in which the colleague has answered.
  await page.getByTestId('pipeline-act-submit').waitFor();
  const { stageStates = [] } = await colleague.send(new GetPipelineStateCommand({ name: web }));
  const asked = stageStates
    .flatMap(({ actionStates = [] }) => actionStates)
    .find(({ actionName }) => actionName === 'Release');
  await colleague.send(
    new PutApprovalResultCommand({
      pipelineName: web,
      stageName: 'Staging',
      actionName: 'Release',
      token: asked?.latestExecution?.token,
      result: { status: 'Rejected', summary: 'not today' },
    }),
  );
  await page.getByTestId('pipeline-act-submit').click();
  await expect(page.getByTestId('pipeline-outcome')).toHaveAttribute('data-outcome', 'overtaken');
  await page.getByTestId('pipeline-act-close').click();
});

test('work that goes on after an abandon is shown, and can be cancelled', async () => {
  test.setTimeout(180_000);
  const { page } = practice.desk;
  const nightly = 'data-platform-nightly';
  const execution = await start(nightly, [{ name: 'DurationSeconds', value: '600' }]);
  await go(`/pipelines/${region}/${nightly}?at=stage/Soak/`);
  const soak = page.getByTestId('stage-Soak');
  await expect(soak).toContainText(short(execution), { timeout: 120_000 });
  await expect(soak.getByRole('link', { name: 'our run' })).toBeVisible({ timeout: 60_000 });
  await page.getByTestId('offer-stop').click();
  await page.getByText('Stop and abandon', { exact: true }).click();
  await page.getByTestId('pipeline-act-submit').click();
  await expect(page.getByTestId('pipeline-outcome')).toHaveAttribute('data-outcome', 'took-effect');
  await page.getByTestId('pipeline-act-close').click();
  const care = page.getByTestId('after-care');
  await expect(care).toContainText('Abandoned work of ours goes on', { timeout: 60_000 });
  await page.getByTestId('cancel-work').first().click();
  await page.getByTestId('cancel-work-submit').click();
  await expect(page.getByTestId('cancel-work-outcome')).toHaveAttribute('data-outcome', 'took-effect', {
    timeout: 30_000,
  });
});

test('a condition is as high as the sums of the graph have it, by which large pipelines are drawn', async () => {
  const { page } = practice.desk;
  await go(`/pipelines/${region}/campaign-pages`);
  const groupsIn = async (stage: string): Promise<number> => {
    const [whole, groups] = await Promise.all([
      page.getByTestId(`stage-${stage}`).boundingBox(),
      page.getByTestId(`stage-${stage}`).locator('.ad-pl-groups').boundingBox(),
    ]);
    return (groups?.y ?? 0) - (whole?.y ?? 0);
  };
  await expect(page.getByTestId('stage-Canary').locator('.ad-pl-condition').first()).toBeVisible();
  expect((await groupsIn('Canary')) - (await groupsIn('Build'))).toBe(CONDITION_PX);
});
