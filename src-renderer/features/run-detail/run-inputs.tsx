import type { ReactElement } from 'react';
import type { RunDetail } from '#shared/domain/run.ts';
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

function ArtifactLine({ artifact }: { artifact: Artifact }): ReactElement {
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
        </span>
      ) : (
        <span className="ad-muted">no location yet</span>
      )}
    </div>
  );
}

/** Where the action reads from and writes to in S3, as the job names it. */
export function Artifacts({ detail }: { detail: RunDetail }): ReactElement {
  const sides = [
    { label: 'In', artifacts: detail.inputArtifacts },
    { label: 'Out', artifacts: detail.outputArtifacts },
  ];
  return (
    <section className="ad-panel" data-testid="artifacts" aria-label="Artifacts">
      <header className="ad-panel-head">
        <h2>Artifacts</h2>
      </header>
      {sides.map(({ label, artifacts }) => (
        <div key={label} className="ad-artifact-side">
          <span className="ad-muted">{label}</span>
          <div className="ad-artifact-list">
            {artifacts.length === 0 && <span className="ad-muted">none</span>}
            {artifacts.map((artifact) => (
              <ArtifactLine key={artifact.name} artifact={artifact} />
            ))}
          </div>
        </div>
      ))}
      {detail.encryptionKeyId && <p className="ad-muted ad-wrap">Encrypted with {detail.encryptionKeyId}</p>}
    </section>
  );
}
