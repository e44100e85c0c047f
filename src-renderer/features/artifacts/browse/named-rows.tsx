import { placeText } from '#shared/domain/artifact-place.ts';
import { useState, type ReactElement } from 'react';
import type { ArtifactVia, NamedArtifact } from '#shared/domain/artifact.ts';
import { artifactPath } from '#renderer/run-view/artifact-path.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import { VirtualRows, type RowColumn } from '#renderer/ui/virtual-rows.tsx';
import { VisibleText } from '#renderer/ui/visible-text.tsx';

const COLUMNS: readonly RowColumn[] = [
  { id: 'direction', header: 'Kind', width: '62px' },
  { id: 'name', header: 'Artifact', width: 'minmax(110px, 180px)' },
  { id: 'action', header: 'Stage / action', width: 'minmax(130px, 220px)' },
  { id: 'at', header: 'When', width: '110px' },
  { id: 'bucket', header: 'Bucket', width: 'minmax(120px, 0.8fr)' },
  { id: 'key', header: 'Key', width: 'minmax(180px, 1fr)' },
];

/** Artifacts as job data or action executions name them; one without a place cannot be opened and says so. */
export function NamedRows(props: {
  label: string;
  via: ArtifactVia;
  artifacts: readonly NamedArtifact[];
  /** The run that they belong to. */
  ofRun?: string;
}): ReactElement {
  const { artifacts } = props;
  const [active, setActive] = useState(-1);
  return (
    <VirtualRows
      label={props.label}
      testId="named-artifacts"
      columns={COLUMNS}
      count={artifacts.length}
      active={active}
      onActive={setActive}
      onEnter={(index) => {
        const place = artifacts[index]?.place;
        if (place) goTo(artifactPath({ via: props.via, place }, props.ofRun));
      }}
      rowAt={(index) => {
        const artifact = artifacts[index];
        const uri = artifact?.place ? placeText(artifact.place) : null;
        return {
          key: String(index),
          tone: uri ? undefined : 'muted',
          cells: [
            artifact?.direction ?? '',
            <span key="name" className={uri ? 'ad-rows-link' : undefined}>
              {artifact?.name}
            </span>,
            [artifact?.stage, artifact?.action].filter(Boolean).join(' / '),
            <Moment key="at" at={artifact?.at ?? null} />,
            <span key="bucket" className="ad-mono" title={uri ?? undefined}>
              {artifact?.place?.bucket ?? 'no place yet'}
            </span>,
            <span key="key" className="ad-mono" title={uri ?? undefined}>
              {artifact?.place && <VisibleText text={artifact.place.key} />}
            </span>,
          ],
        };
      }}
    />
  );
}
