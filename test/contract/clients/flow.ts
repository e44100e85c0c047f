import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { scenarioKeys } from '#test/support/aws-programs.ts';
import { withSimulator } from '#test/support/simulator.ts';
import type { SimulatorUnderTest } from '#test/support/simulator.ts';
import { ClientRefusal } from './aws-client.ts';
import type { AwsClient, ClientPlace } from './aws-client.ts';

/** A client and the simulator it calls; the simulator is asked for nothing but to let time pass and to count. */
export interface Scene {
  readonly client: AwsClient;
  readonly simulator: SimulatorUnderTest;
}

/** Something people do with CodePipeline, told once for every client. It throws where anything is amiss. */
export interface Flow {
  /** What it shows, in the present tense, after the name of a client. */
  readonly sentence: string;
  run(scene: Scene): Promise<void>;
}

/**
 * Plays a flow with a client in a simulator of its own. `leadThrough` says where the client calls instead of the
 * simulator's endpoint.
 */
export async function play(
  flow: Flow,
  open: (place: ClientPlace) => AwsClient,
  leadThrough: (endpoint: string) => string = (endpoint) => endpoint,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-client-'));
  try {
    await withSimulator(async (simulator) => {
      const endpoint = leadThrough(simulator.endpoint);
      const client = open({ endpoint, region: 'us-east-1', keys: scenarioKeys, folder });
      try {
        await flow.run({ client, simulator });
      } finally {
        await client.close();
      }
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Holds that a call is refused with this error, as an error that the client knows where it knows any. */
export async function expectRefusal(call: Promise<unknown>, errorName: string): Promise<void> {
  const refusal = await call.then(
    (answer) => expect.fail(`expected ${errorName}, got ${JSON.stringify(answer)}`),
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(ClientRefusal);
  expect(refusal).toMatchObject({ errorName });
  expect((refusal as ClientRefusal).isModeled).not.toBe(false);
}

/** The value, which the service always gives here. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`there is no ${what}`);
  return value;
}
