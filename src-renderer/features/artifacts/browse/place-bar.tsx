import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import { useState, type ReactElement } from 'react';
import type { ArtifactVia } from '#shared/domain/artifact.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import { pathOf, type Shown } from '../shown-place.ts';
import { crumbsOf } from './crumbs.ts';
import { CredentialsLine } from './credentials-line.tsx';
import { placeOf } from './pasted-place.ts';
import './place-bar.css';

const ENVIRONMENT: ArtifactVia = { kind: 'environment' };

function viaOf(shown: Shown): ArtifactVia {
  switch (shown.kind) {
    case 'start':
    case 'bucket':
      return shown.via;
    case 'object':
      return shown.side.via;
    case 'pipeline':
    case 'compare':
      return ENVIRONMENT;
  }
}

/** Where one is and whose credentials look; anything that names a place in S3 can be pasted to go there. */
export function PlaceBar({ shown, environment }: { shown: Shown; environment: string }): ReactElement {
  const asked = shown.kind === 'start' ? shown.asked : '';
  const crumbs = crumbsOf(shown);
  const via = viaOf(shown);
  return (
    <header className="ad-place-bar">
      <div className="ad-place-top">
        <nav aria-label="Place" className="ad-crumbs">
          <ol>
            {crumbs.map(({ text, path }, index) => (
              <li key={path}>
                {index < crumbs.length - 1 ? (
                  <a className="ad-focusable" href={`#${path}`}>
                    <VisibleText text={text} />
                  </a>
                ) : (
                  <span aria-current="page" title={text}>
                    <VisibleText text={text} />
                  </span>
                )}
              </li>
            ))}
          </ol>
        </nav>
        {shown.kind !== 'compare' && (
          <CredentialsLine via={via} environment={environment} atRun={shown.kind === 'start'} />
        )}
      </div>
      <PlaceField key={asked} initial={asked} via={via} />
    </header>
  );
}

function PlaceField({ initial, via }: { initial: string; via: ArtifactVia }): ReactElement {
  const [typed, setTyped] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);
  const go = (): void => {
    const place = placeOf(typed, via);
    if (typeof place === 'string') return setProblem(place);
    setTyped('');
    setProblem(null);
    goTo(pathOf(place));
  };
  return (
    <div className="ad-place-field" onKeyDown={(event) => event.key === 'Enter' && typed.trim() && go()}>
      <Input
        type="search"
        data-testid="place-field"
        value={typed}
        ariaLabel="Go to a place in S3"
        placeholder="Paste s3://bucket/key, an ARN or an address of the S3 console"
        autoComplete={false}
        invalid={problem !== null}
        onChange={({ detail }) => {
          setTyped(detail.value);
          setProblem(null);
        }}
      />
      <Button disabled={typed.trim() === ''} onClick={go} data-testid="place-go">
        Open
      </Button>
      {initial !== '' && problem === null && (
        <span className="ad-muted">A link asks for this place. Nothing is read before you open it.</span>
      )}
      {problem !== null && (
        <span className="ad-place-problem" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}
