import { toActionDeskError } from '#shared/domain/errors.ts';
import { diskSpace } from '../platform/disk-space.ts';
import { finishImports } from '../store/client-import.ts';
import { createStockReader } from '../store/stock-reader.ts';
import { watchNotices } from './agent-notices.ts';
import type { AgentRuntimeOptions } from './agent-runtime-options.ts';
import type { AssembledAgent } from './assemble-agent.ts';
import type { ClosingOrder } from './closing-order.ts';
import type { OpenStores } from './open-stores.ts';
import { watchOtherProcesses } from './other-processes.ts';
import type { Runtime } from './runtime.ts';
import type { RuntimeEvents } from './runtime-events.ts';

/**
 * Begins all that goes on beside a started agent: what concerns every page, metrics, an import that an earlier process left
 * half-way, and clients that another process changes in the same folder.
 *
 * @param tokensChanged see `clientDesk`.
 */
export function watchRuntime(
  options: Pick<AgentRuntimeOptions, 'dataDir' | 'settings' | 'diskSpace' | 'watch' | 'log'>,
  { keeper, db, clients, foreignKeys }: OpenStores,
  { agent, awsClients, traffic, clock }: AssembledAgent,
  closing: ClosingOrder,
  { emit }: RuntimeEvents,
  tokensChanged: (clientId: string | null) => Promise<unknown>,
): Pick<Runtime, 'notices'> {
  const { log } = options;
  const notices = watchNotices(
    {
      cells: () => agent.cells(),
      pollIntervalMs: options.settings.pollSeconds * 1000,
      credentialsEndAt: () => awsClients.credentialsEndAt(),
      diskSpace: () => (options.diskSpace ?? diskSpace)(options.dataDir),
      more: () => [...keeper.notices(), ...foreignKeys.notices()],
    },
    clock,
    () => emit({ kind: 'notices-changed' }),
  );
  closing.opened(() => notices.close());
  options.watch?.begin({
    cells: () => agent.cells(),
    traffic: () => traffic.load(),
    stock: createStockReader(db),
    ledgerDamage: () => keeper.damage(),
  });
  const finishing = finishImports(db, clients).then(
    (taken) => (taken > 0 ? tokensChanged(null) : null),
    (thrown: unknown) => log('warn', 'import-not-finished', { message: toActionDeskError(thrown).message }),
  );
  closing.opened(() => finishing);
  closing.opened(
    watchOtherProcesses(clients, () => {
      clients.forgetRemembered();
      emit({ kind: 'clients-changed' });
      agent.tokensChanged(null).catch((thrown: unknown) => {
        log('error', 'tokens-not-looked-at', { message: toActionDeskError(thrown).message });
      });
    }),
  );
  return { notices: () => notices.notices() };
}
