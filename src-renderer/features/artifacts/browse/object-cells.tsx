import Icon from '@cloudscape-design/components/icon';
import type { ReactElement, ReactNode } from 'react';
import type { ObjectRow } from '#shared/domain/artifact.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import { Size } from '#renderer/ui/size.tsx';
import type { RowColumn } from '#renderer/ui/virtual-rows.tsx';
import { VisibleText } from '#renderer/ui/visible-text.tsx';

/** Where a listing looks. */
export interface ListedAt {
  readonly via: { kind: 'environment' } | { kind: 'run'; runId: string };
  readonly region: string | null;
  readonly bucket: string;
  readonly prefix: string;
}

/** The columns of every list of objects. */
export const OBJECT_COLUMNS: readonly RowColumn[] = [
  { id: 'key', header: 'Key', width: 'minmax(220px, 1fr)' },
  { id: 'size', header: 'Size', width: '84px', align: 'end' },
  { id: 'modified', header: 'Modified', width: '120px' },
  { id: 'class', header: 'Storage class', width: '112px' },
];

/** A name with its picture: what is a folder and what an object is seen without reading. */
export function NameCell({ icon, text }: { icon: 'folder' | 'file'; text: string }): ReactElement {
  return (
    <span className="ad-name-cell" title={text}>
      <Icon name={icon} size="small" variant={icon === 'folder' ? 'link' : 'subtle'} />
      <VisibleText text={text} />
    </span>
  );
}

/** The cells of one object; `from` is the part of the key that is said elsewhere. */
export function objectCells(object: ObjectRow, from: string): ReactNode[] {
  return [
    <NameCell key="key" icon="file" text={object.key.slice(from.length)} />,
    <Size key="size" bytes={object.size} />,
    <Moment key="at" at={object.modifiedAt} />,
    <span key="class">{object.storageClass ?? 'STANDARD'}</span>,
  ];
}
