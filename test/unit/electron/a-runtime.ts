import type { Runtime, RuntimeEvent } from '#main/compose/runtime.ts';
import type { RunDetail, RunSummary } from '#shared/domain/run.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { CHANNEL_SAMPLES } from './channel-samples.ts';

/** A run with what a test is about. */
export function aRun(change: Partial<RunSummary> = {}): RunSummary {
  return { ...CHANNEL_SAMPLES['runs.get'].answer.run, ...change };
}

const detail = (run: RunSummary): RunDetail => ({ ...CHANNEL_SAMPLES['runs.get'].answer, run });

/** A runtime in memory: `say` makes it speak, `runs` is its ledger (by run id), `closed` the drains it was asked for. */
export function aRuntime(environment = 'practice') {
  const listeners = new Set<(event: RuntimeEvent) => void>();
  const runs = new Map<string, RunSummary>();
  const closed: number[] = [];
  const unused = (): never => {
    throw new ActionDeskError('internal', 'not part of this test');
  };
  const runtime: Runtime = {
    environment,
    practice: environment === 'practice',
    simulatorEndpoint: null,
    tokenKeeping: { kept: false, sentence: '' },
    listRuns: unused,
    getRun: (id) => {
      const run = [...runs.values()].find(({ runId, currentJobId }) => runId === id || currentJobId === id);
      return run
        ? Promise.resolve(detail(run))
        : Promise.reject(new ActionDeskError('not-found', 'No such run.'));
    },
    act: unused,
    listClients: unused,
    addClient: unused,
    rotateToken: unused,
    importClients: unused,
    removeClient: unused,
    cells: () => [],
    control: () => [],
    wake: () => undefined,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: (drainMs) => {
      closed.push(drainMs);
      return Promise.resolve();
    },
  };
  return {
    runtime,
    runs,
    closed,
    listeners,
    say: (event: RuntimeEvent) => listeners.forEach((listener) => listener(event)),
  };
}
