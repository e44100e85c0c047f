import { randomBytes, randomUUID } from 'node:crypto';
import type { Entropy } from './world/entropy.ts';

/** Real randomness, from the platform's generator. */
export const nodeEntropy: Entropy = {
  uuid: () => randomUUID(),
  opaque: (bytes) => randomBytes(bytes).toString('base64'),
};
