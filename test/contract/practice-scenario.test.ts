import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { workOneRound } from './practice-worker.ts';

interface Scenario {
  clients: { clientId: string; label: string; clientToken: string }[];
  missingTokens: { clientId: string; label: string; clientToken: string }[];
  seeds: { name: string; chainId: string; region: string; intended: string }[];
  actionTypes: { provider: string; owner: string; processor: string; executionUrlTemplate: string | null }[];
  pipelines: { executionMode: string }[];
  backend: { startUrl: string };
}

describe('the practice scenario', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator({ scenario: 'practice' });
  });
  afterEach(() => simulator.close());

  const scenario = async () => (await simulator.control<Scenario>('GET', 'scenario')).body;

  it('has five customers, one without a token, and seeds of every kind in both regions', async () => {
    const { clients, missingTokens, seeds, actionTypes, pipelines, backend } = await scenario();
    expect(clients).toHaveLength(4);
    expect(missingTokens.map((client) => client.label)).toEqual(['Wingtip Sports']);
    expect(new Set(seeds.map((seed) => seed.region))).toEqual(new Set(['us-east-1', 'us-west-2']));
    expect(new Set(seeds.map((seed) => seed.intended))).toEqual(
      new Set(['succeeded', 'failed', 'waits-for-human']),
    );
    expect(actionTypes.map((type) => type.processor)).toEqual(['http', 'http', 'manual']);
    expect(new Set(pipelines.map((pipeline) => pipeline.executionMode)).size).toBe(3);
    expect(backend.startUrl).toBe(`${simulator.endpoint}/_backend/runs`);
  });

  it('ends every seed as intended under a worker with the known tokens, and starts each work once', async () => {
    const { clients } = await scenario();
    const tokens = new Map(clients.map((client) => [client.clientId, client.clientToken]));
    for (let round = 0; round < 30; round += 1) {
      await workOneRound(simulator, tokens);
      await simulator.advance(2);
    }
    const { chains, backend } = await simulator.ledger();
    for (const { final, seed } of chains) {
      if (seed)
        expect([seed.name, final]).toEqual([
          seed.name,
          seed.intended === 'waits-for-human' ? null : seed.intended,
        ]);
    }
    expect(backend.every((run) => run.starts === 1)).toBe(true);
  });

  it('lets further runs flow while somebody polls, and none of them waits for a person', async () => {
    const { clients } = await scenario();
    const tokens = new Map(clients.map((client) => [client.clientId, client.clientToken]));
    for (let round = 0; round < 100; round += 1) {
      await workOneRound(simulator, tokens);
      await simulator.advance(2);
    }
    const flowing = (await simulator.ledger()).chains.filter((chain) => !chain.seed);
    expect(flowing.length).toBeGreaterThanOrEqual(7);
    expect(flowing.length).toBeLessThanOrEqual(13);
    expect(flowing.filter((chain) => chain.final === null).length).toBeLessThanOrEqual(3);
  });

  it('stops flowing at six unfinished runs, and without pollers', async () => {
    await simulator.advance(3600);
    expect((await simulator.ledger()).chains.every((chain) => chain.seed)).toBe(true);
    const body = JSON.stringify({ status: 'running', externalExecutionId: '1' });
    await simulator.fault({ operation: 'backend:*', kind: 'error', status: 200, body });
    for (let round = 0; round < 12; round += 1) {
      await workOneRound(simulator, new Map());
      await simulator.advance(30);
    }
    const flowing = (await simulator.ledger()).chains.filter((chain) => !chain.seed);
    expect(flowing.filter((chain) => chain.final === null).length).toBe(6);
  });

  it('does not flow when told not to', async () => {
    await simulator.reset({ scenario: 'practice', flow: false });
    for (let round = 0; round < 5; round += 1) {
      await workOneRound(simulator, new Map());
      await simulator.advance(60);
    }
    expect((await simulator.ledger()).chains.every((chain) => chain.seed)).toBe(true);
  });
});
