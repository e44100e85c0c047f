/** Something that is due at a time (epoch milliseconds). `what` is data, so that a world can be kept on disk. */
export interface Due<T> {
  readonly at: number;
  /** Breaks ties: what was planned first comes first. */
  readonly order: number;
  readonly what: T;
}

/** A binary heap with the earliest due time on top, as plain data: `planned` counts what was ever added. */
export interface DueTimes<T> {
  readonly heap: Due<T>[];
  planned: number;
}

/** Nothing is due. */
export function noDueTimes<T>(): DueTimes<T> {
  return { heap: [], planned: 0 };
}

/** Adds something that is due at `at`. There is no removal: who takes it out looks whether it still matters. */
export function planAt<T>(times: DueTimes<T>, at: number, what: T): void {
  const { heap } = times;
  const entry = { at, order: (times.planned += 1), what };
  let place = heap.push(entry) - 1;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent];
    if (!above || !comesBefore(entry, above)) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = entry;
}

/** Takes out the earliest entry that is due at `now` or before; null where nothing is. */
export function takeDue<T>(times: DueTimes<T>, now: number): Due<T> | null {
  const { heap } = times;
  const [first] = heap;
  if (!first || first.at > now) return null;
  const last = heap.pop();
  if (last && heap.length > 0) sink(heap, last);
  return first;
}

function sink<T>(heap: Due<T>[], entry: Due<T>): void {
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    if (!a) break;
    const [child, at] = b && comesBefore(b, a) ? [b, left + 1] : [a, left];
    if (!comesBefore(child, entry)) break;
    heap[place] = child;
    place = at;
  }
  heap[place] = entry;
}

function comesBefore<T>(a: Due<T>, b: Due<T>): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
