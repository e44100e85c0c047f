import { setImmediate as nextTurn } from 'node:timers/promises';
import { createClientStore, type ClientStore } from '../store/client-store.ts';
import { createHoldStore, type HoldStore } from '../store/hold-store.ts';
import { createKeptValues } from '../store/kept-values.ts';
import type { StoreDatabase } from '../store/open-database.ts';
import { createPipelineRuns, type PipelineRuns } from '../store/pipeline-runs.ts';
import { createRunLedger } from '../store/run-ledger.ts';
import { createRunReader } from '../store/run-reader.ts';
import { createCipher } from '../vault/cipher.ts';
import type { RunLedger } from '../agent/ports.ts';
import type { AgentRuntimeOptions } from './agent-runtime-options.ts';
import type { ClosingOrder } from './closing-order.ts';
import { lockFreed } from './folder-lock.ts';
import { watchForeignKeys } from './foreign-keys.ts';
import { openLedgerKeeper, type LedgerKeeper } from './ledger-keeper.ts';
import { createRunStateLog } from './run-state-log.ts';
import type { RuntimeEvents } from './runtime-events.ts';

/** All that is kept in one data folder, open and ours alone. */
export interface OpenStores {
  readonly keeper: LedgerKeeper;
  readonly db: StoreDatabase;
  readonly ledger: RunLedger;
  readonly clients: ClientStore;
  readonly foreignKeys: ReturnType<typeof watchForeignKeys>;
  readonly reader: ReturnType<typeof createRunReader>;
  readonly pipelineRuns: PipelineRuns;
  readonly kept: ReturnType<typeof createKeptValues>;
  readonly holdStore: HoldStore;
}

/**
 * The lock first, so that nothing is mended under another agent's hands; then the ledger, whose live runs its journal begins
 * with. Thousands of them take tens of milliseconds at each step: what else the process does has a turn in between. Throws
 * `data-folder-in-use`.
 *
 * @param onDamage see `LedgerKeeperOptions`.
 */
export async function openStores(
  options: Pick<AgentRuntimeOptions, 'dataDir' | 'nativeBinding' | 'key' | 'log'>,
  closing: ClosingOrder,
  { emit }: RuntimeEvents,
  onDamage: () => void,
): Promise<OpenStores> {
  const { dataDir, nativeBinding, log } = options;
  const lock = await lockFreed(dataDir, nativeBinding);
  closing.opened(() => lock.release());
  const keeper = await openLedgerKeeper({
    dataDir,
    open: { nativeBinding, flushing: 'beside' },
    now: Date.now,
    log,
    onNotices: () => emit({ kind: 'notices-changed' }),
    onDamage,
  });
  closing.opened(() => keeper.close());
  await nextTurn();
  const { db } = keeper;
  const states = createRunStateLog(log);
  const ledger = keeper.watching(
    createRunLedger(db, {
      onRunChanged: (runId, run, owed) => {
        const there = keeper.runChanged(runId, run, owed);
        if (run) states.tell(run);
        else if (!there) states.forget(runId);
        emit({ kind: 'run-changed', runId });
      },
    }),
  );
  const live = await ledger.liveRuns();
  await nextTurn();
  keeper.begin(live);
  await nextTurn();
  const clients = createClientStore(db, createCipher(options.key));
  const forgotten = clients.forgetEarlierSessions();
  if (forgotten > 0) log('warn', 'tokens-of-earlier-session', { clients: forgotten });
  return {
    ...{ keeper, db, ledger, clients },
    foreignKeys: watchForeignKeys(clients, Date.now, log),
    reader: createRunReader(db),
    pipelineRuns: createPipelineRuns(db),
    kept: createKeptValues(db),
    holdStore: createHoldStore(db),
  };
}
