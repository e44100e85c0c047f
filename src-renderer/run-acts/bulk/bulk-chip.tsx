import type { ReactElement } from 'react';
import { bulkSentence } from '#shared/domain/bulk.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { actWords } from '../act-words.ts';
import { BulkResultsDialog } from './bulk-results-dialog.tsx';
import { openBulk, useOpenBulk } from './open-bulk.ts';
import './bulk.css';

/** The bulks of this session, each as a chip that leads to its results; nothing while there is none. */
export function BulkChips(): ReactElement | null {
  const bulks = useAnswer('bulk.list', null).data ?? [];
  const open = useOpenBulk();
  const shown = bulks.slice(0, 3);
  if (shown.length === 0 && open === null) return null;
  return (
    <div className="ad-bulk-chips" role="group" aria-label="Acts on many runs">
      {shown.map((bulk) => (
        <button
          key={bulk.bulkId}
          type="button"
          className="ad-bar-button ad-bulk-chip"
          data-testid="bulk-chip"
          data-running={bulk.endedAt === null}
          title={`${actWords(bulk.act.kind).label}: ${bulkSentence(bulk)}`}
          onClick={() => openBulk(bulk.bulkId)}
        >
          {actWords(bulk.act.kind).label}: {bulkSentence(bulk)}
        </button>
      ))}
      {open !== null && <BulkResultsDialog bulkId={open} onClose={() => openBulk(null)} />}
    </div>
  );
}
