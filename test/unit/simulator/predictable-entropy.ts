import type { Entropy } from '#main/simulator/world/entropy.ts';

/** Counts instead of guessing: every value is new and the same in every run. */
export function predictableEntropy(): Entropy {
  let count = 0;
  const next = () => (count += 1);
  return {
    uuid: () => `00000000-0000-4000-8000-${String(next()).padStart(12, '0')}`,
    opaque: (bytes) => Buffer.from(String(next()).padStart(bytes, '0')).toString('base64'),
  };
}
