import { placeText } from '#shared/domain/artifact-place.ts';
import { useState, type ReactElement } from 'react';
import { artifactPath } from '#renderer/run-view/artifact-path.ts';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import { recentPlaces } from '../recent-places.ts';
import { lastPart, sideText } from '../shown-place.ts';

/** What was looked into lately in this environment. */
export function RecentList({ environment }: { environment: string }): ReactElement {
  const [places] = useState(() => recentPlaces(environment, localStorage));
  return (
    <section className="ad-side-panel" aria-label="Looked into lately" data-testid="recent-places">
      <h2>Looked into lately</h2>
      {places.length === 0 && <p className="ad-muted">Nothing yet.</p>}
      <ul className="ad-plain-list">
        {places.map((side) => (
          <li key={sideText(side)}>
            <a className="ad-focusable" href={`#${artifactPath(side)}`} title={placeText(side.place)}>
              <VisibleText text={lastPart(side.place.key)} />
            </a>
            <div className="ad-second" title={placeText(side.place)}>
              {side.via.kind === 'run' ? 'a job’s credentials · ' : ''}
              {side.place.bucket}/{side.place.key.slice(0, -lastPart(side.place.key).length)}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
