import type { Hold, HoldScope } from '#shared/domain/hold.ts';
import type { StoreDatabase } from './open-database.ts';
import { toStoreError } from './store-error.ts';

interface HoldRow {
  id: number;
  region: string;
  action_type: string;
  who: string;
  reason: string | null;
  at: number;
}

/** The holds of one environment. Throws ActionDeskError. */
export interface HoldStore {
  /** The newest first. */
  list(): Hold[];
  /** False where the scope is held already; its hold stays as it is. */
  add(scope: HoldScope, by: Pick<Hold, 'who' | 'reason' | 'at'>): boolean;
  /** False when there is no such hold. */
  remove(holdId: number): boolean;
}

export function createHoldStore({ raw }: StoreDatabase): HoldStore {
  const all = raw.prepare<[], HoldRow>('select * from holds order by id desc');
  const insert = raw.prepare<[Omit<HoldRow, 'id'>]>(
    `insert into holds (region, action_type, who, reason, at) values (@region, @action_type, @who, @reason, @at)
     on conflict do nothing`,
  );
  const remove = raw.prepare<[number]>('delete from holds where id = ?');
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw toStoreError(thrown);
    }
  };
  return {
    list: () =>
      guarded(() =>
        all.all().map(({ id, region, action_type, who, reason, at }) => ({
          holdId: id,
          region: region || null,
          actionType: action_type || null,
          who,
          reason,
          at,
        })),
      ),
    add: ({ region, actionType }, by) =>
      guarded(() => insert.run({ region: region ?? '', action_type: actionType ?? '', ...by }).changes > 0),
    remove: (holdId) => guarded(() => remove.run(holdId).changes > 0),
  };
}
