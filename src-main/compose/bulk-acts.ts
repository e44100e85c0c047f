import { randomUUID } from 'node:crypto';
import { actSchema, whyNot, type Act, type ActKind } from '#shared/domain/acts.ts';
import {
  BULK_RESULTS,
  MOST_BULK_RUNS,
  RETRIABLE,
  type BulkPreview,
  type BulkResult,
  type BulkRow,
  type BulkView,
} from '#shared/domain/bulk.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import { fillFailureText } from '#shared/domain/failure-text.ts';
import { checkProtection, isDestructive } from '#shared/domain/protection.ts';
import type { RunSelection } from '#shared/domain/run.ts';
import { issueSentences } from '#shared/domain/validation.ts';
import type { Actor, Runtime } from './runtime.ts';

/** Acts under way at once: their calls wait for their turn in the traffic budget anyway. */
const AT_ONCE = 8;

/** Bulks that are told of. */
const MOST_TOLD = 10;

/** Acts on many runs, each with its own verified outcome. Kept for the session; every act is in the audit by itself. */
export interface BulkDesk {
  preview(selection: RunSelection, kind: ActKind): Promise<BulkPreview>;
  /** Begins, and answers at once. Throws `invalid-input` where nothing can be done or too much. */
  start(selection: RunSelection, act: Act, by?: Actor): Promise<BulkView>;
  /** The newest first. */
  list(): BulkView[];
  /** Throws `not-found`, as the others that name a bulk do. An empty list of results means all. */
  rows(bulkId: string, results: readonly BulkResult[]): readonly BulkRow[];
  cancel(bulkId: string): BulkView;
  /** Tries again what had no effect, was refused or was not tried, and nothing else. */
  retry(bulkId: string, by?: Actor): BulkView;
  forget(bulkId: string): void;
  /** Cancels everything and waits for the acts under way. */
  close(): Promise<void>;
}

interface Bulk {
  bulkId: string;
  act: Act;
  by: Actor | undefined;
  startedAt: number;
  endedAt: number | null;
  cancelled: boolean;
  left: BulkView['left'];
  rows: BulkRow[];
  done: Promise<void>;
}

/**
 * @param desk the runtime's own acts, without the protection of each: the bulk is checked as a whole, against the name of the
 *   environment.
 */
export function createBulkActs(
  desk: Pick<Runtime, 'environment' | 'protection' | 'readRuns' | 'getRun' | 'act'>,
  now: () => number,
  onChange: () => void,
): BulkDesk {
  let bulks: Bulk[] = [];
  let closed = false;

  async function sort(selection: RunSelection, kind: ActKind) {
    const can: BulkRow[] = [];
    const reasons = new Map<string, number>();
    let total = 0;
    let tooMany = false;
    for await (const runs of desk.readRuns(selection)) {
      for (const run of runs) {
        total += 1;
        const why = whyNot(kind, run);
        if (why !== null) reasons.set(why, (reasons.get(why) ?? 0) + 1);
        else if (can.length === MOST_BULK_RUNS) tooMany = true;
        else
          can.push({
            runId: run.runId,
            customer: run.clientLabel ?? (run.accountId === null ? null : `Account ${run.accountId}`),
            pipeline: run.pipelineName,
            region: run.region,
            result: 'waiting',
            sentence: null,
            before: null,
            after: null,
          });
      }
    }
    const cannot = [...reasons]
      .map(([why, runs]) => ({ why, runs }))
      .sort((one, other) => other.runs - one.runs);
    return { can, cannot, total, tooMany };
  }

  async function actOn(bulk: Bulk, row: BulkRow): Promise<void> {
    row.result = 'running';
    try {
      const end = await desk.act(row.runId, await actFor(bulk.act, row.runId), bulk.by);
      Object.assign(row, {
        result: end.outcome,
        sentence: end.sentence,
        before: end.before,
        after: end.after,
      });
    } catch (thrown) {
      Object.assign(row, { result: 'refused', sentence: toActionDeskError(thrown).message });
    }
    onChange();
  }

  async function actFor(act: Act, runId: string): Promise<Act> {
    if (act.kind !== 'fail') return act;
    const message = fillFailureText(act.message, (await desk.getRun(runId)).run);
    const filled = actSchema.safeParse({ ...act, message });
    if (filled.success) return filled.data;
    const [sentence] = issueSentences(filled.error);
    throw new ActionDeskError('invalid-input', sentence ?? 'The message does not fit this run.');
  }

  async function work(bulk: Bulk): Promise<void> {
    const waiting = bulk.rows.filter((row) => row.result === 'waiting').values();
    const worker = async (): Promise<void> => {
      for (const row of waiting) {
        if (bulk.cancelled) row.result = 'not-tried';
        else await actOn(bulk, row);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    bulk.endedAt = now();
    onChange();
  }

  const find = (bulkId: string): Bulk => {
    const bulk = bulks.find((one) => one.bulkId === bulkId);
    if (!bulk) throw new ActionDeskError('not-found', 'This bulk is not known any more.');
    return bulk;
  };

  return {
    async preview(selection, kind) {
      const { can, cannot, total, tooMany } = await sort(selection, kind);
      return { total, can: can.length, cannot, exampleRunId: can[0]?.runId ?? null, tooMany };
    },
    async start(selection, act, by) {
      checkProtection(desk, null, by);
      const { can, cannot, tooMany } = await sort(selection, act.kind);
      if (closed) throw new ActionDeskError('not-allowed-now', 'Action Desk is closing.');
      if (can.length === 0)
        throw new ActionDeskError('not-allowed-now', cannot[0]?.why ?? 'No run is selected.');
      if (tooMany)
        throw new ActionDeskError(
          'invalid-input',
          `One bulk takes at most ${MOST_BULK_RUNS} runs: narrow the selection.`,
        );
      if (isDestructive(act.kind, can.length)) checkProtection(desk, desk.environment, by);
      const bulk: Bulk = {
        bulkId: randomUUID(),
        act,
        by,
        startedAt: now(),
        endedAt: null,
        cancelled: false,
        left: cannot,
        rows: can,
        done: Promise.resolve(),
      };
      const running = bulks.filter((one) => one.endedAt === null);
      const ended = bulks.filter((one) => one.endedAt !== null);
      bulks = [bulk, ...running, ...ended]
        .slice(0, Math.max(MOST_TOLD, running.length + 1))
        .sort((one, other) => other.startedAt - one.startedAt);
      bulk.done = work(bulk);
      onChange();
      return viewOf(bulk);
    },
    list: () => bulks.map(viewOf),
    rows: (bulkId, results) =>
      find(bulkId).rows.filter((row) => results.length === 0 || results.includes(row.result)),
    cancel(bulkId) {
      const bulk = find(bulkId);
      if (bulk.endedAt === null) bulk.cancelled = true;
      onChange();
      return viewOf(bulk);
    },
    retry(bulkId, by) {
      const bulk = find(bulkId);
      if (bulk.endedAt === null) throw new ActionDeskError('not-allowed-now', 'The bulk is still at work.');
      const again = bulk.rows.filter((row) => RETRIABLE.includes(row.result));
      if (again.length === 0) throw new ActionDeskError('not-allowed-now', 'Nothing is left to try again.');
      if (closed) throw new ActionDeskError('not-allowed-now', 'Action Desk is closing.');
      for (const row of again) Object.assign(row, { result: 'waiting', sentence: null });
      bulk.cancelled = false;
      bulk.endedAt = null;
      if (by) bulk.by = { ...by, reason: by.reason ?? bulk.by?.reason ?? null };
      bulk.done = work(bulk);
      onChange();
      return viewOf(bulk);
    },
    forget(bulkId) {
      const bulk = find(bulkId);
      if (bulk.endedAt === null)
        throw new ActionDeskError('not-allowed-now', 'The bulk is still at work: cancel it first.');
      bulks = bulks.filter((one) => one !== bulk);
      onChange();
    },
    async close() {
      closed = true;
      for (const bulk of bulks) bulk.cancelled ||= bulk.endedAt === null;
      await Promise.all(bulks.map((bulk) => bulk.done));
    },
  };
}

function viewOf(bulk: Bulk): BulkView {
  const counts = Object.fromEntries(BULK_RESULTS.map((result) => [result, 0])) as BulkView['counts'];
  for (const { result } of bulk.rows) counts[result] += 1;
  const { bulkId, act, startedAt, endedAt, cancelled, left } = bulk;
  const reason = bulk.by?.reason ?? null;
  return { bulkId, act, reason, startedAt, endedAt, cancelled, total: bulk.rows.length, left, counts };
}
