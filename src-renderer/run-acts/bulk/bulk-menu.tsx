import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useState, type ReactElement } from 'react';
import { ACT_KINDS, type ActKind } from '#shared/domain/acts.ts';
import type { RunSelection } from '#shared/domain/run.ts';
import { actWords } from '../act-words.ts';
import { useProtection } from '../use-protection.ts';
import { BulkDialog } from './bulk-dialog.tsx';
import { useAsPresentSelection } from './present-selection.ts';

/** The acts for a selection of runs. Whether a run can take one is said in the dialog, grouped by reason. */
export function BulkMenu({ selection }: { selection: RunSelection }): ReactElement {
  const [open, setOpen] = useState<{ kind: ActKind; selection: RunSelection } | null>(null);
  const { readOnly } = useProtection();
  useAsPresentSelection(selection);
  return (
    <>
      <ButtonDropdown
        data-testid="bulk-acts"
        variant="primary"
        expandToViewport
        disabled={readOnly !== null}
        disabledReason={readOnly ?? ''}
        items={ACT_KINDS.map((kind) => ({ id: kind, text: `${actWords(kind).label}…` }))}
        onItemClick={({ detail }) => {
          const kind = ACT_KINDS.find((one) => one === detail.id);
          if (kind) setOpen({ kind, selection });
        }}
      >
        Act
      </ButtonDropdown>
      {open && <BulkDialog {...open} onClose={() => setOpen(null)} />}
    </>
  );
}
