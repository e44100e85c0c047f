import { actionTypeKey } from '#shared/domain/action-type.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { covers, heldSentence, holdSubject, type Hold, type HoldScope } from '#shared/domain/hold.ts';
import type { PollCell } from '#shared/domain/job.ts';
import { checkProtection } from '#shared/domain/protection.ts';
import { osUser } from '../platform/os-user.ts';
import type { HoldStore } from '../store/hold-store.ts';
import type { ClientActs } from './client-acts.ts';
import type { Actor, Runtime } from './runtime.ts';

/** Where nothing new is claimed in an environment, each change in the audit. */
export interface HoldsDesk {
  list(): Hold[];
  add(scope: HoldScope, by?: Actor): Promise<{ hold: Hold; added: boolean }>;
  release(holdId: number, by?: Actor): Promise<{ released: boolean; releasedRuns: number }>;
}

/** The holds as the agent asks for them: read once, and kept in step by the desk. */
export function createHolds(store: HoldStore): {
  list(): Hold[];
  reread(): void;
  /** Why nothing new is claimed in the cell, or null. */
  sentenceOf(cell: PollCell): string | null;
} {
  let holds = store.list();
  return {
    list: () => holds,
    reread: () => (holds = store.list()),
    sentenceOf({ region, actionTypeId }) {
      if (holds.length === 0) return null;
      const hold = holds.find((one) => covers(one, region, actionTypeKey(actionTypeId)));
      return hold ? heldSentence(hold) : null;
    },
  };
}

const subjectOf = ({ region, actionType }: HoldScope): string =>
  [region, actionType].filter((part) => part !== null).join('/');

/** @param changed makes the change last and known, and looks again at what waited; answers how many runs that are. */
export function createHoldsDesk(parts: {
  environment: Pick<Runtime, 'environment' | 'protection'>;
  store: HoldStore;
  holds: ReturnType<typeof createHolds>;
  record: ClientActs['record'];
  now: () => number;
  changed: () => Promise<number>;
}): HoldsDesk {
  const { environment, store, holds, record, now, changed } = parts;
  return {
    list: () => holds.list(),
    async add(scope, by) {
      checkProtection(environment, null, by);
      const { who, reason } = by ?? { who: osUser(), reason: null };
      const added = store.add(scope, { who, reason, at: now() });
      holds.reread();
      const hold = holds
        .list()
        .find(({ region, actionType }) => region === scope.region && actionType === scope.actionType);
      if (!hold) throw new ActionDeskError('internal', 'The hold was not written down.');
      const outcome = added ? 'took-effect' : 'no-effect';
      record(
        `hold ${holdSubject(scope)}`,
        subjectOf(scope),
        outcome,
        added ? 'claiming' : 'held',
        'held',
        by,
      );
      await changed();
      return { hold, added };
    },
    async release(holdId, by) {
      checkProtection(environment, null, by);
      const hold = holds.list().find((one) => one.holdId === holdId);
      const released = store.remove(holdId);
      holds.reread();
      if (!hold || !released) return { released: false, releasedRuns: 0 };
      record(`release ${holdSubject(hold)}`, subjectOf(hold), 'took-effect', 'held', 'claiming', by);
      return { released, releasedRuns: await changed() };
    },
  };
}
