import { placeText } from '#shared/domain/artifact-place.ts';
import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useState, type ReactElement } from 'react';
import type { ArtifactSide } from '#renderer/run-view/artifact-path.ts';
import { artifactPath } from '#renderer/run-view/artifact-path.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import { Size } from '#renderer/ui/size.tsx';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import { placeOf } from '../browse/pasted-place.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { recentPlaces } from '../recent-places.ts';
import { lastPart, sideOf, sideText } from '../shown-place.ts';
import type { Opening } from '../use-opened.ts';
import { SideRun } from './side-run.tsx';

/** One side of a comparison: what it is and how to choose another one, by pasting a place or from what was opened lately. */
export function CompareSide(props: {
  at: 'left' | 'right';
  /** What the side is called. */
  name: string;
  /** The run that it was handed to; null where it is no run's. */
  runId: string | null;
  side: ArtifactSide | null;
  environment: string;
  opening: Opening;
  onAgain: () => void;
  onChoose: (side: ArtifactSide | null) => void;
}): ReactElement {
  const { name, side, opening } = props;
  return (
    <section className="ad-side-panel ad-compare-side" aria-label={name} data-testid={`side-${props.at}`}>
      <div className="ad-side-head">
        <h2>{name}</h2>
        {side && (
          <Button variant="inline-link" onClick={() => props.onChoose(null)}>
            Choose another
          </Button>
        )}
      </div>
      {side === null ? (
        <ChooseSide environment={props.environment} onChoose={props.onChoose} />
      ) : (
        <>
          {props.runId !== null && <SideRun runId={props.runId} />}
          <div className="ad-row">
            <a
              className="ad-focusable ad-ellipsis"
              href={`#${artifactPath(side)}`}
              title={placeText(side.place)}
            >
              <VisibleText text={lastPart(side.place.key)} />
            </a>
            {opening.state === 'open' && (
              <>
                <Size bytes={opening.opened.facts.size} />
                <Moment at={opening.opened.facts.modifiedAt} />
              </>
            )}
            {opening.state === 'opening' && <span className="ad-muted">opening…</span>}
          </div>
          <div className="ad-second ad-ellipsis" title={placeText(side.place)}>
            {side.via.kind === 'run' ? 'a job’s credentials · ' : ''}
            {placeText(side.place)}
          </div>
          {opening.state === 'refused' && (
            <ProblemAlert title="It could not be opened" problem={opening.problem} onRetry={props.onAgain} />
          )}
          {opening.state === 'open' &&
            opening.opened.faults.map(({ fault, sentence }) => (
              <div key={fault} className="ad-tone-warn">
                {sentence}
              </div>
            ))}
        </>
      )}
    </section>
  );
}

function ChooseSide(props: { environment: string; onChoose: (side: ArtifactSide) => void }): ReactElement {
  const [recent] = useState(() => recentPlaces(props.environment, localStorage));
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const go = (): void => {
    const found = placeOf(typed, { kind: 'environment' });
    if (typeof found === 'string') setProblem(found);
    else if (found.kind === 'object') props.onChoose(found.side);
    else setProblem('Expected an object, not a bucket or a folder.');
  };
  return (
    <div className="ad-choose-side">
      {recent.length > 0 && (
        <Select
          selectedOption={null}
          ariaLabel="Looked into lately"
          placeholder="Choose one that was looked into lately"
          options={recent.map((side) => ({
            value: sideText(side),
            label: lastPart(side.place.key),
            description: placeText(side.place),
          }))}
          onChange={({ detail }) => {
            const side = sideOf(detail.selectedOption.value ?? null);
            if (side) props.onChoose(side);
          }}
        />
      )}
      <div className="ad-place-field" onKeyDown={(event) => event.key === 'Enter' && typed.trim() && go()}>
        <Input
          value={typed}
          ariaLabel="Place of the artifact"
          placeholder="…or paste s3://bucket/key"
          autoComplete={false}
          invalid={problem !== null}
          onChange={({ detail }) => {
            setTyped(detail.value);
            setProblem(null);
          }}
        />
        <Button disabled={typed.trim() === ''} onClick={go}>
          Choose
        </Button>
      </div>
      {problem && (
        <span className="ad-place-problem" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}
