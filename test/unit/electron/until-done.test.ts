import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { waitUntilDone } from '#main/electron/until-done.ts';
import type { Runtime } from '#main/compose/runtime.ts';
import { aRun, aRuntime } from './a-runtime.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A runtime whose simulator answers with one seed, `b`, and the given final state of its chain. */
async function practising(final: () => 'succeeded' | null, seeds = 1) {
  const server = createServer((request, response) => {
    const scenario = {
      seeds: [{ name: 'b', chainId: 'c', region: 'us-east-1', intended: 'succeeded' }].slice(0, seeds),
    };
    const ledger = () => ({
      chains: [{ chainId: 'c', final: final() }],
      jobs: [{ jobId: 'j', chainId: 'c' }],
    });
    response.end(JSON.stringify(request.url === '/_simulator/scenario' ? scenario : ledger()));
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const made = aRuntime();
  const { port } = server.address() as AddressInfo;
  const runtime: Runtime = { ...made.runtime, simulatorEndpoint: `http://127.0.0.1:${port}` };
  return { runtime, runs: made.runs };
}

describe('waiting until done', () => {
  it('ends when simulator and ledger agree with what was intended', async () => {
    let asked = 0;
    const { runtime, runs } = await practising(() => (++asked < 3 ? null : 'succeeded'));
    runs.set('r', aRun({ runId: 'r', currentJobId: 'j', state: 'succeeded' }));
    const outcome = await waitUntilDone(runtime, { limitMs: 10_000, pollMs: 1 });
    expect(outcome).toMatchObject({ done: true, verdicts: [{ runId: 'r', asIntended: true }] });
    expect(asked).toBe(3);
  });

  it('names what is missing when the time is over', async () => {
    const { runtime } = await practising(() => 'succeeded');
    const outcome = await waitUntilDone(runtime, { limitMs: 0, pollMs: 1 });
    expect(outcome).toEqual({
      done: false,
      missing: ['b in us-east-1: intended succeeded, has no run here, succeeded at the simulator'],
    });
  });

  it('is not content with a scenario without seeds', async () => {
    const { runtime } = await practising(() => null, 0);
    expect(await waitUntilDone(runtime, { limitMs: 0, pollMs: 1 })).toEqual({
      done: false,
      missing: ['the scenario seeds no run'],
    });
  });

  it('asks again after a question that failed, and says so at the end', async () => {
    let asked = 0;
    const readProgress = () => {
      asked += 1;
      return Promise.reject(new Error('no answer'));
    };
    const { runtime } = aRuntime();
    const stop = new AbortController();
    const outcome = await waitUntilDone(runtime, {
      limitMs: 10_000,
      pollMs: 1,
      signal: stop.signal,
      readProgress: () => {
        if (asked === 3) stop.abort();
        return readProgress();
      },
    });
    expect(asked).toBe(4);
    expect(outcome).toEqual({ done: false, missing: ['progress could not be read: no answer'] });
  });
});
