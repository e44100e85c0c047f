import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Fetched, OpenedArtifact } from '#shared/domain/artifact.ts';
import { request } from '#renderer/bridge/request.ts';
import type { ArtifactSide } from '#renderer/run-view/artifact-path.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import { GreenButton } from '../compare/green-button.tsx';
import { lastPart, pathOf, sideText } from '../shown-place.ts';
import type { SaveWish } from '../tasks/save-dialog.tsx';
import { FetchedCounter } from './archive-head.tsx';

/** The artifact's name, what it has cost so far, and what can be done with the whole of it. */
export function InsideTools(props: {
  side: ArtifactSide;
  ofRun: string | null;
  opened: OpenedArtifact;
  fetched: Fetched;
  title: string;
  marked: ArtifactSide | null;
  onMark: (side: ArtifactSide) => void;
  onSave: (wish: SaveWish) => void;
}): ReactElement {
  const { side, ofRun, opened, title, marked, onSave } = props;
  const notify = useNotify();
  const run = useQuery({
    queryKey: ['artifacts.ofRun', { runId: ofRun }],
    queryFn: () => request('artifacts.ofRun', { runId: ofRun ?? '' }),
    enabled: ofRun !== null,
    retry: false,
  }).data;
  const input = run?.artifacts.find(
    ({ direction, place }) =>
      direction === 'input' && place?.bucket === side.place.bucket && place.key === side.place.key,
  );
  const other = marked && sideText(marked) !== sideText(side) ? marked : null;
  return (
    <div className="ad-inside-tools">
      <h2 className="ad-inside-title">
        <VisibleText text={input ? input.name : title} />
        {input && <span className="ad-second"> {title}</span>}
      </h2>
      <span role="status">
        <FetchedCounter fetched={props.fetched} size={opened.facts.size} />
      </span>
      <div className="ad-inside-acts">
        {run && input && <GreenButton of={run} name={input.name} />}
        <ButtonDropdown
          data-testid="compare-menu"
          items={[
            {
              id: 'mark',
              text: 'Put aside as the left side',
              description: 'Open another one then, and compare it with this.',
            },
            {
              id: 'marked',
              text: other ? `With ${lastPart(other.place.key)}, put aside` : 'With what was put aside',
              disabled: other === null,
              disabledReason: 'Nothing else was put aside yet.',
            },
            { id: 'place', text: 'With another place…' },
          ]}
          onItemClick={({ detail }) => {
            if (detail.id === 'mark') {
              props.onMark(side);
              notify({ tone: 'info', text: `${title} is put aside for a comparison.` });
            } else if (detail.id === 'marked')
              goTo(pathOf({ kind: 'compare', left: other, right: side, runs: null }));
            else goTo(pathOf({ kind: 'compare', left: side, right: null, runs: null }));
          }}
        >
          Compare
        </ButtonDropdown>
        <ButtonDropdown
          data-testid="save-menu"
          items={[
            { id: 'object', text: 'The artifact as it is…' },
            {
              id: 'all',
              text: 'Everything, unpacked…',
              disabled: opened.kind === 'plain' || opened.entries === 0,
              disabledReason: 'There is nothing to unpack.',
            },
          ]}
          onItemClick={({ detail }) =>
            onSave(
              detail.id === 'object'
                ? { what: { kind: 'object' }, title }
                : { what: { kind: 'folder', folder: '' }, title: `everything in ${title}` },
            )
          }
        >
          Save
        </ButtonDropdown>
        <Button
          href={`#${pathOf({
            kind: 'bucket',
            via: side.via,
            region: side.place.region,
            bucket: side.place.bucket,
            prefix: side.place.key,
            whole: false,
          })}`}
        >
          Versions
        </Button>
      </div>
    </div>
  );
}
