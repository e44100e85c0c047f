import Icon from '@cloudscape-design/components/icon';
import type { ReactElement } from 'react';
import type { ArchiveEntry } from '#shared/domain/artifact.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import { Size } from '#renderer/ui/size.tsx';
import { visibleText } from '#renderer/ui/visible-parts.ts';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import type { RowColumn, VirtualRow } from '#renderer/ui/virtual-rows.tsx';
import { lastPart } from '../shown-place.ts';
import { toneOf } from './entry-faults.ts';
import { ratioOf, type TreeRow } from './tree-rows.ts';
import type { EntriesWish } from './use-tree.ts';

/** The columns of the entries with the order that they stand in. */
export function entryColumns({ sort, descending }: EntriesWish): RowColumn[] {
  const by = (id: EntriesWish['sort']): { sort: 'ascending' | 'descending' | 'none' } => ({
    sort: sort !== id ? 'none' : descending ? 'descending' : 'ascending',
  });
  return [
    { id: 'path', header: 'Name', width: 'minmax(120px, 1fr)', ...by('path') },
    { id: 'size', header: 'Size', width: '76px', align: 'end', ...by('size') },
    { id: 'packed', header: 'Packed', width: '76px', align: 'end' },
    { id: 'ratio', header: 'Ratio', width: '50px', align: 'end', ...by('ratio') },
    { id: 'modifiedAt', header: 'Modified', width: '98px', ...by('modifiedAt') },
    { id: 'crc', header: 'CRC-32', width: '76px' },
  ];
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
  const folder = text.slice(0, text.replace(/\/+$/, '').lastIndexOf('/') + 1);
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
      <span className="ad-path">
        {folder !== '' && (
          <span className="ad-path-folder">
            <VisibleText text={folder} />
          </span>
        )}
        <span className="ad-path-file">
          <VisibleText text={text.slice(folder.length)} />
        </span>
      </span>
      {KIND_WORDS[entry.kind] && <span className="ad-second">{KIND_WORDS[entry.kind]}</span>}
      {entry.encrypted && <Icon name="lock-private" size="small" ariaLabel="Encrypted" />}
    </span>
  );
}
