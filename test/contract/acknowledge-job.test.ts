import { AcknowledgeJobCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { polledCustomJob } from './claimed-job.ts';

describe('AcknowledgeJob', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
    await simulator.job();
  });
  afterEach(() => simulator.close());

  async function acknowledge(jobId: string, nonce: string) {
    return (await simulator.codePipeline().send(new AcknowledgeJobCommand({ jobId, nonce }))).status;
  }

  it('claims a polled job', async () => {
    const { id, nonce } = await polledCustomJob(simulator);
    expect(await acknowledge(id, nonce)).toBe('InProgress');
    expect(await simulator.ledgerJob(id)).toMatchObject({
      status: 'InProgress',
      acknowledgedAt: simulator.now(),
    });
  });

  it('lets one of two workers with the same nonce win', async () => {
    const { id, nonce } = await polledCustomJob(simulator);
    const answers = await Promise.allSettled([acknowledge(id, nonce), acknowledge(id, nonce)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await simulator.ledgerJob(id)).toMatchObject({ status: 'InProgress', invalidNonceCount: 1 });
  });

  it('refuses a wrong nonce, and that of an earlier hand-out', async () => {
    const first = await polledCustomJob(simulator);
    await simulator.advance(30);
    const again = await polledCustomJob(simulator);
    for (const nonce of ['wrong', first.nonce]) {
      await expect(acknowledge(first.id, nonce)).rejects.toMatchObject({ name: 'InvalidNonceException' });
    }
    expect(await acknowledge(first.id, again.nonce)).toBe('InProgress');
  });

  it('answers TimedOut for a job that nobody claimed in time', async () => {
    const { id, nonce } = await polledCustomJob(simulator);
    await simulator.advance(3600);
    expect(await acknowledge(id, nonce)).toBe('TimedOut');
  });

  it('refuses a nonce of more than 50 characters, and an unknown job', async () => {
    const { id } = await polledCustomJob(simulator);
    await expect(acknowledge(id, 'x'.repeat(51))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(acknowledge('00000000-0000-0000-0000-000000000000', '1')).rejects.toMatchObject({
      name: 'JobNotFoundException',
    });
  });
});
