import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { ReactElement } from 'react';
import type { ArtifactProblem } from '#shared/domain/artifact.ts';
import { CopyButton } from '#renderer/ui/copyable.tsx';

/** Why S3 refused, with the facts that tell whose permission or key would change it. */
export function ProblemAlert(props: {
  title: string;
  problem: ArtifactProblem;
  onRetry?: () => void;
}): ReactElement {
  const { title, problem, onRetry } = props;
  return (
    <div data-testid="artifact-problem" data-code={problem.code}>
      <Alert
        type={problem.retryable ? 'warning' : 'error'}
        header={title}
        action={onRetry && <Button onClick={onRetry}>Try again</Button>}
      >
        <div className="ad-wrap">{problem.sentence}</div>
        {problem.facts.length > 0 && (
          <dl className="ad-object-facts ad-problem-facts">
            {problem.facts.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <span className="ad-wrap">{value}</span> <CopyButton text={value} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Alert>
    </div>
  );
}
