import { expect, it } from 'vitest';
import { LIVE_QUERIES } from '#main/store/ledger-probe.ts';
import { aStore } from './store-fixture.ts';

it.each(LIVE_QUERIES)('goes from what is live, and reads no table from end to end: %s', async (query) => {
  const db = await aStore();
  const plan = db.raw.prepare<[], { detail: string }>(`explain query plan ${query}`).all();
  expect(plan[0]?.detail).toMatch(/USING INDEX (runs_live|outbox_unsettled)$/);
  for (const { detail } of plan.slice(1)) expect(detail).toMatch(/^SEARCH /);
});
