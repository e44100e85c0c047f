import { actionTypeKey, type ActionTypeId } from '#shared/domain/action-type.ts';
import { freeShare } from './decide/free-share.ts';

/** Whose work it is. */
export interface SlotUser {
  region: string;
  actionTypeId: ActionTypeId;
}

/** Where a task is put; its promise is the task's own. */
export interface Lane {
  add(task: () => Promise<void>): Promise<void>;
}

/**
 * A bounded number of tasks at once, shared among regions and among action types so that one that hangs never has all of the
 * slots (see `freeShare`). Tasks of the same region and action type begin in their order; lanes take turns.
 */
export interface WorkSlots {
  lane(user: Pick<SlotUser, 'region'> & Partial<SlotUser>): Lane;
  /** How many tasks of this user could begin now, those that wait already taken off. */
  free(user: SlotUser): number;
  /** Resolves when a task has ended. */
  freed(): Promise<void>;
  /** Users with tasks under way or waiting; those that are not bounded by action type have an empty one. */
  users(): SlotUse[];
  /** Tasks that wait and tasks under way. */
  load(): { waiting: number; underWay: number };
  /** Forgets the tasks that wait. */
  clear(): void;
  /** Resolves when no task waits or is under way. */
  onIdle(): Promise<void>;
}

/** What one region and action type takes of the slots. */
export interface SlotUse {
  region: string;
  actionType: string;
  used: number;
  waiting: number;
}

interface Tasks {
  region: string;
  /** Null where the work is not bounded by action type. */
  type: string | null;
  waiting: (() => void)[];
  underWay: number;
}

/** Slots in use by region or by action type. */
class Usage {
  readonly counts = new Map<string, number>();

  change(key: string, by: number): void {
    const count = (this.counts.get(key) ?? 0) + by;
    if (count === 0) this.counts.delete(key);
    else this.counts.set(key, count);
  }
}

export function createWorkSlots(max: number, regions: number, types: number): WorkSlots {
  const lanes = new Map<string, Tasks>();
  const running = { region: new Usage(), type: new Usage() };
  const wanted = { region: new Usage(), type: new Usage() };
  let underWay = 0;
  let waiting = 0;
  let lastServed = 0;
  const onEnd = new Set<() => void>();
  const onRest = new Set<() => void>();

  function share(usage: typeof running, region: string, type: string | null): number {
    return Math.min(
      freeShare(region, usage.region.counts, regions, max),
      type === null ? Infinity : freeShare(type, usage.type.counts, types, max),
    );
  }

  function count(usage: typeof running, tasks: Tasks, by: number): void {
    usage.region.change(tasks.region, by);
    if (tasks.type !== null) usage.type.change(tasks.type, by);
  }

  function tell(listeners: Set<() => void>): void {
    const all = [...listeners];
    listeners.clear();
    for (const listener of all) listener();
  }

  /** One task of each lane in turn, as long as any may begin. */
  function startWhatMay(): void {
    const all = [...lanes.values()];
    for (let idle = 0; idle < all.length && waiting > 0 && underWay < max;) {
      lastServed = (lastServed + 1) % all.length;
      const tasks = all[lastServed];
      if (!tasks?.waiting.length || share(running, tasks.region, tasks.type) <= 0) {
        idle += 1;
        continue;
      }
      idle = 0;
      waiting -= 1;
      underWay += 1;
      tasks.underWay += 1;
      count(running, tasks, 1);
      tasks.waiting.shift()?.();
    }
  }

  function end(tasks: Tasks): void {
    underWay -= 1;
    tasks.underWay -= 1;
    count(running, tasks, -1);
    count(wanted, tasks, -1);
    startWhatMay();
    tell(onEnd);
    if (underWay === 0 && waiting === 0) tell(onRest);
  }

  return {
    lane(user) {
      const type = user.actionTypeId ? actionTypeKey(user.actionTypeId) : null;
      const key = `${user.region}/${type ?? ''}`;
      let tasks = lanes.get(key);
      if (!tasks) {
        tasks = { region: user.region, type, waiting: [], underWay: 0 };
        lanes.set(key, tasks);
      }
      const mine = tasks;
      return {
        add: (task) =>
          new Promise((resolve, reject) => {
            waiting += 1;
            count(wanted, mine, 1);
            mine.waiting.push(() => {
              // An async function turns what is thrown at once into a rejection.
              const run = async (): Promise<void> => task();
              run()
                .finally(() => end(mine))
                .then(resolve, reject);
            });
            startWhatMay();
          }),
      };
    },
    free: (user) => share(wanted, user.region, actionTypeKey(user.actionTypeId)),
    freed: () => new Promise((resolve) => onEnd.add(resolve)),
    users: () =>
      [...lanes.values()]
        .map((tasks) => ({
          region: tasks.region,
          actionType: tasks.type ?? '',
          used: tasks.underWay,
          waiting: tasks.waiting.length,
        }))
        .filter((use) => use.used > 0 || use.waiting > 0),
    load: () => ({ waiting, underWay }),
    clear() {
      for (const tasks of lanes.values()) {
        count(wanted, tasks, -tasks.waiting.length);
        waiting -= tasks.waiting.length;
        tasks.waiting = [];
      }
      if (underWay === 0) tell(onRest);
    },
    onIdle: () =>
      underWay === 0 && waiting === 0
        ? Promise.resolve()
        : new Promise<void>((resolve) => onRest.add(resolve)),
  };
}
