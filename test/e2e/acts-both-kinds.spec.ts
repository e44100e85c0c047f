import { expect, test } from '@playwright/test';
import { openActsDesk, type ActsDesk, type Provider } from './acts-desk.ts';
import { asAccepted, jobKinds, type OrderedRun } from './acts-truth.ts';

let acts: ActsDesk;
test.beforeAll(async () => {
  acts = await openActsDesk();
});
test.afterAll(() => acts.close());
test.afterEach(() => expect(acts.desk.violations).toEqual([]));

const button = (kind: string) => acts.desk.page.getByTestId(`act-${kind}`);

for (const kind of jobKinds) {
  const { protocol, typedName } = kind;

  /** A load test is between jobs when the agent's first report was accepted and the backend is at work. */
  const opened = async (provider: Provider, state: string): Promise<OrderedRun> => {
    const run = await acts.order(kind, provider);
    await acts.open(run);
    await acts.expectState(state);
    return run;
  };

  test.describe(`${protocol} jobs`, () => {
    let unheard: OrderedRun;

    test.beforeAll(async () => {
      // Its report is refused from now on, so that the agent's own tries are far apart when it is retried.
      await acts.simulator.fault({ operation: kind.success, kind: 'error', region: 'us-west-2' });
      unheard = await acts.order(kind, 'Northwind-LoadTest', 'us-west-2');
    });

    test('a job is acknowledged, reported on with a continuation token, and completed', async () => {
      const run = await opened('Northwind-Review', 'waiting-for-engineer');
      await expect(button('complete')).toHaveAccessibleDescription(/acknowledge it or take it over/);
      await expect(button('restart-work')).toHaveAccessibleDescription(/no backend work to restart/);
      await acts.act('acknowledge', {
        call: [kind.acknowledge, run.jobId, '"nonce": "[secret]"'],
        states: 'Waiting for engineer → With engineer',
      });
      const claimed = (await acts.truth(run)).jobs;
      expect(claimed).toMatchObject([
        { protocol, status: 'InProgress', acknowledgedAt: expect.any(Number), results: [] },
      ]);

      const progress = await acts.act('progress', {
        fill: async (dialog) => {
          await dialog.getByTestId('progress-percent').locator('input').fill('100');
          await dialog.getByTestId('act-summary').locator('textarea').fill('Two of five profiles read');
          await dialog.getByTestId('act-execution-id').locator('input').fill('review-77');
        },
        call: [kind.success, run.jobId, '"continuationToken": "review-77"', '99% is sent'],
        states: 'With engineer → Between jobs',
      });
      await acts.nextJob();
      await acts.expectState('with-engineer');
      const [, second] = (await acts.truth(run)).jobs;
      expect(second).toMatchObject({ sequence: 2, status: 'InProgress', continuationToken: 'review-77' });

      const complete = await acts.act('complete', {
        fill: async (dialog) => {
          await dialog.getByTestId('act-summary').locator('textarea').fill('It may go out');
          const variables = dialog.getByTestId('act-variables');
          if (protocol === 'third-party') return expect(variables).toHaveCount(0);
          await variables.getByRole('button', { name: 'Add variable' }).click();
          await variables.locator('input').first().fill('Verdict');
          await variables.locator('input').last().fill('go');
        },
        call: [kind.success, second?.jobId ?? '', ...(protocol === 'custom' ? ['"Verdict": "go"'] : [])],
        states: 'With engineer → Succeeded',
      });
      const { results, final } = await acts.truth(run);
      expect(results).toEqual([...progress, ...complete].map(asAccepted));
      expect(results[1]).not.toHaveProperty('continuationToken');
      expect(results[1]?.outputVariables).toEqual(protocol === 'custom' ? { Verdict: 'go' } : undefined);
      expect(final).toBe('succeeded');
      await acts.expectAudited(run, [
        ['Complete', 'Took effect', 'With engineer', 'Succeeded'],
        ['Progress', 'Took effect', 'With engineer', 'Between jobs'],
        ['Acknowledge', 'Took effect', 'Waiting for engineer', 'With engineer'],
      ]);
    });

    test('a job that nobody has claimed is claimed and failed, in the words of a template', async () => {
      const { page } = acts.desk;
      const run = await opened('Northwind-Review', 'waiting-for-engineer');
      const message = `The plan of storefront-release is last year’s. Tell us ${run.runId}.`;
      const [claim, failure, ...more] = await acts.act('fail', {
        fill: async (dialog) => {
          await dialog.getByTestId('fail-templates').click();
          await page.getByTestId('template-add').click();
          await page.getByTestId('template-name').locator('input').fill(`Old plan, ${protocol}`);
          const text = 'The plan of {pipeline} is last year’s. Tell us {runId}.';
          await page.getByTestId('template-message').locator('textarea').fill(text);
          await page.getByTestId('template-save').click();
          await page.getByRole('button', { name: 'Done' }).click();
          await dialog.getByTestId('fail-text').locator('button').click();
          await page.getByRole('option', { name: `Old plan, ${protocol}` }).click();
          await dialog.getByTestId('fail-type').locator('button').click();
          await page.getByRole('option', { name: 'ConfigurationError' }).click();
          await expect(dialog.getByTestId('fail-filled')).toContainText(message);
        },
        call: [kind.acknowledge, kind.failure, run.jobId, '"type": "ConfigurationError"', message],
        typedName,
        states: 'Waiting for engineer → Failed',
      });
      expect([claim?.operation, more]).toEqual([kind.acknowledge, []]);
      await expect(page.getByTestId('run-detail')).toContainText(message);
      await expect(button('fail')).toHaveAccessibleDescription(/The run is over/);
      const { jobs, results, final } = await acts.truth(run);
      expect(jobs).toMatchObject([{ status: 'Failed', acknowledgedAt: expect.any(Number) }]);
      expect(results).toEqual([asAccepted(failure)]);
      expect(final).toBe('failed');
      await acts.expectAudited(run, [['Fail', 'Took effect', 'Waiting for engineer', 'Failed']]);
    });

    test('a run that is taken over is left alone by the agent until it is handed back', async () => {
      const run = await opened('Northwind-LoadTest', 'between-jobs');
      await expect(button('hand-back')).toHaveAccessibleDescription(/agent holds this run already/);
      const nothingSent = 'No call to CodePipeline: only who works on the run changes.';
      await acts.act('take-over', { call: [nothingSent], states: 'Between jobs → Between jobs' });
      await acts.nextJob();
      await acts.expectState('with-engineer');
      await expect(button('take-over')).toHaveAccessibleDescription(/You hold this run already/);

      const [progress] = await acts.act('progress', {
        fill: (dialog) => dialog.getByTestId('progress-percent').locator('input').fill('55'),
        call: [kind.success, '"percentComplete": 55'],
        states: 'With engineer → Between jobs',
      });
      // The agent's first report and ours: it has sent nothing beside.
      const [first, ours, ...byAgent] = (await acts.truth(run)).results;
      expect(ours).toEqual(asAccepted(progress));
      expect(ours?.continuationToken).toBe(first?.continuationToken);
      expect(byAgent).toEqual([]);

      await acts.nextJob();
      await acts.expectState('with-engineer');
      await acts.act('hand-back', { call: [nothingSent], states: /With engineer → / });
      await acts.expectState('between-jobs');
      await acts.simulator.advance(90);
      await acts.expectState('succeeded');
      const { results, final, work } = await acts.truth(run);
      expect(results.every(({ accepted }) => accepted)).toBe(true);
      expect(final).toBe('succeeded');
      expect(work).toMatchObject([{ idempotencyKey: `${run.runId}-1`, starts: 1, cancelled: false }]);
      await acts.expectAudited(run, [
        ['Hand back', 'Took effect', 'With engineer'],
        ['Progress', 'Took effect', 'With engineer', 'Between jobs'],
        ['Take over', 'Took effect', 'Between jobs', 'unchanged'],
      ]);
    });

    test('work that is restarted is cancelled and done anew, in the same run', async () => {
      const run = await opened('Northwind-LoadTest', 'between-jobs');
      await acts.act('restart-work', {
        call: ['POST startUrl', `"Idempotency-Key": "${run.runId}-2"`, 'cancelled first'],
        typedName,
        states: 'Between jobs → Between jobs',
      });
      await acts.nextJob();
      await expect.poll(async () => (await acts.truth(run)).work.length).toBe(2);
      await acts.expectState('between-jobs');
      await acts.simulator.advance(90);
      await acts.expectState('succeeded');

      const { results, final, work } = await acts.truth(run);
      const [old, anew] = work;
      expect(old).toMatchObject({ idempotencyKey: `${run.runId}-1`, starts: 1, cancelled: true });
      expect(anew).toMatchObject({ idempotencyKey: `${run.runId}-2`, starts: 1, status: 'succeeded' });
      const ids = results.map(({ externalExecutionId }) => externalExecutionId);
      expect(ids).toEqual([old?.externalExecutionId, anew?.externalExecutionId, anew?.externalExecutionId]);
      expect(final).toBe('succeeded');
      await acts.expectAudited(run, [['Restart work', 'Took effect', 'Between jobs', 'unchanged']]);
    });

    test('a report that CodePipeline did not take is sent again at once', async () => {
      await acts.open(unheard);
      await acts.expectState('reporting');
      await expect(button('complete')).toHaveAccessibleDescription(/on its way to CodePipeline/);
      const accepted = async () => (await acts.truth(unheard)).results.filter((result) => result.accepted);
      await expect.poll(() => acts.untilNextTryMs(unheard), { timeout: 45_000 }).toBeGreaterThan(7_000);
      const call = ['the call that is due is made now'];
      await acts.act('retry-step', { call, outcome: 'No effect', states: 'Reporting → Reporting' });
      await acts.desk.page.getByTestId('act-submit').press('Escape');
      await expect(acts.desk.page.getByRole('dialog')).toHaveCount(0);
      expect(await accepted()).toEqual([]);

      await acts.simulator.control('DELETE', 'faults');
      await acts.act('retry-step', { call, states: 'Reporting → Between jobs' });
      expect(await accepted()).toMatchObject([{ operation: kind.success }]);
      expect((await acts.truth(unheard)).work).toMatchObject([{ starts: 1 }]);
      await acts.expectAudited(unheard, [
        ['Retry step', 'Took effect', 'Reporting', 'Between jobs'],
        ['Retry step', 'No effect', 'Reporting', 'unchanged'],
      ]);
    });
  });
}
