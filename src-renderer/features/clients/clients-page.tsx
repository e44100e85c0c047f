import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactElement } from 'react';
import type { ClientView } from '#shared/domain/client.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { ErrorState, LoadingState } from '#renderer/ui/page-state.tsx';
import { ClientDialog } from './client-dialog.tsx';
import type { ClientDraft } from './client-draft.ts';
import { ClientsTable } from './clients-table.tsx';
import { RemoveClientDialog } from './remove-client-dialog.tsx';
import { TokenKeepingNote, type TokenKeeping } from './token-keeping.tsx';
import { UnmatchedSection } from './unmatched-section.tsx';
import './clients.css';

type Open =
  | { kind: 'add'; initial: Partial<ClientDraft>; fixedId: boolean }
  | { kind: 'remove'; client: ClientView }
  | null;

/** The token store: who is connected, and first of all who waits for a token. */
export function ClientsPage(): ReactElement {
  const answer = useAnswer('clients.list', null);
  const practice = useAnswer('app.info', null).data?.practice ?? false;
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  if (answer.isPending) return <LoadingState what="the clients" />;
  if (!answer.data) {
    return (
      <ErrorState
        title="The clients could not be read"
        error={answer.error}
        onRetry={() => void answer.refetch()}
      />
    );
  }
  const { clients, unmatched } = answer.data;
  const tokenKeeping: TokenKeeping = { ...answer.data.tokenKeeping, harmless: practice };
  const note = <TokenKeepingNote tokenKeeping={tokenKeeping} />;
  const warns = !tokenKeeping.kept && !practice;
  const labelOf = (clientId: string): string => clients.find((one) => one.clientId === clientId)?.label ?? '';
  return (
    <div className="ad-clients">
      <h1 className="ad-offscreen">Clients</h1>
      <SpaceBetween size="m">
        {warns && note}
        {unmatched.length > 0 && (
          <UnmatchedSection
            unmatched={unmatched}
            onAdd={({ clientId }) =>
              setOpen({ kind: 'add', initial: { clientId, label: labelOf(clientId) }, fixedId: true })
            }
          />
        )}
        <ClientsTable
          clients={clients}
          onAdd={() => setOpen({ kind: 'add', initial: {}, fixedId: false })}
          onReplace={({ clientId, label }) =>
            setOpen({ kind: 'add', initial: { clientId, label }, fixedId: true })
          }
          onRemove={(client) => setOpen({ kind: 'remove', client })}
        />
        {!warns && note}
      </SpaceBetween>
      {open?.kind === 'add' && (
        <ClientDialog
          initial={open.initial}
          fixedId={open.fixedId}
          tokenKeeping={tokenKeeping}
          onClose={close}
        />
      )}
      {open?.kind === 'remove' && <RemoveClientDialog client={open.client} onClose={close} />}
    </div>
  );
}
