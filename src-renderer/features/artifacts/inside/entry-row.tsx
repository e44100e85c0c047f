import Icon from '@cloudscape-design/components/icon';
import type { ReactElement } from 'react';
import type { ArchiveEntry } from '#shared/domain/artifact.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import { Size } from '#renderer/ui/size.tsx';
import { visibleText } from '#renderer/ui/visible-parts.ts';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import type { RowColumn, VirtualRow } from '#renderer/ui/virtual-rows.tsx';
import { lastPart } from '../shown-place.ts';
import { ratioOf, type TreeRow } from './tree-rows.ts';
import type { EntriesWish } from './use-tree.ts';

/** The columns of the entries with the order that they stand in. */
export function entryColumns({ sort, descending }: EntriesWish): RowColumn[] {
  const by = (id: EntriesWish['sort']): { sort: 'ascending' | 'descending' | 'none' } => ({
    sort: sort !== id ? 'none' : descending ? 'descending' : 'ascending',
  });
  return [
    { id: 'path', header: 'Name', width: 'minmax(130px, 1fr)', ...by('path') },
    { id: 'size', header: 'Size', width: '80px', align: 'end', ...by('size') },
    { id: 'packed', header: 'Packed', width: '80px', align: 'end' },
    { id: 'ratio', header: 'Ratio', width: '54px', align: 'end', ...by('ratio') },
    { id: 'modifiedAt', header: 'Modified', width: '98px', ...by('modifiedAt') },
    { id: 'crc', header: 'CRC-32', width: '78px' },
  ];
}

/** Faults that leave the content readable; the others close it and are red. A tar's link has no content to close. */
const WARNINGS = new Set([
  'bomb',
  'bad-name',
  'case-clash',
  'damaged-directory',
  'duplicate-name',
  'link',
  'trailing-data',
  'unsafe-path',
]);

/** How bad an entry's faults are. */
export function toneOf(entry: Pick<ArchiveEntry, 'faults'>): 'bad' | 'warn' | undefined {
  if (entry.faults.length === 0) return undefined;
  return entry.faults.every(({ fault }) => WARNINGS.has(fault)) ? 'warn' : 'bad';
}

/** `3.1 ×`; a dash where nothing is packed. */
function ratioText(entry: ArchiveEntry): string {
  const ratio = ratioOf(entry);
  return ratio === null ? '–' : `${ratio < 10 ? ratio.toFixed(1) : Math.round(ratio)} ×`;
}

/** One row of the entries. `shown` is the entry that stands in the preview. */
export function entryRow(
  row: TreeRow | undefined,
  flat: boolean,
  shown: number | null,
  index: number,
): VirtualRow {
  if (!row || row.kind === 'pending')
    return { key: `p${index}`, cells: ['…'], ...(row && !flat ? { level: row.level } : {}) };
  if (row.kind === 'folder') {
    const { folder, level, expanded } = row;
    return {
      key: `f${folder.path}`,
      level,
      expanded,
      cells: [
        <span key="name" className="ad-name-cell" title={visibleText(folder.path)}>
          <Icon name={expanded ? 'angle-down' : 'angle-right'} size="small" variant="subtle" />
          <Icon name={expanded ? 'folder-open' : 'folder'} size="small" variant="link" />
          <VisibleText text={folder.name} />
        </span>,
        <Size key="size" bytes={folder.size} />,
        '',
        '',
        <span key="files" className="ad-muted ad-number">
          {folder.files.toLocaleString('en')} {folder.files === 1 ? 'file' : 'files'}
        </span>,
        '',
      ],
    };
  }
  const { entry, level } = row;
  return {
    key: `e${entry.index}`,
    tone: toneOf(entry),
    ...(flat ? {} : { level }),
    cells: [
      <EntryName
        key="name"
        entry={entry}
        text={flat ? entry.path : lastPart(entry.path)}
        shown={shown === entry.index}
      />,
      <Size key="size" bytes={entry.size} />,
      <Size key="packed" bytes={entry.compressedSize} />,
      <span key="ratio" className="ad-number">
        {ratioText(entry)}
      </span>,
      <Moment key="at" at={entry.modifiedAt} />,
      <span key="crc" className="ad-mono">
        {entry.crc32 ?? '–'}
      </span>,
    ],
  };
}

const KIND_WORDS = { file: null, folder: 'folder', link: 'link', special: 'special file' } as const;

function EntryName({
  entry,
  text,
  shown,
}: {
  entry: ArchiveEntry;
  text: string;
  shown: boolean;
}): ReactElement {
  const faults = entry.faults.map(({ sentence }) => sentence).join(' ');
  return (
    <span
      className={`ad-name-cell${shown ? ' ad-name-shown' : ''}`}
      title={`${visibleText(entry.path)}${faults && `\n${faults}`}`}
    >
      {entry.faults.length > 0 ? (
        <Icon
          name="status-warning"
          size="small"
          variant={toneOf(entry) === 'bad' ? 'error' : 'warning'}
          ariaLabel={faults}
        />
      ) : (
        <Icon name="file" size="small" variant="subtle" />
      )}
      <VisibleText text={text} />
      {KIND_WORDS[entry.kind] && <span className="ad-second">{KIND_WORDS[entry.kind]}</span>}
      {entry.encrypted && <Icon name="lock-private" size="small" ariaLabel="Encrypted" />}
    </span>
  );
}
