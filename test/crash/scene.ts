import { createRunLedger } from '#main/store/run-ledger.ts';
import { createRunReader } from '#main/store/run-reader.ts';
import { openStore } from '#main/store/open-store.ts';
import type { SimulatorUnderTest } from '#test/support/simulator.ts';

/** What CodePipeline, the backend of `http` processors and the agent's own database remember once no process is left. */
export async function readScene(simulator: SimulatorUnderTest, dataDir: string) {
  const ledger = await simulator.ledger();
  const store = await openStore(dataDir);
  try {
    const all = { sortBy: 'createdAt', descending: false, page: 1, pageSize: 50 } as const;
    const { rows } = createRunReader(store).listRuns(all);
    const unsettled = await createRunLedger(store, { onRunChanged: () => undefined }).unsettledResults();
    return { ledger, runs: rows, unsettledResults: unsettled.length };
  } finally {
    store.close();
  }
}
