import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactElement } from 'react';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/page-state.tsx';
import { AgentGrid } from './agent-grid.tsx';
import { controlsFor, modeSummary } from './cell-words.ts';
import './agent.css';

const REFRESH_MS = 2000;

function NoCredentials({ count, total }: { count: number; total: number }): ReactElement {
  return (
    <div data-testid="no-credentials">
      <Alert
        type="error"
        header={count === total ? 'No AWS credentials' : `No AWS credentials for ${count} of ${total} cells`}
        action={<Button onClick={() => goTo('/settings')}>Open settings</Button>}
      >
        The agent cannot poll and no job is claimed. Sign in (
        <code className="ad-mono">aws sso login --profile NAME</code>), or set up a profile with{' '}
        <code className="ad-mono">aws configure</code>, or choose another profile in the settings. The agent
        looks again by itself; <em>Poll now</em> looks at once.
      </Alert>
    </div>
  );
}

type Action = 'pause' | 'resume' | 'poll-now';

/** What the agent does in each region, for each action type, and the switches for it. */
export function AgentPage(): ReactElement {
  const answer = useAnswer('agent.cells', null, { refetchEveryMs: REFRESH_MS });
  const control = useChange('agent.control', ['agent.cells']);
  const notify = useNotify();
  const [keys, setKeys] = useState<readonly string[]>([]);
  if (answer.isPending) return <LoadingState what="the agent" />;
  if (!answer.data) {
    return (
      <ErrorState
        title="The agent could not be asked"
        error={answer.error}
        onRetry={() => void answer.refetch()}
      />
    );
  }
  const cells = answer.data;
  const selected = cells.filter((cell) => keys.includes(cell.key));
  const affected = selected.length > 0 ? selected : cells;
  const live = controlsFor(affected);
  const scope = selected.length > 0 ? `${selected.length} selected` : 'all';
  const cutOff = cells.filter((cell) => cell.mode === 'no-credentials').length;

  const run = (action: Action): void =>
    control.mutate(
      { action, keys: selected.map((cell) => cell.key) },
      {
        onSuccess: (after) => {
          if (action === 'poll-now') return;
          const touched = after.filter((cell) => affected.some(({ key }) => key === cell.key));
          const changed = touched.filter((cell) => (cell.mode === 'paused') === (action === 'pause')).length;
          const done = action === 'pause' ? 'Paused' : 'Resumed';
          notify({
            tone: changed === touched.length ? 'success' : 'warning',
            text: `${done} ${changed} of ${touched.length} ${touched.length === 1 ? 'cell' : 'cells'}.`,
            testId: 'agent-outcome',
          });
        },
        onError: (thrown) => notify({ tone: 'error', text: sentenceOf(thrown) }),
      },
    );

  return (
    <div className="ad-agent">
      <header className="ad-agent-head">
        <h1 className="ad-title">Agent</h1>
        <span className="ad-muted">{modeSummary(cells)}</span>
        <span className="ad-agent-tools">
          <SpaceBetween direction="horizontal" size="xs">
            <Button data-testid="cell-poll-now" onClick={() => run('poll-now')}>
              Poll now
            </Button>
            <Button
              data-testid="cell-pause"
              disabled={!live.pause}
              disabledReason="Everything chosen is paused already."
              onClick={() => run('pause')}
            >
              Pause {scope}
            </Button>
            <Button
              data-testid="cell-resume"
              disabled={!live.resume}
              disabledReason="Nothing chosen is paused."
              onClick={() => run('resume')}
            >
              Resume {scope}
            </Button>
          </SpaceBetween>
        </span>
      </header>
      {cutOff > 0 && <NoCredentials count={cutOff} total={cells.length} />}
      <AgentGrid cells={cells} selected={selected} onSelect={setKeys} />
    </div>
  );
}
