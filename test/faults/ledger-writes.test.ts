import { describe, expect, it } from 'vitest';
import type { RunLedger } from '#main/agent/ports.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { aState, CLIENTS, THIRD_PARTY_TYPE } from '#test/support/fake-ports.ts';
import { createWorld, type AgentUnderTest, type World } from '#test/unit/agent/agent-world.ts';

const MINUTE_MS = 60_000;
const WRITES = [
  'jobSeen',
  'apply',
  'patch',
  'note',
  'writeResult',
  'settleResult',
  'postponeResult',
] as const;

/** `refused`: nothing was written. `flush`: the row is there, and its way to the disk was reported to have failed. */
type Failure = 'refused' | 'flush';

/** Counts the writes of an agent, and lets those fail that `fails` picks by their number, from 1. */
function disturbWrites(world: World, desk: AgentUnderTest, failure: Failure, fails: (n: number) => boolean) {
  const seen = { writes: 0, failures: 0 };
  const diskFull = () =>
    new ActionDeskError('internal', 'The disk is full: nothing was written.', { retryable: true });
  const through = async <T>(write: () => Promise<T>): Promise<T> => {
    seen.writes += 1;
    if (!fails(seen.writes)) return write();
    seen.failures += 1;
    if (failure === 'flush') await write();
    throw diskFull();
  };
  for (const name of WRITES) {
    const write = desk.ledger[name].bind(desk.ledger) as (...args: unknown[]) => Promise<unknown>;
    Object.assign(desk.ledger, {
      [name]: (...args: unknown[]) => through(() => write(...args)),
    } satisfies Partial<RunLedger>);
  }
  const used = world.tokens.used.bind(world.tokens);
  world.tokens.used = (clientId, now) => through(() => used(clientId, now));
  return seen;
}

const stories = [
  { story: 'a third-party job', change: { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one } },
  { story: 'a custom job', change: {} },
] as const;

/** Two jobs: the work is running when it is first asked for, and done the next time. */
function aWorldWith(change: (typeof stories)[number]['change']): World {
  const world = createWorld();
  world.service.add('job', change);
  world.processor.answer = (what) => aState('153245', what === 'start' ? 'running' : 'succeeded');
  return world;
}

/** Lets time go by until both jobs are answered and the run is final, for an hour at most. */
async function untilFinal(world: World, desk: AgentUnderTest): Promise<void> {
  for (let minute = 0; minute < 60; minute += 1) {
    await world.clock.advance(MINUTE_MS);
    const answered = [...world.service.jobs.values()].every((job) => job.state === 'over');
    if (answered && (await desk.ledger.liveRuns()).length === 0) return;
  }
}

async function expectTheRightEnd(world: World, desk: AgentUnderTest): Promise<void> {
  await untilFinal(world, desk);
  expect((await desk.run('job')).state).toBe('succeeded');
  expect((await desk.run('job+')).runId).toBe('run-1');
  expect(new Set(world.processor.starts)).toEqual(new Set(['run-1-1']));
  const accepted = [...world.service.jobs.values()].map((job) => job.results.map(({ kind }) => kind));
  expect(accepted).toEqual([['continue'], ['success']]);
  // Nothing was sent that contradicts what CodePipeline was told before.
  const sent = world.service.calls.flatMap(({ jobId, result }) => (result ? [[jobId, result.kind]] : []));
  expect(sent.filter(([, kind]) => kind === 'failure')).toEqual([]);
  expect(sent.filter(([jobId, kind]) => kind === 'success' && jobId === 'job')).toEqual([]);
}

describe.each(stories)('the writes of $story', ({ change }) => {
  /** How many there are when none fails: the loops below go through all of them. */
  async function countWrites(): Promise<number> {
    const world = aWorldWith(change);
    const desk = await world.open();
    const seen = disturbWrites(world, desk, 'refused', () => false);
    await expectTheRightEnd(world, desk);
    return seen.writes;
  }

  it.each<Failure>(['refused', 'flush'])(
    'may fail once, any of them (%s): the run ends right in the same process',
    async (failure) => {
      const total = await countWrites();
      expect(total).toBeGreaterThan(8);
      for (let n = 1; n <= total; n += 1) {
        const world = aWorldWith(change);
        const desk = await world.open();
        const seen = disturbWrites(world, desk, failure, (write) => write === n);
        await expectTheRightEnd(world, desk).catch((cause: unknown) => {
          throw new Error(`write ${n} of ${total}`, { cause });
        });
        expect(seen.failures, `write ${n}`).toBe(1);
        await desk.end();
      }
    },
    120_000,
  );

  it.each<Failure>(['refused', 'flush'])(
    'may fail from any of them on for five minutes (%s): nothing is claimed meanwhile, and the run ends right',
    async (failure) => {
      const total = await countWrites();
      for (let n = 1; n <= total; n += 1) {
        const world = aWorldWith(change);
        const desk = await world.open();
        let fullSince = Infinity;
        let callsBefore = 0;
        const seen = disturbWrites(world, desk, failure, (write) => {
          if (write === n) {
            fullSince = world.clock.now();
            callsBefore = world.service.calls.length;
          }
          return world.clock.now() >= fullSince && world.clock.now() < fullSince + 5 * MINUTE_MS;
        });
        await expectTheRightEnd(world, desk).catch((cause: unknown) => {
          throw new Error(`write ${n} of ${total}`, { cause });
        });
        expect(seen.failures, `write ${n}`).toBeGreaterThan(0);
        const claims = world.service.calls
          .slice(callsBefore)
          .filter(({ operation, at }) => operation === 'acknowledge' && at < fullSince + 5 * MINUTE_MS);
        expect(claims, `claims after write ${n}`).toEqual([]);
        await desk.end();
      }
    },
    120_000,
  );
});
