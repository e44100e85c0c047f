import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { ArtifactVia } from '#shared/domain/artifact.ts';
import { request } from '#renderer/bridge/request.ts';
import { pipelinePath, customerName } from '#renderer/run-view/run-names.ts';
import { runArtifactsPath } from '#renderer/run-view/artifact-path.ts';

/** Whose credentials read what is shown: the environment's, or those of one run's job. */
export function CredentialsLine({
  via,
  environment,
  atRun,
}: {
  via: ArtifactVia;
  environment: string;
  /** The run's artifacts are what is shown: no way to them is needed. */
  atRun: boolean;
}): ReactElement {
  return (
    <div className="ad-credentials" data-testid="artifact-credentials">
      <span className="ad-muted">Read with the credentials of</span>{' '}
      {via.kind === 'environment' ? (
        <strong>{environment || 'the environment'}</strong>
      ) : (
        <OfRun runId={via.runId} atRun={atRun} />
      )}
    </div>
  );
}

function OfRun({ runId, atRun }: { runId: string; atRun: boolean }): ReactElement {
  const run = useQuery({
    queryKey: ['runs.get', { id: runId }],
    queryFn: () => request('runs.get', { id: runId }),
    retry: false,
  }).data?.run;
  return (
    <>
      <a className="ad-focusable" href={`#/runs/${encodeURIComponent(runId)}`} title={`Run ${runId}`}>
        {run ? `${customerName(run)}’s job` : 'a run’s job'}
      </a>
      {run && pipelinePath(run) && <span className="ad-muted"> · {pipelinePath(run)}</span>}
      {!atRun && (
        <>
          {' · '}
          <a className="ad-focusable" href={`#${runArtifactsPath(runId)}`}>
            its artifacts
          </a>
        </>
      )}
    </>
  );
}
