import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { RETRIABLE, bulkSentence } from '#shared/domain/bulk.ts';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { request, sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/page-state.tsx';
import { actWords } from '../act-words.ts';
import { BulkReasons } from './bulk-reasons.tsx';
import { BulkRows } from './bulk-rows.tsx';
import { runsInWords } from './bulk-words.ts';
import './bulk.css';

/** A bulk while it works and after: progress, each run's outcome, cancel, another try of what failed, and the export. */
export function BulkResultsDialog({
  bulkId,
  onClose,
}: {
  bulkId: string;
  onClose: () => void;
}): ReactElement {
  const answer = useAnswer('bulk.list', null);
  const cancel = useChange('bulk.cancel', ['bulk.list', 'bulk.rows']);
  const retry = useChange('bulk.retry', ['bulk.list', 'bulk.rows']);
  const forget = useChange('bulk.forget', ['bulk.list']);
  const notify = useNotify();
  const tell = { onError: (thrown: Error) => notify({ tone: 'error', text: sentenceOf(thrown) }) };
  const bulk = answer.data?.find((one) => one.bulkId === bulkId);
  if (!bulk)
    return (
      <Modal visible header="Acts on runs" onDismiss={onClose} closeAriaLabel="Close">
        {answer.isPending ? (
          <LoadingState what="the results" />
        ) : (
          <ErrorState
            title="This bulk is not known any more"
            error={answer.error ?? new Error('It was taken off the list, or the environment was changed.')}
            onRetry={() => void answer.refetch()}
          />
        )}
      </Modal>
    );
  const running = bulk.endedAt === null;
  const again = RETRIABLE.reduce((sum, result) => sum + bulk.counts[result], 0);
  const exportAs = async (format: 'csv' | 'json'): Promise<void> => {
    try {
      const { file, runs } = await request('bulk.export', { bulkId, format });
      if (file) notify({ tone: 'success', text: `${runsInWords(runs)} written to ${file}.` });
    } catch (thrown) {
      notify({ tone: 'error', text: sentenceOf(thrown) });
    }
  };
  return (
    <Modal
      visible
      size="max"
      header={`${actWords(bulk.act.kind).label}: ${runsInWords(bulk.total)}`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <div className="ad-bulk-footer">
          {running && (
            <span className="ad-muted">Goes on when you close this; the bar at the top leads back.</span>
          )}
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <ButtonDropdown
                expandToViewport
                disabled={running}
                items={[
                  { id: 'csv', text: 'As CSV…' },
                  { id: 'json', text: 'As JSON…' },
                ]}
                onItemClick={({ detail }) => void exportAs(detail.id === 'csv' ? 'csv' : 'json')}
              >
                Export
              </ButtonDropdown>
              {running ? (
                <Button
                  data-testid="bulk-cancel"
                  disabled={bulk.cancelled}
                  onClick={() => cancel.mutate({ bulkId }, tell)}
                >
                  Stop
                </Button>
              ) : (
                <>
                  <Button
                    data-testid="bulk-forget"
                    onClick={() => forget.mutate({ bulkId }, { ...tell, onSuccess: onClose })}
                  >
                    Remove from the list
                  </Button>
                  {again > 0 && (
                    <Button
                      data-testid="bulk-retry"
                      loading={retry.isPending}
                      onClick={() => retry.mutate({ bulkId }, tell)}
                    >
                      {`Retry the ${runsInWords(again)} that failed`}
                    </Button>
                  )}
                </>
              )}
              <Button variant="primary" data-testid="bulk-close" onClick={onClose}>
                Close
              </Button>
            </SpaceBetween>
          </Box>
        </div>
      }
    >
      <SpaceBetween size="m">
        <div className="ad-bulk-progress">
          <progress
            aria-label="Runs done"
            max={bulk.total}
            value={bulk.total - bulk.counts.waiting - bulk.counts.running}
          />
          <span data-testid="bulk-sentence" role="status" className="ad-number">
            {bulkSentence(bulk)}
          </span>
        </div>
        {bulk.left.length > 0 && (
          <div>
            <div className="ad-muted">Left out from the start</div>
            <BulkReasons reasons={bulk.left} label="Left out from the start" />
          </div>
        )}
        <BulkRows bulk={bulk} />
      </SpaceBetween>
    </Modal>
  );
}
