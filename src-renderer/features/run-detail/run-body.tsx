import Alert from '@cloudscape-design/components/alert';
import type { ReactElement, ReactNode } from 'react';
import type { RunDetail } from '#shared/domain/run.ts';
import type { RunNote } from '#shared/domain/run-note.ts';
import { Ago, Moment } from '#renderer/ui/moment.tsx';
import { RunFacts } from './run-facts.tsx';
import { Artifacts, Configuration } from './run-inputs.tsx';
import { RunNow } from './run-now.tsx';
import { Timeline } from './timeline.tsx';
import type { NotesOfRun } from './use-notes.tsx';

const RESULT_WORDS = {
  continue: 'progress report',
  success: 'final success',
  failure: 'final failure',
} as const;

function PendingResult({
  pending,
  live,
}: {
  pending: NonNullable<RunDetail['pendingResult']>;
  live: boolean;
}): ReactElement {
  const When = live ? Ago : Moment;
  return (
    <Alert type="warning" header={`A ${RESULT_WORDS[pending.kind]} is not accepted yet`}>
      Tried {pending.tries} {pending.tries === 1 ? 'time' : 'times'}; next try <When at={pending.nextTryAt} />
      .{pending.lastError && ` ${pending.lastError}`}
    </Alert>
  );
}

/** Everything below the head of a run; `keeping` is null in a bundle, which is a record of the past. */
export function RunBody(props: {
  detail: RunDetail;
  notes: readonly RunNote[];
  keeping: NotesOfRun | null;
  audit: ReactNode;
}): ReactElement {
  const { detail, notes, keeping } = props;
  const live = keeping !== null;
  return (
    <div className="ad-run-body">
      {detail.pendingResult && (
        <div className="ad-run-pending">
          <PendingResult pending={detail.pendingResult} live={live} />
        </div>
      )}
      <div className="ad-run-grid">
        <RunNow detail={detail} live={live} />
        <div className="ad-run-main">
          <Timeline detail={detail} notes={notes} keeping={keeping} />
        </div>
        <div className="ad-run-side">
          <section className="ad-panel" aria-label="Facts">
            <RunFacts detail={detail} live={live} />
          </section>
          <Configuration entries={detail.configuration} />
          <Artifacts detail={detail} live={live} />
          {props.audit}
        </div>
      </div>
    </div>
  );
}
