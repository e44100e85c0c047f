import Button from '@cloudscape-design/components/button';
import { useState, type ReactElement } from 'react';
import { ACT_KINDS, whyNot, type ActKind } from '#shared/domain/acts.ts';
import type { RunState } from '#shared/domain/run-state.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import { ActDialog } from './act-dialog.tsx';
import { actWords } from './act-words.ts';
import { RetryStageButton } from './retry-stage.tsx';
import { useProtection } from './use-protection.ts';

const MAIN_ACTS: Partial<Record<RunState, ActKind>> = {
  'waiting-for-engineer': 'acknowledge',
  'with-engineer': 'progress',
  reporting: 'retry-step',
};

/** Every act as a button; one that cannot work now says why. */
export function ActButtons({ detail }: { detail: RunDetail }): ReactElement {
  const [open, setOpen] = useState<ActKind | null>(null);
  const { readOnly } = useProtection();
  const main = MAIN_ACTS[detail.run.state];
  return (
    <div className="ad-acts" role="group" aria-label="Acts">
      {ACT_KINDS.map((kind) => {
        const reason = readOnly ?? whyNot(kind, detail.run);
        return (
          <Button
            key={kind}
            data-testid={`act-${kind}`}
            variant={kind === main ? 'primary' : 'normal'}
            disabled={reason !== null}
            disabledReason={reason ?? ''}
            onClick={() => setOpen(kind)}
          >
            {actWords(kind).label}
          </Button>
        );
      })}
      <RetryStageButton detail={detail} />
      {open && <ActDialog kind={open} detail={detail} onClose={() => setOpen(null)} />}
    </div>
  );
}
