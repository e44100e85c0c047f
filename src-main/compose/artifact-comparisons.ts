import { randomUUID } from 'node:crypto';
import type { ComparedQuery, ComparedRow, Comparison } from '#shared/domain/artifact-compare.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import { createPace } from './artifact-pace.ts';
import type { OpenedOne } from './artifact-opened.ts';
import type { ArtifactsAnswer } from './artifact-desk.ts';

/** The oldest are forgotten for new ones. */
const MOST_COMPARISONS = 6;

/** What a comparison tells while it runs. */
export interface CompareWatch {
  /** How many paths there are on both sides together. */
  onTotal(paths: number): void;
  onRow(row: ComparedRow): void;
  readonly signal: AbortSignal;
}

/** Compares two opened artifacts by content. Throws ActionDeskError, or the signal's reason. */
export type CompareOpened = (left: OpenedOne, right: OpenedOne, watch: CompareWatch) => Promise<void>;

interface Held {
  readonly view: Omit<Comparison, 'fetched'>;
  readonly sides: readonly [OpenedOne, OpenedOne];
  /** What was fetched before the comparison began. */
  readonly fetchedBefore: Comparison['fetched'];
  readonly rows: ComparedRow[];
  readonly ending: AbortController;
  ended: Promise<void>;
}

/** Comparisons that run in the background. Ids that are not known throw `not-found`. */
export interface ArtifactComparisons {
  start(left: OpenedOne, right: OpenedOne): Comparison;
  /** Rows in the order in which they were decided. */
  window(query: ComparedQuery): Promise<ArtifactsAnswer<'comparison'>>;
  /** What was decided stays. */
  stop(compareId: string): void;
  close(): Promise<void>;
}

function fetchedBy([left, right]: Held['sides']): Comparison['fetched'] {
  const [one, other] = [left.object.fetched(), right.object.fetched()];
  return {
    requests: one.requests + other.requests,
    bytes: one.bytes + other.bytes,
    fromCache: one.fromCache + other.fromCache,
  };
}

/** @param changed told with a comparison's id whenever it has moved; called often. */
export function createArtifactComparisons(
  compare: CompareOpened,
  changed: (compareId: string) => void,
): ArtifactComparisons {
  const comparisons = new Map<string, Held>();
  let closed = false;

  const viewOf = ({ view, sides, fetchedBefore }: Held): Comparison => {
    const now = fetchedBy(sides);
    const fetched = {
      requests: now.requests - fetchedBefore.requests,
      bytes: now.bytes - fetchedBefore.bytes,
      fromCache: now.fromCache - fetchedBefore.fromCache,
    };
    return { ...view, counts: { ...view.counts }, fetched };
  };

  const run = async ({ view, rows, sides: [left, right], ending: { signal } }: Held): Promise<void> => {
    const tell = (): void => changed(view.compareId);
    try {
      await compare(left, right, {
        signal,
        onTotal(paths) {
          view.total = paths;
          tell();
        },
        onRow(row) {
          rows.push(row);
          view.counts[row.verdict] += 1;
          view.done += 1;
          tell();
        },
      });
      if (signal.aborted) view.problem = 'Stopped: the rest was not compared.';
    } catch (thrown) {
      view.problem = signal.aborted
        ? 'Stopped: the rest was not compared.'
        : toActionDeskError(thrown).message;
    }
    view.running = false;
    tell();
  };

  const find = (compareId: string): Held => {
    const held = comparisons.get(compareId);
    if (!held)
      throw new ActionDeskError('not-found', 'This comparison is not known any more: compare again.');
    return held;
  };

  return {
    start(left, right) {
      if (closed) throw new ActionDeskError('not-allowed-now', 'The environment is being left.');
      const sides = [left, right] as const;
      const held: Held = {
        view: {
          ...{ compareId: randomUUID(), left: left.openId, right: right.openId, running: true },
          ...{ done: 0, total: 0, problem: null },
          counts: { added: 0, removed: 0, changed: 0, same: 0, unknown: 0 },
        },
        ...{ sides, fetchedBefore: fetchedBy(sides), rows: [], ending: new AbortController() },
        ended: Promise.resolve(),
      };
      comparisons.set(held.view.compareId, held);
      held.ended = run(held);
      const tooMany = Math.max(0, comparisons.size - MOST_COMPARISONS);
      for (const [old, { ending }] of [...comparisons].slice(0, tooMany)) {
        ending.abort();
        comparisons.delete(old);
      }
      return viewOf(held);
    },
    async window({ compareId, verdicts, search, from, count }) {
      const held = find(compareId);
      const wanted = new Set(verdicts);
      const text = search.toLowerCase();
      const rows: ComparedRow[] = [];
      let total = 0;
      const pace = createPace();
      for (const row of held.rows) {
        const turn = pace();
        if (turn) await turn;
        if (wanted.size > 0 && !wanted.has(row.verdict)) continue;
        if (text !== '' && !row.path.toLowerCase().includes(text)) continue;
        if (total >= from && rows.length < count) rows.push(row);
        total += 1;
      }
      return { comparison: viewOf(held), rows, total };
    },
    stop: (compareId) => find(compareId).ending.abort(),
    async close() {
      closed = true;
      const all = [...comparisons.values()];
      comparisons.clear();
      for (const { ending } of all) ending.abort();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}
