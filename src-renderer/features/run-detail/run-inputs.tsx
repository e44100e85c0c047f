import type { ReactElement } from 'react';
import type { RunDetail } from '#shared/domain/run.ts';
import { isFinal } from '#shared/domain/run-state.ts';
import { artifactPath, runArtifactsPath } from '#renderer/run-view/artifact-path.ts';
import { CopyButton } from '#renderer/ui/copyable.tsx';

/** The action's configuration; secret values never reach this window and show as dots. */
export function Configuration({ entries }: { entries: RunDetail['configuration'] }): ReactElement {
  return (
    <section className="ad-panel" data-testid="configuration" aria-label="Configuration">
      <header className="ad-panel-head">
        <h2>Configuration</h2>
      </header>
      {entries.length === 0 && <p className="ad-muted">No configuration is known yet.</p>}
      <dl className="ad-pairs">
        {entries.map(({ key, value, secret }) => (
          <div key={key} className="ad-pair">
            <dt className="ad-ellipsis" title={key}>
              {key}
            </dt>
            <dd>
              {secret ? (
                <span className="ad-muted" title="Secret: it is not kept and not shown">
                  •••••••• secret
                </span>
              ) : (
                <span className="ad-wrap">{value || '(empty)'}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

type Artifact = RunDetail['inputArtifacts'][number];

/** Where it is looked into: with the job's credentials, or with the environment's once the job is over. */
function insidePath({ run }: RunDetail, location: NonNullable<Artifact['location']>): string {
  return artifactPath(
    {
      via: isFinal(run.state) ? { kind: 'environment' } : { kind: 'run', runId: run.runId },
      place: { region: run.region, ...location, versionId: null },
    },
    run.runId,
  );
}

function ArtifactLine(props: { artifact: Artifact; detail: RunDetail; live: boolean }): ReactElement {
  const { artifact, detail, live } = props;
  const uri = artifact.location ? `s3://${artifact.location.bucket}/${artifact.location.key}` : null;
  return (
    <div className="ad-artifact">
      <strong>{artifact.name}</strong>
      {artifact.revision && <span className="ad-muted ad-mono">{artifact.revision.slice(0, 12)}</span>}
      {uri ? (
        <span className="ad-copyable">
          <code className="ad-mono ad-ellipsis" title={uri}>
            {uri}
          </code>
          <CopyButton text={uri} />
          {live && artifact.location && (
            <a
              className="ad-focusable ad-look-inside"
              href={`#${insidePath(detail, artifact.location)}`}
              aria-label={`Look inside ${artifact.name}`}
            >
              Look inside
            </a>
          )}
        </span>
      ) : (
        <span className="ad-muted">no location yet</span>
      )}
    </div>
  );
}

/** Where the action reads from and writes to in S3, as the job names it. Of a run from a file (not `live`) nothing can be opened. */
export function Artifacts({ detail, live }: { detail: RunDetail; live: boolean }): ReactElement {
  const sides = [
    { label: 'In', artifacts: detail.inputArtifacts },
    { label: 'Out', artifacts: detail.outputArtifacts },
  ];
  return (
    <section className="ad-panel" data-testid="artifacts" aria-label="Artifacts">
      <header className="ad-panel-head">
        <h2>Artifacts</h2>
        {live && (
          <a className="ad-focusable ad-panel-tools" href={`#${runArtifactsPath(detail.run.runId)}`}>
            Compare, upload
          </a>
        )}
      </header>
      {sides.map(({ label, artifacts }) => (
        <div key={label} className="ad-artifact-side">
          <span className="ad-muted">{label}</span>
          <div className="ad-artifact-list">
            {artifacts.length === 0 && <span className="ad-muted">none</span>}
            {artifacts.map((artifact) => (
              <ArtifactLine key={artifact.name} artifact={artifact} detail={detail} live={live} />
            ))}
          </div>
        </div>
      ))}
      {detail.encryptionKeyId && <p className="ad-muted ad-wrap">Encrypted with {detail.encryptionKeyId}</p>}
    </section>
  );
}
