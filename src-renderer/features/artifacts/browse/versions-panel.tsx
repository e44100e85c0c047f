import Button from '@cloudscape-design/components/button';
import type { ReactElement } from 'react';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { artifactPath } from '#renderer/run-view/artifact-path.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import { LoadingState } from '#renderer/ui/page-state.tsx';
import { Size } from '#renderer/ui/size.tsx';
import { ProblemAlert } from '../problem-alert.tsx';
import { problemOfAnswer } from '../use-opened.ts';
import { lastPart } from '../shown-place.ts';
import type { ListedAt } from './object-cells.tsx';

// What S3 calls the version of an object that was put while versioning was off.
const NULL_VERSION = 'null';

/** The versions of one key, delete markers among them, the newest first. */
export function VersionsPanel(props: { at: ListedAt; objectKey: string; onClose: () => void }): ReactElement {
  const { at, objectKey, onClose } = props;
  const { via, region, bucket } = at;
  const answer = useAnswer('artifacts.versions', { via, region, bucket, key: objectKey });
  const problem = problemOfAnswer(answer);
  return (
    <section className="ad-side-panel ad-versions" aria-label="Versions" data-testid="versions">
      <div className="ad-side-head">
        <h2 className="ad-ellipsis" title={objectKey}>
          Versions of {lastPart(objectKey)}
        </h2>
        <Button variant="icon" iconName="close" ariaLabel="Close the versions" onClick={onClose} />
      </div>
      {answer.isPending && <LoadingState what="the versions" />}
      {problem && (
        <ProblemAlert
          title="The versions could not be listed"
          problem={problem}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.data?.ok && (
        <>
          <ol className="ad-plain-list">
            {answer.data.found.versions.map((version) => (
              <li key={version.versionId}>
                <div className="ad-row">
                  <Moment at={version.modifiedAt} />
                  {version.isLatest && <strong>latest</strong>}
                  {version.isDeleteMarker ? (
                    <span className="ad-tone-warn">delete marker</span>
                  ) : (
                    <>
                      <Size bytes={version.size} />
                      <a
                        className="ad-focusable"
                        href={`#${artifactPath({
                          via,
                          place: { region, bucket, key: objectKey, versionId: version.versionId },
                        })}`}
                      >
                        Look inside
                      </a>
                    </>
                  )}
                </div>
                <div className="ad-second ad-mono ad-ellipsis" title={version.versionId}>
                  {version.versionId}
                  {version.versionId === NULL_VERSION && ', from when the bucket kept no versions'}
                </div>
              </li>
            ))}
          </ol>
          {answer.data.found.more && <p className="ad-muted">There are more than 1,000 versions.</p>}
        </>
      )}
    </section>
  );
}
