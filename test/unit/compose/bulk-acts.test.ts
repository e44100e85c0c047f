import { describe, expect, it } from 'vitest';
import { createBulkActs } from '#main/compose/bulk-acts.ts';
import type { ActReport, Actor } from '#main/compose/runtime.ts';
import type { Act } from '#shared/domain/acts.ts';
import { bulkSentence } from '#shared/domain/bulk.ts';
import type { Protection } from '#shared/domain/environment.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { RunSelection, RunSummary } from '#shared/domain/run.ts';
import { aRun, aRuntime } from '../electron/a-runtime.ts';

const takeOver: Act = { kind: 'take-over' };
const all: RunSelection = { kind: 'matching', match: {}, except: [] };
const took: ActReport = {
  outcome: 'took-effect',
  sentence: 'The run is yours.',
  before: 'working',
  after: 'with-engineer',
};

function world(runs: readonly RunSummary[], protection: Protection = 'open') {
  const { runtime, runs: ledger } = aRuntime('live');
  for (const run of runs) ledger.set(run.runId, run);
  const asked: {
    runId: string;
    act: Act;
    by: Actor | undefined;
    end: (report: ActReport | Error) => void;
  }[] = [];
  let changes = 0;
  let wake: (() => void) | null = null;
  const bulk = createBulkActs(
    {
      ...runtime,
      protection,
      // eslint-disable-next-line @typescript-eslint/require-await -- a ledger in memory has nothing to wait for
      async *readRuns() {
        yield runs;
      },
      act: (runId, act, by) =>
        new Promise((resolve, reject) => {
          asked.push({
            runId,
            act,
            by,
            end: (report) => (report instanceof Error ? reject(report) : resolve(report)),
          });
          wake?.();
        }),
    },
    () => 5,
    () => {
      changes += 1;
      wake?.();
    },
  );
  /** Waits until the condition holds, looking again whenever an act is asked for or something changed. */
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { bulk, asked, until, changes: () => changes };
}

const working = (count: number): RunSummary[] =>
  Array.from({ length: count }, (_, at) => aRun({ runId: `r${at}`, clientLabel: `Customer ${at}` }));

describe('createBulkActs', () => {
  it('previews how many can, and groups those that cannot by reason', async () => {
    const { bulk } = world([
      ...working(2),
      aRun({ runId: 'over-1', state: 'failed' }),
      aRun({ runId: 'over-2', state: 'succeeded' }),
      aRun({ runId: 'mine', state: 'with-engineer', heldBy: 'engineer' }),
    ]);
    expect(await bulk.preview(all, 'take-over')).toEqual({
      total: 5,
      can: 2,
      cannot: [
        { why: 'The run is over: CodePipeline takes no further answer for it.', runs: 2 },
        { why: 'You hold this run already.', runs: 1 },
      ],
      exampleRunId: 'r0',
      tooMany: false,
    });
  });

  it('acts on eight runs at once, tells each outcome, and tries only those again that failed', async () => {
    const { bulk, asked, until } = world(working(10));
    const { bulkId } = await bulk.start(all, takeOver, { who: 'ada', reason: 'ticket' });
    await until(() => asked.length === 8);
    expect(bulk.list()[0]?.counts).toMatchObject({ running: 8, waiting: 2 });
    asked[0]?.end(new ActionDeskError('unreachable', 'No answer.'));
    asked[1]?.end({ ...took, outcome: 'overtaken' });
    await until(() => asked.length === 10);
    asked.slice(2).forEach(({ end }) => end(took));
    await until(() => bulk.list()[0]?.endedAt !== null);
    const [ended] = bulk.list();
    expect(ended && bulkSentence(ended)).toBe('8 took effect, 1 overtaken, 1 refused');
    expect(bulk.rows(bulkId, ['refused'])).toMatchObject([{ runId: 'r0', sentence: 'No answer.' }]);

    bulk.retry(bulkId);
    await until(() => asked.length === 11);
    expect(asked[10]).toMatchObject({ runId: 'r0', by: { reason: 'ticket' } });
    asked[10]?.end(took);
    await until(() => bulk.list()[0]?.endedAt !== null);
    expect(bulk.list()[0]?.counts).toMatchObject({ 'took-effect': 9, overtaken: 1, refused: 0 });
    expect(() => bulk.retry(bulkId)).toThrow('Nothing is left');
  });

  it('sees through what is under way when it is cancelled, and leaves the rest untried', async () => {
    const { bulk, asked, until } = world(working(20));
    const { bulkId } = await bulk.start(all, takeOver);
    await until(() => asked.length === 8);
    expect(bulk.cancel(bulkId).endedAt).toBeNull();
    asked.forEach(({ end }) => end(took));
    await until(() => bulk.list()[0]?.endedAt !== null);
    expect(asked).toHaveLength(8);
    expect(bulk.list()[0]?.counts).toMatchObject({ 'took-effect': 8, 'not-tried': 12 });
  });

  it('fills the placeholders of a failure for each run', async () => {
    const { bulk, asked, until } = world(working(2));
    await bulk.start(all, {
      kind: 'fail',
      failureType: 'JobFailed',
      message: 'Ask us about {runId}, {customer}.',
    });
    await until(() => asked.length === 2);
    const messages = asked.map(({ act }) => act.kind === 'fail' && act.message);
    expect(messages).toEqual(['Ask us about r0, Customer 0.', 'Ask us about r1, Customer 1.']);
    asked.forEach(({ end }) => end(took));
  });

  it('refuses a bulk that nothing can take, or that is too large', async () => {
    await expect(world([aRun({ state: 'failed' })]).bulk.start(all, takeOver)).rejects.toThrow(
      'The run is over',
    );
    const large = world(working(5001));
    expect(await large.bulk.preview(all, 'take-over')).toMatchObject({ can: 5000, tooMany: true });
    await expect(large.bulk.start(all, takeOver)).rejects.toThrow('at most 5000');
  });

  it('asks for the environment typed out in a protected one, for more than five runs or a destructive act', async () => {
    const by = { who: 'ada', reason: 'ticket' };
    const few = world(working(5), 'protected');
    await expect(few.bulk.start(all, takeOver)).rejects.toThrow('give a reason');
    await few.bulk.start(all, takeOver, by);
    await expect(few.bulk.start(all, { kind: 'restart-work' }, by)).rejects.toThrow('type out "live"');
    const many = world(working(6), 'protected');
    await expect(many.bulk.start(all, takeOver, by)).rejects.toThrow('type out "live"');
    await many.bulk.start(all, takeOver, { ...by, typedName: 'live' });
    await expect(world(working(1), 'read-only').bulk.start(all, takeOver, by)).rejects.toThrow('read-only');
  });

  it('waits for the acts under way when the environment closes', async () => {
    const { bulk, asked, until } = world(working(9));
    await bulk.start(all, takeOver);
    await until(() => asked.length === 8);
    let closed = false;
    const closing = bulk.close().then(() => (closed = true));
    await Promise.resolve();
    expect(closed).toBe(false);
    asked.forEach(({ end }) => end(took));
    await closing;
    expect(bulk.list()[0]?.counts).toMatchObject({ 'took-effect': 8, 'not-tried': 1 });
  });
});
