import { expect, it, vi } from 'vitest';
import { createHolds, createHoldsDesk } from '#main/compose/holds-desk.ts';
import { createHoldStore } from '#main/store/hold-store.ts';
import type { Protection } from '#shared/domain/environment.ts';
import { aStore } from '../store/store-fixture.ts';

const type = { category: 'Test', owner: 'Custom', provider: 'Northwind', version: '1' } as const;
const ada = { who: 'ada', reason: 'the load generators are down' };

async function world(protection: Protection = 'open') {
  const store = createHoldStore(await aStore());
  const holds = createHolds(store);
  const record = vi.fn();
  const desk = createHoldsDesk({
    environment: { environment: 'live', protection },
    store,
    holds,
    record,
    now: () => 5,
    changed: () => Promise.resolve(3),
  });
  return { desk, holds, record, store };
}

it('holds a region, an action type or both, and says so for the cells it covers', async () => {
  const { desk, holds } = await world();
  const sentence = (region: string) => holds.sentenceOf({ region, actionTypeId: type });
  expect(sentence('us-east-1')).toBeNull();
  await desk.add({ region: 'us-east-1', actionType: null }, ada);
  expect(sentence('us-east-1')).toContain(
    'Held: the load generators are down (nothing new is claimed for every action type in us-east-1).',
  );
  expect(sentence('eu-west-1')).toBeNull();
  const { hold } = await desk.add({ region: null, actionType: 'Test/Custom/Northwind/1' }, ada);
  expect(sentence('eu-west-1')).toContain('Test/Custom/Northwind/1 in every region');
  expect(await desk.release(hold.holdId, ada)).toEqual({ released: true, releasedRuns: 3 });
  expect(sentence('eu-west-1')).toBeNull();
});

it('keeps holds in the ledger, a scope once, and writes each real change into the audit', async () => {
  const { desk, record, store } = await world();
  const scope = { region: 'us-east-1', actionType: 'Test/Custom/Northwind/1' };
  const { hold, added } = await desk.add(scope, ada);
  expect(added).toBe(true);
  expect(await desk.add(scope, ada)).toEqual({ hold, added: false });
  expect(createHolds(store).list()).toEqual([{ ...scope, ...ada, at: 5, holdId: hold.holdId }]);
  await desk.release(hold.holdId, ada);
  expect(await desk.release(hold.holdId, ada)).toEqual({ released: false, releasedRuns: 0 });
  const subject = 'us-east-1/Test/Custom/Northwind/1';
  expect(record.mock.calls).toEqual([
    ['hold cell', subject, 'took-effect', 'claiming', 'held', ada],
    ['hold cell', subject, 'no-effect', 'held', 'held', ada],
    ['release cell', subject, 'took-effect', 'held', 'claiming', ada],
  ]);
});

it('asks for a reason in a protected environment and refuses in a read-only one', async () => {
  const scope = { region: 'us-east-1', actionType: null };
  const bare = { who: 'ada', reason: null };
  await expect((await world('protected')).desk.add(scope, bare)).rejects.toThrow('give a reason');
  await expect((await world('read-only')).desk.add(scope, ada)).rejects.toThrow('read-only');
});
