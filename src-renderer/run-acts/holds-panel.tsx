import Button from '@cloudscape-design/components/button';
import { useState, type ReactElement } from 'react';
import { holdInWords, type Hold } from '#shared/domain/hold.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { Ago } from '#renderer/ui/moment.tsx';
import { HoldDialog, ReleaseDialog } from './hold-dialogs.tsx';
import { useProtection } from './use-protection.ts';
import './holds.css';

/** Where nothing new is claimed, by whom and why, with the way to hold more and to release. */
export function HoldsPanel(): ReactElement {
  const holds = useAnswer('holds.list', null).data ?? [];
  const { readOnly } = useProtection();
  const [open, setOpen] = useState<'hold' | Hold | null>(null);
  return (
    <section className="ad-holds" aria-label="Holds" data-testid="holds">
      {holds.length > 0 && (
        <ul>
          {holds.map((hold) => (
            <li key={hold.holdId}>
              <span>
                <strong>Held:</strong> {holdInWords(hold)}
                {hold.reason && <span>{` – ${hold.reason}`}</span>}
                <span className="ad-muted">
                  {` by ${hold.who}, `}
                  <Ago at={hold.at} />
                </span>
              </span>
              <Button
                data-testid="hold-release"
                ariaLabel={`Release ${holdInWords(hold)}`}
                disabled={readOnly !== null}
                disabledReason={readOnly ?? ''}
                onClick={() => setOpen(hold)}
              >
                Release…
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Button
        data-testid="hold-add"
        disabled={readOnly !== null}
        disabledReason={readOnly ?? ''}
        onClick={() => setOpen('hold')}
      >
        Hold…
      </Button>
      {open === 'hold' && <HoldDialog onClose={() => setOpen(null)} />}
      {open !== null && open !== 'hold' && <ReleaseDialog hold={open} onClose={() => setOpen(null)} />}
    </section>
  );
}

/** How many holds there are, as a link to them; nothing where none is. */
export function HoldsChip(): ReactElement | null {
  const holds = useAnswer('holds.list', null).data ?? [];
  if (holds.length === 0) return null;
  return (
    <a
      className="ad-bar-button ad-holds-chip"
      data-testid="holds-chip"
      href="#/agent"
      title={holds.map((hold) => `Held: ${holdInWords(hold)}`).join('\n')}
    >
      {holds.length === 1 ? '1 hold' : `${holds.length} holds`}
    </a>
  );
}
