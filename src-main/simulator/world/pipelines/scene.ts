import type { Entropy } from '../entropy.ts';
import type { World } from '../world.ts';
import type { Pipeline } from './pipeline.ts';

/** What every step of a pipeline needs: whose step it is, and when (epoch milliseconds). */
export interface Scene {
  readonly world: World;
  readonly pipeline: Pipeline;
  readonly now: number;
  readonly entropy: Entropy;
}
