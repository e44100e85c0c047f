import Button from '@cloudscape-design/components/button';
import { useState, type ReactElement } from 'react';
import { holdInWords, type Hold } from '#shared/domain/hold.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { Ago } from '#renderer/ui/moment.tsx';
import { HoldDialog, ReleaseDialog } from './hold-dialogs.tsx';
import { useProtection } from './use-protection.ts';
import './holds.css';

/** Opens the dialog that holds a region or an action type. */
export function HoldButton(): ReactElement {
  const { readOnly } = useProtection();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        data-testid="hold-add"
        disabled={readOnly !== null}
        disabledReason={readOnly ?? ''}
        onClick={() => setOpen(true)}
      >
        Hold…
      </Button>
      {open && <HoldDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** Where nothing new is claimed, by whom and why, each with the way to release it; nothing where none is. */
export function HoldsPanel(): ReactElement | null {
  const holds = useAnswer('holds.list', null).data ?? [];
  const { readOnly } = useProtection();
  const [releasing, setReleasing] = useState<Hold | null>(null);
  if (holds.length === 0 && releasing === null) return null;
  return (
    <section className="ad-holds" aria-label="Holds" data-testid="holds">
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
              onClick={() => setReleasing(hold)}
            >
              Release…
            </Button>
          </li>
        ))}
      </ul>
      {releasing && <ReleaseDialog hold={releasing} onClose={() => setReleasing(null)} />}
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
