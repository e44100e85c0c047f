import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Textarea from '@cloudscape-design/components/textarea';
import { useState, type ReactElement } from 'react';
import type { BackendTry as Try, BackendTryReport } from '#shared/domain/backend-try.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { humanDuration } from '#renderer/ui/duration.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { backendOfDraft, type ActionTypeDraft } from './environment-draft.ts';
import { configurationOf } from './try-configuration.ts';

const TONES = { good: 'success', doubtful: 'warning', bad: 'error' } as const;

/** Calls the backend as it is typed, stored or not. Asking is harmless; work starts there only after a question. */
export function BackendTry({ type, region }: { type: ActionTypeDraft; region: string }): ReactElement {
  const tried = useChange('environments.try', []);
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const given = configurationOf(typed);
  const go = (what: Try, externalExecutionId: string | null): void => {
    setAsking(false);
    const backend = backendOfDraft(type);
    setProblem(backend.ok ? null : backend.sentence);
    if (!backend.ok) return;
    const { processor, actionTypeId } = backend;
    const configuration = what === 'start' && given.ok ? given.configuration : {};
    tried.mutate({ what, processor, actionTypeId, region, configuration, externalExecutionId });
  };
  const started = tried.data?.externalExecutionId ?? null;

  return (
    <div className="ad-try" data-testid="backend-try">
      <SpaceBetween direction="horizontal" size="xs">
        <Button data-testid="try-status" loading={tried.isPending} onClick={() => go('status', null)}>
          Try it: ask for a made-up run
        </Button>
        <Button data-testid="try-start" disabled={tried.isPending} onClick={() => setAsking(true)}>
          Start a try-out run…
        </Button>
      </SpaceBetween>
      {problem && <Alert type="error">{`Not tried. ${problem}`}</Alert>}
      {tried.error && (
        <Alert type="error" header="Not tried">
          {sentenceOf(tried.error)}
        </Alert>
      )}
      {tried.data && !problem && <Report report={tried.data} />}
      {started !== null && !problem && (
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={() => go('status', started)}>Ask for its status</Button>
          {type.cancelUrl.trim() !== '' && <Button onClick={() => go('cancel', started)}>Cancel it</Button>}
        </SpaceBetween>
      )}
      {asking && (
        <ConfirmDialog
          title="Start a try-out run?"
          confirm="Start it at the backend"
          busy={tried.isPending}
          onClose={() => setAsking(false)}
          onConfirm={() => given.ok && go('start', null)}
        >
          The backend at <code className="ad-mono ad-wrap">{type.startUrl}</code> is told to start work, as
          for a customer. Its run id begins with <code className="ad-mono">try-out-</code>; it has no
          artifacts. CodePipeline is not told.
          <FormField
            label="Configuration (optional)"
            description="What a customer would have filled in: Name=value, one a line. It is kept nowhere."
            errorText={given.ok ? undefined : given.sentence}
            stretch
          >
            <Textarea
              value={typed}
              rows={3}
              placeholder="TestPlan=checkout-peak"
              spellcheck={false}
              onChange={({ detail }) => setTyped(detail.value)}
            />
          </FormField>
        </ConfirmDialog>
      )}
    </div>
  );
}

function Report({ report }: { report: BackendTryReport }): ReactElement {
  const { request, answer, durationMs, verdict, sentence } = report;
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  const sent = [`${request.method} ${request.url}`, ...headers, ...(request.body ? ['', request.body] : [])];
  return (
    <div className="ad-try-report" role="status" data-verdict={verdict}>
      <StatusIndicator type={TONES[verdict]} wrapText>
        {sentence}
      </StatusIndicator>
      <div className="ad-try-exchange">
        <div>
          <h3>Sent</h3>
          <pre className="ad-mono ad-wrap">{sent.join('\n')}</pre>
        </div>
        <div>
          <h3>{answer ? `HTTP ${answer.status} after ${humanDuration(durationMs)}` : 'No answer'}</h3>
          <pre className="ad-mono ad-wrap">
            {answer ? answer.body || '(empty)' : `after ${humanDuration(durationMs)}`}
          </pre>
        </div>
      </div>
    </div>
  );
}
