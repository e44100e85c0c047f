import type { Notice } from '#shared/domain/notice.ts';
import type { Log } from '../agent/ports.ts';
import type { ClientStore } from '../store/client-store.ts';

/** Tells of client tokens that were sealed under a key that this agent does not have: nothing overwrites them. */
export interface ForeignKeys {
  notices(): readonly Notice[];
  /** The tokens, or the key that they are under, may have changed. */
  look(): void;
}

const SENTENCE =
  'Client tokens are kept under a key that is not here: the jobs of these clients wait. Put that key back and start the agent again, or replace the tokens.';

/** Looks at once; `now` answers epoch ms. */
export function watchForeignKeys(
  clients: Pick<ClientStore, 'underOtherKeys'>,
  now: () => number,
  log: Log,
): ForeignKeys {
  let notice: Notice | null = null;
  function look(): void {
    const count = clients.underOtherKeys();
    if (count === 0) {
      notice = null;
      return;
    }
    if (!notice) log('warn', 'tokens-under-another-key', { clients: count });
    notice = {
      ...{ kind: 'vault', severity: 'error', since: notice?.since ?? now(), sentence: SENTENCE },
      detail: `Clients: ${count}.`,
      act: { page: 'clients', label: 'Clients' },
    };
  }
  look();
  return { notices: () => (notice ? [notice] : []), look };
}
