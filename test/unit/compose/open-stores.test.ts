import { expect, it } from 'vitest';
import { createClosingOrder } from '#main/compose/closing-order.ts';
import { openStores } from '#main/compose/open-stores.ts';
import { createRuntimeEvents } from '#main/compose/runtime-events.ts';
import { createSessionKey } from '#main/vault/session-key.ts';
import { aFolder } from '../store/store-fixture.ts';

it('lets what else the process does have a turn after each of its steps', async () => {
  const log = (): void => undefined;
  const closing = createClosingOrder(log);
  let turns = 0;
  let open = false;
  const turn = (): void => {
    turns += 1;
    if (!open) setImmediate(turn);
  };
  setImmediate(turn);
  const options = { dataDir: aFolder(), key: createSessionKey(), log };
  await openStores(options, closing, createRuntimeEvents(log), () => undefined);
  open = true;
  await closing.closeAll();
  // The ledger is open, its live runs are read, their journal is begun.
  expect(turns).toBeGreaterThanOrEqual(3);
});
