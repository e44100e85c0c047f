import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { RequestOf, ResponseOf } from '#shared/ipc/contract.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import { simulatorOf } from '#test/e2e/simulator-control.ts';

/** Held by the day, so that their deadlines come near and pass with nobody's work wasted. */
const HELD = {
  region: 'us-west-1',
  type: { category: 'Build', owner: 'Custom', provider: 'Northwind-Profile', version: '1' },
} as const;
/** A new held run so often: with deadlines three minutes away some of them are always near. */
const ORDER_EVERY_MS = 10_000;
/** Deadlines are near after 135 s, and a backend counts as away a minute after its second job. */
const FILLED_WITHIN_MS = 240_000;
const LANES = ['needs-token', 'at-risk', 'stuck', 'failing-to-report', 'failed', 'finished'];

/** Asks the main process as the window does. Refusals throw. */
async function ask<C extends RequestChannel>(
  page: Page,
  channel: C,
  payload: RequestOf<C>,
): Promise<ResponseOf<C>> {
  return page.evaluate<ResponseOf<C>>(
    `actionDesk.request(${JSON.stringify(channel)}, ${JSON.stringify(payload)}).then((answer) => {
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.value;
    })`,
  );
}

/**
 * Does to the practice world of `busy-vendor` what people do in a day: holds, pauses and drains, adds a client, answers some
 * runs. Returns once every lane has something in it, with the way to let go: until then held runs keep coming.
 */
export async function liveThroughTheDay(page: Page): Promise<() => void> {
  const simulator = await simulatorOf(page);
  const actionType = Object.values(HELD.type).join('/');
  await ask(page, 'holds.add', {
    scope: { region: HELD.region, actionType },
    reason: 'The profiler of us-west-1 is being replaced, CHG-2291',
  });
  const order = (): void => {
    simulator
      .order({
        region: HELD.region,
        actionTypeId: HELD.type,
        configuration: { TestPlan: 'profile', VirtualUsers: '40', DurationSeconds: '10' },
        pipelineContext: {
          pipelineName: 'ledger-core',
          stage: { name: 'Verify' },
          action: { name: 'ProfileRelease' },
        },
      })
      // The window may be gone before the last order.
      .catch(() => undefined);
  };
  order();
  const orders = setInterval(order, ORDER_EVERY_MS);
  try {
    await act(page);
    for (const lane of LANES)
      await page
        .locator(`[data-testid="lane-${lane}"] .ad-lane-count`)
        .filter({ hasText: /[1-9]/ })
        .waitFor({ timeout: FILLED_WITHIN_MS });
  } catch (thrown) {
    clearInterval(orders);
    throw thrown;
  }
  return () => clearInterval(orders);
}

async function act(page: Page): Promise<void> {
  const cells = await ask(page, 'agent.cells', null);
  const keyOf = (region: string, provider: string): string[] =>
    cells
      .filter((cell) => cell.region === region && cell.actionTypeId.provider === provider)
      .map(({ key }) => key)
      .slice(0, 1);
  await ask(page, 'agent.control', { action: 'pause', keys: keyOf('eu-north-1', 'Northwind-LoadTest') });
  await ask(page, 'agent.control', { action: 'drain', keys: keyOf('ap-south-1', 'Northwind-Canary') });
  const client = { clientId: randomUUID(), label: 'Adventure Works' };
  await ask(page, 'clients.add', { ...client, token: 'aw-Qe51RkUz0bTnWx7J', reason: 'Contract 2026-118' });
  await ask(page, 'clients.rename', { clientId: client.clientId, label: 'Adventure Works Cycles' });

  const { rows } = await ask(page, 'runs.list', { lane: 'waiting-for-you', pageSize: 40 });
  const [first, second, third] = rows.filter(({ actionTypeId }) => actionTypeId.provider.endsWith('Review'));
  if (!first || !second || !third) throw new Error('No three reviews wait for a person.');
  await ask(page, 'runs.act', {
    runId: first.runId,
    act: {
      kind: 'fail',
      failureType: 'JobFailed',
      message: 'The report of run 153260 shows 4% errors on checkout: the limit is 1%.',
    },
    reason: 'Reviewed with the customer by phone',
  });
  for (const { runId } of [second, third])
    await ask(page, 'runs.act', { runId, act: { kind: 'acknowledge' } });
  await ask(page, 'runs.act', {
    runId: second.runId,
    act: { kind: 'progress', percentComplete: 60, summary: 'Two of three reviewers agree' },
  });
}
