import type { ReactElement } from 'react';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { EmptyState, LoadingState } from '#renderer/ui/page-state.tsx';
import { ProblemAlert } from '../problem-alert.tsx';
import { problemOfAnswer } from '../use-opened.ts';
import { NamedRows } from './named-rows.tsx';

/** The artifacts of a pipeline's latest action executions. */
export function NamedArtifacts({ region, pipeline }: { region: string; pipeline: string }): ReactElement {
  const answer = useAnswer('artifacts.named', { region, pipeline });
  if (answer.isPending) return <LoadingState what="the artifacts of the pipeline" />;
  const problem = problemOfAnswer(answer);
  if (problem)
    return (
      <ProblemAlert
        title={`The artifacts of ${pipeline} could not be read`}
        problem={problem}
        onRetry={() => void answer.refetch()}
      />
    );
  const artifacts = answer.data?.ok ? answer.data.found.artifacts : [];
  if (artifacts.length === 0)
    return (
      <EmptyState
        title="No artifacts"
        text="No action execution of this pipeline names an artifact yet. CodePipeline keeps them for 12 months."
      />
    );
  return (
    <div className="ad-list-panel">
      <p className="ad-muted ad-list-note">
        As ListActionExecutions names them in {region}, the newest first.
      </p>
      <NamedRows label={`Artifacts of ${pipeline}`} via={{ kind: 'environment' }} artifacts={artifacts} />
    </div>
  );
}
