import type { RunDetail } from '#shared/domain/run.ts';
import { waitsForHuman } from '#shared/domain/run-state.ts';

/** A chain that the simulator's scenario starts with, and how it is meant to end. */
export interface Seed {
  readonly name: string;
  readonly chainId: string;
  readonly region: string;
  readonly intended: 'succeeded' | 'failed' | 'waits-for-human';
}

/** What the simulator's ledger says about a chain; `jobId` is null while the chain has no job yet. */
export interface SimulatedChain {
  readonly chainId: string;
  readonly final: 'succeeded' | 'failed' | 'abandoned' | null;
  readonly jobId: string | null;
}

/** Our own ledger's view of a run, or null when no run has the job. */
export type SeenRun = Pick<RunDetail['run'], 'runId' | 'state' | 'protocol' | 'message'> | null;

/** One seed compared with both ledgers. */
export interface SeedVerdict {
  readonly seed: Seed;
  readonly asIntended: boolean;
  readonly runId: string | null;
  readonly protocol: 'third-party' | 'custom' | null;
  /** What is the case in both ledgers, as a sentence. */
  readonly sentence: string;
}

/** Judges one seed: the simulator and our ledger must both say what was intended. */
export function judgeSeed(seed: Seed, chain: SimulatedChain | null, run: SeenRun): SeedVerdict {
  const final = chain?.final ?? null;
  const asIntended =
    seed.intended === 'waits-for-human'
      ? chain !== null && final === null && run !== null && waitsForHuman(run.state)
      : final === seed.intended && run?.state === seed.intended;
  const here = run === null ? 'has no run here' : `is "${run.state}" here`;
  const there = chain === null ? 'unknown to the simulator' : `${final ?? 'not final'} at the simulator`;
  const message = run?.message ? ` (${run.message.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 200)})` : '';
  return {
    seed,
    asIntended,
    runId: run?.runId ?? null,
    protocol: run?.protocol ?? null,
    sentence: `${seed.name} in ${seed.region}: intended ${seed.intended}, ${here}, ${there}${message}`,
  };
}

/** The run whose detail is worth a picture: a third-party run that succeeded, else any that is final as intended. */
export function runToShow(verdicts: readonly SeedVerdict[]): string | null {
  const ended = verdicts.filter(({ asIntended, seed }) => asIntended && seed.intended !== 'waits-for-human');
  const best =
    ended.find(({ protocol, seed }) => protocol === 'third-party' && seed.intended === 'succeeded') ??
    ended[0];
  return best?.runId ?? null;
}
