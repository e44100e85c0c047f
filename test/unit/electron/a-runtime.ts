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
  const recorded: string[] = [];
  const unused = (): never => {
    throw new ActionDeskError('internal', 'not part of this test');
  };
  const runtime: Runtime = {
    environment,
    practice: environment === 'practice',
    protection: 'open',
    simulatorEndpoint: null,
    tokenKeeping: { kept: false, sentence: '' },
    listRuns: unused,
    countRuns: unused,
    runValues: unused,
    readRuns: unused,
    getRun: (id) => {
      const run = [...runs.values()].find(({ runId, currentJobId }) => runId === id || currentJobId === id);
      return run
        ? Promise.resolve(detail(run))
        : Promise.reject(new ActionDeskError('not-found', 'No such run.'));
    },
    act: unused,
    retryStage: unused,
    listClients: unused,
    unmatchedClients: unused,
    findClient: unused,
    renameClient: unused,
    setClientDisabled: unused,
    compareClients: unused,
    keptValue: unused,
    keepValue: unused,
    addClient: unused,
    rotateToken: unused,
    importClients: unused,
    removeClient: unused,
    bulk: {
      preview: unused,
      start: unused,
      list: () => [],
      rows: unused,
      cancel: unused,
      retry: unused,
      forget: unused,
      close: () => Promise.resolve(),
    },
    artifacts: {
      ...{ buckets: unused, list: unused, startListing: unused, listing: unused, stopListing: unused },
      ...{ versions: unused, pipelines: unused, named: unused, ofRun: unused, open: unused, close: unused },
      ...{ entries: unused, preview: unused, compare: unused, comparison: unused, stopComparison: unused },
      ...{ saveWish: unused, save: unused, saveForOpening: unused, whyNotUpload: unused, upload: unused },
      ...{ tasks: () => Promise.resolve([]), cancelTask: unused, resumeTask: unused, forgetTask: unused },
      runObjects: { page: unused, versions: unused, open: unused, bytes: unused },
      ...{ savedPlace: unused, cache: unused, clearCache: unused },
    },
    pipelines: {
      ...{ list: unused, glance: unused, scan: unused, get: unused, executions: unused, execution: unused },
      ...{ succeededIn: unused, changes: unused },
      ...{ actions: unused, whatIf: unused, act: unused, afterCare: unused, cancelWork: unused },
    },
    holds: { list: () => [], add: unused, release: unused },
    audit: {
      list: () => ({ rows: [], total: 0, upTo: 0, newer: 0 }),
      choices: () => ({ who: [], acts: [] }),
      read: unused,
      record: (act, subject) => recorded.push(`${act} ${subject}`),
    },
    notes: { list: () => [], add: unused, change: unused, setDeleted: () => false },
    cells: () => [],
    control: () => [],
    agentHistory: () => ({ endsAt: 0, cells: [] }),
    agentBudget: unused,
    notices: () => [],
    wake: () => undefined,
    consoleCall: (_region, send) => send(),
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
    recorded,
    listeners,
    say: (event: RuntimeEvent) => listeners.forEach((listener) => listener(event)),
  };
}
