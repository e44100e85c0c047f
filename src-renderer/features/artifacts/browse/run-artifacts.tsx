import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useState, type ReactElement } from 'react';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { Copyable } from '#renderer/ui/copyable.tsx';
import { EmptyState, LoadingState } from '#renderer/ui/page-state.tsx';
import { GreenButton } from '../compare/green-button.tsx';
import { viaOfRun } from '../compare/green.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { UploadDialog } from '../tasks/upload-dialog.tsx';
import { problemOf } from '../use-opened.ts';
import { NamedRows } from './named-rows.tsx';

/** What one run's job was handed and is to hand on. */
export function RunArtifactsView({ runId }: { runId: string }): ReactElement {
  const answer = useAnswer('artifacts.ofRun', { runId });
  const [uploading, setUploading] = useState(false);
  if (answer.isPending) return <LoadingState what="the artifacts of the run" />;
  if (!answer.data)
    return (
      <ProblemAlert
        title="The artifacts of the run could not be read"
        problem={problemOf(answer.error)}
        onRetry={() => void answer.refetch()}
      />
    );
  const of = answer.data;
  const inputs = of.artifacts.filter(({ direction }) => direction === 'input');
  return (
    <div className="ad-list-panel">
      {of.whyNoJobCredentials !== null && (
        <Alert type="info" data-testid="no-job-credentials">
          {of.whyNoJobCredentials} What you open here is read with the environment’s; they may not open a
          customer’s bucket.
        </Alert>
      )}
      <div className="ad-list-tools">
        <GreenButton of={of} name={inputs[0]?.name ?? null} />
        <Button
          iconName="upload"
          data-testid="upload-output"
          disabled={!of.artifacts.some(({ direction, place }) => direction === 'output' && place)}
          disabledReason="The job names no output artifact with a place in S3."
          onClick={() => setUploading(true)}
        >
          Upload an output…
        </Button>
        {of.encryptionKeyId && (
          <span className="ad-row">
            <span className="ad-muted">KMS key of the job</span> <Copyable text={of.encryptionKeyId} />
          </span>
        )}
      </div>
      {of.artifacts.length === 0 ? (
        <EmptyState
          title="No artifacts"
          text="The job names neither inputs nor outputs, or its details were not read yet."
        />
      ) : (
        <NamedRows label="Artifacts of the run" via={viaOfRun(of)} ofRun={runId} artifacts={of.artifacts} />
      )}
      {uploading && <UploadDialog of={of} onClose={() => setUploading(false)} />}
    </div>
  );
}
