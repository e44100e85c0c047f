import type { ReactElement } from 'react';
import type { ArtifactProblem } from '#shared/domain/artifact.ts';
import { ProblemAlert } from '../problem-alert.tsx';

/** Why a bucket's keys did not come, or no more of them; whoever may not list is told that a known key opens all the same. */
export function ListRefused(props: {
  bucket: string;
  problem: ArtifactProblem;
  /** Whether some keys had come before. */
  partly: boolean;
  /** Null where the same would come of it. */
  onRetry: (() => void) | null;
}): ReactElement {
  const { bucket, problem, partly, onRetry } = props;
  return (
    <div>
      <ProblemAlert
        title={partly ? `Not all keys of ${bucket} were listed` : `The keys of ${bucket} could not be listed`}
        problem={problem}
        {...(onRetry ? { onRetry } : {})}
      />
      {problem.code === 'aws-access-denied' && (
        <p className="ad-muted ad-list-note">
          Without permission to list, a key that you know opens all the same: paste{' '}
          <code className="ad-mono">s3://{bucket}/the/key</code> above.
        </p>
      )}
    </div>
  );
}
