import { expect, test } from '@playwright/test';
import { createRelease, stage, work } from '../contract/release-pipeline.ts';
import { actionTypes } from '../support/simulator.ts';
import { short, truthOf } from '../support/pipeline-truth.ts';
import { act, choose, pipelinesDesk, show } from './pipelines-desk.ts';

/* The two uploads of "How AWS CodePipeline executions work": what goes on after an abandon, and ends out of order. */

const on = pipelinesDesk({ processor: 'http', actionType: actionTypes.custom });

test('an abandoned upload goes on at the backend, a newer one is out of order with it, and its late end is refused', async () => {
  const { page, simulator } = on;
  const name = 'two-uploads';
  const upload = work('Upload', { configuration: { TestPlan: 'large', DurationSeconds: '600' } });
  const release = await createRelease(simulator, [stage('Deploy', [upload])], {
    name,
    executionMode: 'PARALLEL',
  });
  const truth = truthOf(on.colleague, name);
  const begun = async (): Promise<number> => (await simulator.ledger()).backend.length;
  // Somebody has to look: the source is read with the next call.
  await expect.poll(async () => (await truth.actions(release.firstId), begun())).toBe(1);
  // The second job of its run is in hand when it is abandoned: its report does not come through before.
  const jobs = async () => (await simulator.ledger()).jobs;
  await expect.poll(async () => (await jobs())[0]?.results.length).toBe(1);
  await simulator.fault({ operation: 'PutJobSuccessResult', kind: 'disconnect' });
  await simulator.advance(31);
  await expect.poll(async () => (await jobs())[1]?.acknowledgedAt ?? 0).toBeGreaterThan(0);
  await show(page, name, `?at=execution/${release.firstId}`);
  await expect(page.getByTestId(`parallel-${short(release.firstId)}`)).toContainText('Upload');
  const predicted = await act(page, 'offer-stop', choose('Stop and abandon'));
  expect(predicted).toContain('Upload in Deploy is abandoned; its provider goes on with the work.');
  expect(await truth.actions(release.firstId)).toContain('Deploy/Upload Abandoned');
  await simulator.control('DELETE', 'faults');
  await expect.poll(async () => (await jobs())[1]?.results.at(-1)?.accepted).toBe(false);
  const care = page.getByTestId('after-care');
  // The page looks every ten seconds, and whenever somebody comes to it.
  const comeAgain = async (): Promise<void> => {
    await page.getByTestId('nav-pipelines').click();
    await expect(care).toHaveCount(0);
    await show(page, name);
  };
  await comeAgain();
  await expect(care).toContainText('Abandoned work of ours goes on');
  await expect(care).toContainText('still running');
  await expect(care).not.toContainText('out of order');
  expect((await simulator.ledger()).backend).toMatchObject([{ status: 'running', cancelled: false }]);

  const second = await release.start();
  await expect.poll(async () => (await truth.actions(second), begun())).toBe(2);
  await comeAgain();
  await expect(care).toContainText('Newer work of the same action is under way or done');
  await expect(care).toContainText('out of order');

  await simulator.advance(601);
  await expect
    .poll(async () => (await simulator.ledger()).backend.map(({ status }) => status))
    .toEqual(['succeeded', 'succeeded']);
  const ask = `actionDesk.request('pipelines.afterCare', { pipeline: { region: 'us-east-1', name: '${name}' } })
    .then((answer) => (answer.ok ? answer.value.length : -1))`;
  await expect.poll(() => page.evaluate<number>(ask)).toBe(0);
  await comeAgain();
  await expect(page.getByTestId('parallel-rows')).toBeVisible();
  await expect(care).toHaveCount(0);
  const { chains } = await simulator.ledger();
  expect(chains.map(({ final }) => final).sort()).toEqual(['abandoned', 'succeeded']);
  expect(await truth.actions(release.firstId)).toContain('Deploy/Upload Abandoned');
});
