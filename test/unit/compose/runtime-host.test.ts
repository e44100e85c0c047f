import { describe, expect, it, vi } from 'vitest';
import { createRuntimeHost, DRAIN_MS } from '#main/compose/runtime-host.ts';
import type { Runtime } from '#main/compose/runtime.ts';
import { damageFound } from '#main/store/store-error.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { aCell } from '#test/support/a-cell.ts';
import { aRuntime } from '#test/unit/electron/a-runtime.ts';

const log = (): void => undefined;
const quietly = { onEvent: log, onDraining: log, onStarted: log, log };

/** A host over the given runtimes by name; a name that is not there fails to start. */
function aHost(runtimes: Record<string, ReturnType<typeof aRuntime>>, initial: string) {
  const started: (string | null)[] = [];
  const draining: string[] = [];
  const onEvent = vi.fn();
  const host = createRuntimeHost(initial, {
    start: (name) => {
      const runtime = runtimes[name]?.runtime;
      return runtime
        ? Promise.resolve(runtime)
        : Promise.reject(new ActionDeskError('store-damaged', `${name} is damaged.`));
    },
    onEvent,
    onDraining: (name) => draining.push(name),
    onStarted: (name, runtime) => started.push(runtime ? name : null),
    log,
  });
  return { host, started, draining, onEvent };
}

describe('the runtime host', () => {
  it('starts the first environment and passes its events on', async () => {
    const practice = aRuntime();
    const { host, started, onEvent } = aHost({ practice }, 'practice');
    expect(await host.runtime()).toBe(practice.runtime);
    expect(await host.startProblem()).toBeNull();
    practice.say({ kind: 'clients-changed' });
    expect(onEvent).toHaveBeenCalledWith({ kind: 'clients-changed' });
    expect(started).toEqual(['practice']);
  });

  it('drains the old runtime before the new one starts', async () => {
    const [practice, staging] = [aRuntime(), aRuntime('staging')];
    const { host, draining, onEvent } = aHost({ practice, staging }, 'practice');
    await host.use('staging');
    expect(practice.closed).toEqual([DRAIN_MS]);
    expect(draining).toEqual(['practice']);
    expect(practice.listeners.size).toBe(0);
    expect(host.environment()).toBe('staging');
    expect(await host.runtime()).toBe(staging.runtime);
    staging.say({ kind: 'cells-changed' });
    expect(onEvent).toHaveBeenCalledOnce();
  });

  it('keeps a start that failed as a problem, and another environment can follow', async () => {
    const practice = aRuntime();
    const { host, started } = aHost({ practice }, 'staging');
    expect(await host.startProblem()).toBe('staging is damaged.');
    await expect(host.runtime()).rejects.toMatchObject({ code: 'store-damaged' });
    expect(host.environment()).toBe('staging');
    await host.use('practice');
    expect(await host.startProblem()).toBeNull();
    expect(started).toEqual([null, 'practice']);
  });

  it('answers requests during a change from the environment that follows', async () => {
    const [practice, staging] = [aRuntime(), aRuntime('staging')];
    const { host } = aHost({ practice, staging }, 'practice');
    const change = host.use('staging');
    expect(await host.runtime()).toBe(staging.runtime);
    await change;
  });

  it('changes in turn', async () => {
    const [practice, staging] = [aRuntime(), aRuntime('staging')];
    const { host } = aHost({ practice, staging }, 'practice');
    await Promise.all([host.use('staging'), host.use('practice'), host.use('staging')]);
    expect(host.environment()).toBe('staging');
    expect(practice.closed).toHaveLength(2);
    expect(staging.closed).toHaveLength(1);
  });

  it('starts an environment again whose ledger is found damaged, with its switches as they were', async () => {
    const runtimes = [aRuntime(), aRuntime()];
    const started: unknown[] = [];
    const host = createRuntimeHost('practice', {
      start: (name, cellsBefore) => {
        started.push([name, cellsBefore]);
        return Promise.resolve(runtimes[started.length - 1]?.runtime as Runtime);
      },
      ...quietly,
    });
    await host.runtime();
    const cells = [aCell({ switch: 'paused' })];
    runtimes[0]?.say({ kind: 'ledger-damaged', cells });
    expect(await host.runtime()).toBe(runtimes[1]?.runtime);
    expect(started).toEqual([
      ['practice', undefined],
      ['practice', cells],
    ]);
    expect(runtimes[0]?.closed).toHaveLength(1);
    expect(runtimes[0]?.listeners.size).toBe(0);
  });

  it('starts again when damage is found on the way up, three times at most', async () => {
    const practice = aRuntime();
    const damages = Array.from({ length: 4 }, () => damageFound('a page'));
    let starts = 0;
    const told: (string | null)[] = [];
    const host = createRuntimeHost('practice', {
      start: () => {
        const damage = damages[starts++];
        return damage ? Promise.reject(damage) : Promise.resolve(practice.runtime);
      },
      ...quietly,
      onStarted: (name, runtime) => told.push(runtime ? name : null),
    });
    expect(await host.startProblem()).toBe('The ledger file is damaged (a page).');
    expect([starts, told]).toEqual([4, [null]]);
    await host.use('practice');
    expect(await host.runtime()).toBe(practice.runtime);
    const mended = createRuntimeHost('practice', {
      start: () =>
        starts++ === 5 ? Promise.reject(damageFound('a page')) : Promise.resolve(practice.runtime),
      ...quietly,
    });
    expect(await mended.runtime()).toBe(practice.runtime);
  });

  it('leaves a ledger that is damaged a fourth time within an hour to a person', async () => {
    const runtimes = Array.from({ length: 5 }, () => aRuntime());
    let starts = 0;
    const left = vi.fn();
    const host = createRuntimeHost('practice', {
      start: () => Promise.resolve(runtimes[starts++]?.runtime as Runtime),
      ...quietly,
      onDamageLeft: left,
    });
    for (const runtime of runtimes.slice(0, 4)) {
      expect(await host.runtime()).toBe(runtime.runtime);
      expect(left).not.toHaveBeenCalled();
      runtime.say({ kind: 'ledger-damaged', cells: [] });
    }
    expect(await host.runtime()).toBe(runtimes[3]?.runtime);
    expect(left).toHaveBeenCalledOnce();
    expect(runtimes[3]?.closed).toEqual([]);
  });

  it('does not start again what another environment is about to take the place of', async () => {
    const [practice, staging] = [aRuntime(), aRuntime('staging')];
    const { host, started } = aHost({ practice, staging }, 'practice');
    await host.runtime();
    const change = host.use('staging');
    practice.say({ kind: 'ledger-damaged', cells: [] });
    await change;
    expect(await host.runtime()).toBe(staging.runtime);
    expect(started).toEqual(['practice', 'staging']);
    expect(staging.closed).toEqual([]);
  });

  it('closes once, also when a runtime does not close cleanly, and starts nothing afterwards', async () => {
    const practice = aRuntime();
    practice.runtime.close = () => Promise.reject(new Error('disk full'));
    const { host } = aHost({ practice }, 'practice');
    await host.close(5);
    await host.close(5);
    await expect(host.use('practice')).rejects.toMatchObject({ code: 'not-allowed-now' });
    await expect(host.runtime()).rejects.toMatchObject({ code: 'not-allowed-now' });
  });

  it('starts nothing more when it is closed while a change is under way', async () => {
    const [practice, staging] = [aRuntime(), aRuntime('staging')];
    const { host, started } = aHost({ practice, staging }, 'practice');
    await host.runtime();
    const change = host.use('staging');
    await host.close(7);
    await change;
    expect(started).toEqual(['practice']);
    expect(practice.closed).toEqual([DRAIN_MS]);
    expect(staging.closed).toEqual([]);
  });

  it('starts nothing more when it is closed while a damaged ledger is about to be mended', async () => {
    const practice = aRuntime();
    const { host, started } = aHost({ practice }, 'practice');
    await host.runtime();
    practice.say({ kind: 'ledger-damaged', cells: [] });
    await host.close(7);
    expect(started).toEqual(['practice']);
    expect(practice.closed).toHaveLength(1);
  });

  it('closes a runtime whose start was under way', async () => {
    const practice = aRuntime();
    const { host } = aHost({ practice }, 'practice');
    await host.close(7);
    expect(practice.closed).toEqual([7]);
  });
});
