import { describe, expect, it, vi } from 'vitest';
import { createRuntimeHost, DRAIN_MS } from '#main/electron/runtime-host.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { aRuntime } from './a-runtime.ts';

const log = (): void => undefined;

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

  it('closes once, also when a runtime does not close cleanly, and starts nothing afterwards', async () => {
    const practice = aRuntime();
    practice.runtime.close = () => Promise.reject(new Error('disk full'));
    const { host } = aHost({ practice }, 'practice');
    await host.close(5);
    await host.close(5);
    await expect(host.use('practice')).rejects.toMatchObject({ code: 'not-allowed-now' });
    await expect(host.runtime()).rejects.toMatchObject({ code: 'not-allowed-now' });
  });

  it('closes a runtime whose start was under way', async () => {
    const practice = aRuntime();
    const { host } = aHost({ practice }, 'practice');
    await host.close(7);
    expect(practice.closed).toEqual([7]);
  });
});
