import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState, type ReactElement } from 'react';
import { clientQuerySchema, type ClientQuery, type ClientView } from '#shared/domain/client.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { useProtection } from '#renderer/run-acts/use-protection.ts';
import { goTo, useHashParams } from '#renderer/ui/hash-location.ts';
import { ErrorState, LoadingState } from '#renderer/ui/page-state.tsx';
import { ClientDialog } from './client-dialog.tsx';
import type { ClientDraft } from './client-draft.ts';
import { ClientsTable, type ClientAct } from './clients-table.tsx';
import { ConfigurationPageDialog } from './configuration-page-dialog.tsx';
import { DisableClientDialog } from './disable-client-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { RemoveClientDialog } from './remove-client-dialog.tsx';
import { RenameClientDialog } from './rename-client-dialog.tsx';
import { RotateClientDialog } from './rotate-client-dialog.tsx';
import { TokenKeepingNote, type TokenKeeping } from './token-keeping.tsx';
import { UnmatchedSection } from './unmatched-section.tsx';
import './clients.css';

/** "Last used" moves without an event. */
const REFETCH_MS = 5_000;

type Open =
  | { kind: 'add'; initial: Partial<ClientDraft>; fixedId: boolean }
  | { kind: ClientAct; client: ClientView }
  | { kind: 'enable'; client: Pick<ClientView, 'clientId' | 'label' | 'disabledAt'> }
  | { kind: 'import' }
  | { kind: 'page' }
  | null;

/**
 * The token store: who is connected, and first of all whose jobs wait. The address may bring a text to search for (`q`) and a
 * dialog to open (`open`), which is taken out of it again.
 */
export function ClientsPage(): ReactElement {
  const q = useHashParams().get('q') ?? '';
  return <Clients key={q} text={q.slice(0, 200)} />;
}

function Clients({ text }: { text: string }): ReactElement {
  const [query, setQuery] = useState<ClientQuery>(() => clientQuerySchema.parse(text ? { text } : {}));
  const asked = useHashParams().get('open');
  const answer = useAnswer('clients.list', query, { keepPrevious: true, refetchEveryMs: REFETCH_MS });
  const waiting = useAnswer('clients.unmatched', null);
  const practice = useAnswer('app.info', null).data?.practice ?? false;
  const { readOnly } = useProtection();
  const [open, setOpen] = useState<Open>(null);
  useEffect(() => {
    if (asked === null) return;
    if (asked === 'add') setOpen({ kind: 'add', initial: {}, fixedId: false });
    if (asked === 'import') setOpen({ kind: 'import' });
    if (asked === 'page') setOpen({ kind: 'page' });
    goTo('/clients', { replace: true });
  }, [asked]);
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
  const tokenKeeping: TokenKeeping = { ...answer.data.tokenKeeping, harmless: practice };
  const note = <TokenKeepingNote tokenKeeping={tokenKeeping} />;
  const warns = !tokenKeeping.kept && !practice;
  const unmatched = waiting.data?.unmatched ?? [];
  return (
    <div className="ad-clients">
      <h1 className="ad-offscreen">Clients</h1>
      <SpaceBetween size="m">
        {warns && note}
        {waiting.error && (
          <ErrorState
            title="The waiting jobs could not be read"
            error={waiting.error}
            onRetry={() => void waiting.refetch()}
          />
        )}
        {unmatched.length > 0 && (
          <UnmatchedSection
            readOnly={readOnly}
            unmatched={unmatched}
            total={waiting.data?.total ?? 0}
            onAdd={({ clientId, label }) =>
              setOpen({ kind: 'add', initial: { clientId, label: label ?? '' }, fixedId: true })
            }
            onEnable={({ clientId, label }) =>
              setOpen({ kind: 'enable', client: { clientId, label: label ?? clientId, disabledAt: 0 } })
            }
          />
        )}
        <ClientsTable
          query={query}
          answer={answer.data}
          onQuery={(change) => setQuery((present) => ({ ...present, ...change }))}
          readOnly={readOnly}
          onAct={(kind, client) => setOpen({ kind, client })}
          onAddWay={(way) =>
            setOpen(way === 'add' ? { kind: 'add', initial: {}, fixedId: false } : { kind: way })
          }
        />
        {!warns && note}
      </SpaceBetween>
      <OpenDialog open={open} tokenKeeping={tokenKeeping} onClose={() => setOpen(null)} />
    </div>
  );
}

function OpenDialog(props: {
  open: Open;
  tokenKeeping: TokenKeeping;
  onClose: () => void;
}): ReactElement | null {
  const { open, tokenKeeping, onClose } = props;
  switch (open?.kind) {
    case undefined:
      return null;
    case 'add':
      return <ClientDialog {...open} tokenKeeping={tokenKeeping} onClose={onClose} />;
    case 'rotate':
      return <RotateClientDialog client={open.client} tokenKeeping={tokenKeeping} onClose={onClose} />;
    case 'rename':
      return <RenameClientDialog client={open.client} onClose={onClose} />;
    case 'disable':
    case 'enable':
      return <DisableClientDialog client={open.client} onClose={onClose} />;
    case 'remove':
      return <RemoveClientDialog client={open.client} onClose={onClose} />;
    case 'import':
      return <ImportDialog tokenKeeping={tokenKeeping} onClose={onClose} />;
    case 'page':
      return <ConfigurationPageDialog tokenKeeping={tokenKeeping} onClose={onClose} />;
  }
}
