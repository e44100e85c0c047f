import type { KeyObject } from 'node:crypto';
import type { Entropy } from '../world/entropy.ts';
import type { World } from '../world/world.ts';
import { parseInput } from './constraints.ts';
import type { Shape } from './constraints.ts';

/** What an operation may use: the settled world, the time in epoch milliseconds, and who asks from where. */
export interface Call {
  readonly world: World;
  readonly now: number;
  readonly entropy: Entropy;
  readonly region: string;
  /** How the worker names itself, for the ledger; null where it does not. */
  readonly worker: string | null;
  /** Who signed the request, as far as it can be known. */
  readonly caller: Caller;
  /** Proves that a token was made by this simulator. The same over restarts of a kept world. */
  readonly sealingKey: KeyObject;
}

/** A principal, as answers that name people have it. */
export interface Caller {
  readonly arn: string;
  readonly accountId: string;
}

/** One operation of the service. `run` checks its input first; it throws ServiceError for every refusal. */
export interface Operation {
  readonly name: string;
  run(call: Call, input: unknown): object;
}

/** Joins an operation's name, the shape of its input and what it does. */
export function defineOperation<I>(
  name: string,
  input: Shape<I>,
  handle: (call: Call, input: I) => object,
): Operation {
  return { name, run: (call, given) => handle(call, parseInput(input, given)) };
}
