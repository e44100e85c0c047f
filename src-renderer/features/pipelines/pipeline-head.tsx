import Button from '@cloudscape-design/components/button';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Toggle from '@cloudscape-design/components/toggle';
import type { ReactElement } from 'react';
import type { PipelineRef, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { useProtection } from '#renderer/run-acts/use-protection.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { Ago } from '#renderer/ui/moment.tsx';
import { PIPELINE_VIEWS, viewAddress, viewOf, type PipelineView } from './shown-view.ts';

const MODE_WORDS = {
  SUPERSEDED: 'A more recent execution overtakes one that waits between stages.',
  QUEUED: 'Executions wait in front of a locked stage in their order; nobody is overtaken.',
  PARALLEL: 'Executions are independent: no locks, no queues.',
} as const;

/** Name, mode, type and version, when it was read, and the views; `view` null while one execution is shown. */
export function PipelineHead(props: {
  pipeline: PipelineRef;
  snapshot: PipelineSnapshot | undefined;
  view: PipelineView | null;
  live: boolean;
  reading: boolean;
  onLive: (live: boolean) => void;
  onRead: () => void;
  onStart: () => void;
}): ReactElement {
  const { pipeline, snapshot, view } = props;
  const { readOnly } = useProtection();
  return (
    <header className="ad-pl-head">
      <nav aria-label="Where" className="ad-pl-trail">
        <a href="#/pipelines">Pipelines</a> <span aria-hidden>/</span> {pipeline.region}
      </nav>
      <div className="ad-pl-title">
        <h1 className="ad-title ad-wrap">{pipeline.name}</h1>
        {snapshot && (
          <span className="ad-pl-kind">
            <span title={MODE_WORDS[snapshot.executionMode]}>{snapshot.executionMode}</span> · type{' '}
            {snapshot.pipelineType} · version {snapshot.version}
          </span>
        )}
        <span className="ad-pl-read ad-muted">
          {snapshot && (
            <span data-testid="read-at">
              read <Ago at={snapshot.readAt} />
            </span>
          )}
          <Toggle checked={props.live} onChange={({ detail }) => props.onLive(detail.checked)}>
            Live
          </Toggle>
          <Button
            iconName="refresh"
            ariaLabel="Read the pipeline now"
            loading={props.reading && !snapshot}
            onClick={props.onRead}
          />
          <Button
            variant="primary"
            data-testid="start-execution"
            disabled={readOnly !== null || !snapshot}
            disabledReason={readOnly ?? 'The pipeline is being read.'}
            onClick={props.onStart}
          >
            Start execution…
          </Button>
        </span>
      </div>
      <SegmentedControl
        label="View"
        selectedId={view}
        options={[...PIPELINE_VIEWS]}
        onChange={({ detail }) =>
          goTo(viewAddress(pipeline, viewOf(new URLSearchParams({ view: detail.selectedId }))))
        }
      />
    </header>
  );
}
