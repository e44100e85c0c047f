import { expect, it } from 'vitest';
import type { JobService } from '#main/agent/ports.ts';
import { aState, type FakeService } from '#test/support/fake-ports.ts';
import { createWorld } from '#test/unit/agent/agent-world.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { seededRandom } from '#main/simulator/seeded-random.ts';

const SEEDS = 200;
const SEEDS_A_TEST = 20;
const AGENTS = 3;
const JOBS = 4;

/** What happens to an acknowledge on its way; a claim is given up after 6 s, as in production. */
const MISHAPS = ['none', 'slow', 'request lost', 'answer lost', 'throttled'] as const;

/** The rules of the trial: who was told InProgress for a job, and who sent a result for it. */
interface Witness {
  winners: Map<string, Set<number>>;
  reporters: Map<string, Set<number>>;
  refused: string[];
}

const noted = (map: Map<string, Set<number>>, jobId: string, agent: number): void => {
  map.set(jobId, (map.get(jobId) ?? new Set()).add(agent));
};

/** CodePipeline as agent number `agent` reaches it: acknowledges suffer by chance, at most twice a job and agent. */
function throughTheNetwork(
  service: FakeService,
  sleep: (ms: number) => Promise<void>,
  random: () => number,
  agent: number,
  witness: Witness,
): JobService {
  const suffered = new Map<string, number>();
  const unheard = (): never => {
    throw new ActionDeskError('unreachable', 'acknowledge: no answer in time', { retryable: true });
  };
  return {
    poll: (...given) => service.poll(...given),
    details: (...given) => service.details(...given),
    async acknowledge(job, nonce, token) {
      const times = suffered.get(job.jobId) ?? 0;
      suffered.set(job.jobId, times + 1);
      const mishap = times < 2 ? MISHAPS[Math.floor(random() * MISHAPS.length)] : 'none';
      const lateMs = Math.floor(random() * 6_000);
      if (mishap === 'throttled') throw new ActionDeskError('throttled', 'slow down', { retryable: true });
      if (mishap === 'request lost') {
        await sleep(lateMs);
        return unheard();
      }
      if (mishap === 'slow') await sleep(lateMs);
      const status = await service.acknowledge(job, nonce, token);
      noted(witness.winners, job.jobId, agent);
      if (mishap !== 'answer lost') return status;
      await sleep(lateMs);
      return unheard();
    },
    async putResult(job, result, token) {
      noted(witness.reporters, job.jobId, agent);
      await service.putResult(job, result, token).catch((thrown: unknown) => {
        witness.refused.push(`agent ${agent}, ${job.jobId}: ${String(thrown)}`);
        throw thrown;
      });
    },
  };
}

async function trial(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const world = createWorld('http', 2_000);
  const witness: Witness = { winners: new Map(), reporters: new Map(), refused: [] };
  const sleep = (ms: number) => world.clock.sleep(ms, new AbortController().signal);
  const starts = new Map<string, number>();
  world.processor.answer = (what, id) => {
    if (what === 'status') return aState(id, 'succeeded');
    starts.set(id, (starts.get(id) ?? 0) + 1);
    return aState(`work of ${id}`, 'running');
  };
  const desks = [];
  for (let agent = 0; agent < AGENTS; agent += 1) {
    const jobs = throughTheNetwork(world.service, sleep, random, agent, witness);
    const pollIntervalMs = 500 + Math.floor(random() * 2_000);
    desks.push(await world.open({ pollIntervalMs }, {}, world.anotherFolder(), jobs));
  }
  for (let job = 0; job < JOBS; job += 1) {
    world.service.add(`job-${job}`);
    await world.clock.advance(Math.floor(random() * 2_000));
  }
  const isOver = () => {
    const jobs = [...world.service.jobs.values()];
    return jobs.length === JOBS * 2 && jobs.every(({ state }) => state === 'over');
  };
  for (let minute = 0; minute < 10 && !isOver(); minute += 1) await world.clock.advance(60_000);
  // A loser that believed itself the winner would speak now.
  await world.clock.advance(120_000);

  const all = [...world.service.jobs.values()];
  const told = `seed ${seed}`;
  expect(all, told).toHaveLength(JOBS * 2);
  for (const { jobId, results } of all) {
    const winners = [...(witness.winners.get(jobId) ?? [])];
    expect(winners, `${told}: winners of ${jobId}`).toHaveLength(1);
    expect([...(witness.reporters.get(jobId) ?? [])], `${told}: reporters of ${jobId}`).toEqual(winners);
    expect(results, `${told}: results of ${jobId}`).toHaveLength(1);
  }
  expect(
    all.filter(({ results }) => results[0]?.kind === 'success'),
    told,
  ).toHaveLength(JOBS);
  expect(witness.refused, told).toEqual([]);
  expect([...starts.values()], told).toEqual(Array.from({ length: JOBS }, () => 1));
  await Promise.all(desks.map((desk) => desk.end()));
}

const firstSeeds = Array.from({ length: SEEDS / SEEDS_A_TEST }, (_none, group) => 1 + group * SEEDS_A_TEST);

it.each(firstSeeds)(
  'has one winner a job, no result from a loser and one start of the work, with twenty seeds from %i',
  async (firstSeed) => {
    for (let seed = firstSeed; seed < firstSeed + SEEDS_A_TEST; seed += 1) await trial(seed);
  },
  120_000,
);
