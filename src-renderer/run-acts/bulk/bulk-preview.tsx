import Alert from '@cloudscape-design/components/alert';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactElement } from 'react';
import type { ActKind } from '#shared/domain/acts.ts';
import { MOST_BULK_RUNS, type BulkPreview } from '#shared/domain/bulk.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import type { ActDraft } from '../act-draft.ts';
import { callsOfAct } from '../api-call.ts';
import { CallPreview } from '../call-preview.tsx';
import { BulkReasons } from './bulk-reasons.tsx';
import { runsInWords } from './bulk-words.ts';

/** The calls as they will be made for one of the runs. */
export function ExampleCall(props: {
  runId: string;
  kind: ActKind;
  draft: ActDraft;
  can: number;
}): ReactElement | null {
  const detail = useAnswer('runs.get', { id: props.runId }).data;
  if (!detail) return null;
  const { calls, note } = callsOfAct(props.kind, detail, props.draft);
  const title =
    props.can === 1
      ? 'For the run'
      : `For each of ${runsInWords(props.can)}, as here for ${detail.run.runId}`;
  return <CallPreview calls={calls} note={note} region={detail.run.region} title={title} />;
}

/** How many can, how many cannot and why. */
export function BulkPreviewView(props: {
  preview: BulkPreview | undefined;
  error: Error | null;
}): ReactElement {
  const { preview } = props;
  if (!preview)
    return props.error ? (
      <Alert type="error" header="The runs could not be looked at">
        {sentenceOf(props.error)}
      </Alert>
    ) : (
      <StatusIndicator type="loading">Looking at the runs</StatusIndicator>
    );
  const cannot = preview.total - preview.can;
  return (
    <div className="ad-bulk-preview" data-testid="bulk-preview">
      <div className="ad-bulk-count ad-number">
        <strong>{runsInWords(preview.total)}</strong>
        {`: ${preview.can.toLocaleString('en')} can, ${cannot.toLocaleString('en')} cannot`}
      </div>
      {preview.cannot.length > 0 && <BulkReasons reasons={preview.cannot} label="Why not" />}
      {preview.tooMany && (
        <Alert type="error">{`One bulk takes at most ${runsInWords(MOST_BULK_RUNS)}: narrow the selection.`}</Alert>
      )}
    </div>
  );
}
