import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { ReactElement } from 'react';
import type { RequestError } from '#renderer/bridge/request.ts';
import { goTo } from '#renderer/ui/hash-location.ts';

/** Why CodePipeline could not be asked, with what helps for each kind: the sentence names the call that was not allowed. */
export function PipelineProblem(props: {
  title: string;
  error: RequestError;
  onRetry: () => void;
}): ReactElement {
  const { title, error, onRetry } = props;
  return (
    <div data-testid="pipeline-problem" data-code={error.code}>
      <Alert
        type={error.retryable ? 'warning' : 'error'}
        header={title}
        action={
          error.code === 'no-credentials' ? (
            <Button onClick={() => goTo('/settings')}>Open settings</Button>
          ) : (
            <Button onClick={onRetry}>Try again</Button>
          )
        }
      >
        <span className="ad-wrap">{error.message}</span>
      </Alert>
    </div>
  );
}
