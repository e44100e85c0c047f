import { registerCredentials } from '../auth/credentials.ts';
import type { Simulation } from '../simulation.ts';
import type { Fields } from './fields.ts';

/** Makes credentials known: their signatures are verified from now on, and they can be given a life. */
export function orderCredentials(simulation: Simulation, body: Fields): object {
  const order = {
    accessKeyId: body.text('accessKeyId'),
    secretAccessKey: body.text('secretAccessKey'),
    sessionToken: body.optional('sessionToken', (b) => b.text('sessionToken'), undefined),
    expiresInSeconds: body.optional(
      'expiresInSeconds',
      (b) => b.number('expiresInSeconds', { min: 0 }),
      undefined,
    ),
  };
  const { accessKeyId, expiresAt } = registerCredentials(simulation.knownKeys, order, simulation.clock.now());
  return { accessKeyId, expiresAt };
}
