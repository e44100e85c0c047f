import Button from '@cloudscape-design/components/button';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useEffect, useEffectEvent, useRef, useState, type ReactElement } from 'react';
import { ENTRY_SORTS, type ArchiveEntry, type Fetched } from '#shared/domain/artifact.ts';
import { VirtualRows } from '#renderer/ui/virtual-rows.tsx';
import { ProblemAlert } from '../problem-alert.tsx';
import { problemOf } from '../use-opened.ts';
import { whyNotSaved } from './entry-faults.ts';
import { entryColumns, entryRow } from './entry-row.tsx';
import { parentRow, rowsBetween } from './tree-rows.ts';
import { useTree, type EntriesWish } from './use-tree.ts';

type Sort = (typeof ENTRY_SORTS)[number];

/** What is to be saved: one entry or a folder. */
export type SaveWhat = { kind: 'entry'; entry: number; name: string } | { kind: 'folder'; folder: string };

/** The entries of an opened archive, as a tree or flat, narrowed by a text in the path. `/` goes to the search. */
export function EntriesPanel(props: {
  openId: string;
  shown: number | null;
  onShow: (entry: ArchiveEntry) => void;
  onSave: (what: SaveWhat) => void;
  onFetched: (fetched: Pick<Fetched, 'requests' | 'bytes'>) => void;
  onAgain: () => void;
}): ReactElement {
  const [wish, setWish] = useState<EntriesWish>({ flat: false, search: '', sort: 'path', descending: false });
  const [active, setActive] = useState(-1);
  const tree = useTree(props.openId, wish);
  const field = useRef<InputProps.Ref>(null);
  const tell = useEffectEvent(props.onFetched);
  useEffect(() => tell({ requests: tree.requests, bytes: tree.bytes }), [tree.requests, tree.bytes]);
  useSlash(() => field.current?.focus());
  const change = (next: Partial<EntriesWish>): void => {
    setActive(-1);
    setWish((present) => ({ ...present, ...next }));
  };
  const chosen = tree.rows.at(active);
  const enter = (index: number): void => {
    const row = tree.rows.at(index);
    if (row?.kind === 'folder') tree.expand(row.folder.path, !row.expanded);
    if (row?.kind === 'entry') props.onShow(row.entry);
  };
  const flat = wish.flat || wish.search !== '';
  const whyNot =
    chosen?.kind === 'entry'
      ? whyNotSaved(chosen.entry)
      : chosen?.kind === 'folder'
        ? null
        : 'Choose a file or a folder first.';
  return (
    <div className="ad-archive-entries">
      <div className="ad-list-tools">
        <div className="ad-tool-field">
          <Input
            ref={field}
            type="search"
            data-testid="entry-search"
            value={wish.search}
            ariaLabel="Find in the names"
            placeholder="Find in the names ( / )"
            autoComplete={false}
            onChange={({ detail }) => change({ search: detail.value.slice(0, 500) })}
          />
        </div>
        <span className="ad-muted ad-number" role="status">
          {flat && tree.total !== null && `${tree.total.toLocaleString('en')} found`}
        </span>
        <SegmentedControl
          label="Entries as"
          selectedId={wish.flat ? 'flat' : 'tree'}
          options={[
            { id: 'tree', text: 'Tree' },
            { id: 'flat', text: 'Flat' },
          ]}
          onChange={({ detail }) => change({ flat: detail.selectedId === 'flat' })}
        />
        <Button
          iconName="download"
          data-testid="save-chosen"
          disabled={whyNot !== null}
          disabledReason={whyNot ?? ''}
          onClick={() => {
            if (chosen?.kind === 'folder') props.onSave({ kind: 'folder', folder: chosen.folder.path });
            if (chosen?.kind === 'entry')
              props.onSave({ kind: 'entry', entry: chosen.entry.index, name: chosen.entry.path });
          }}
        >
          Save…
        </Button>
      </div>
      {tree.error ? (
        <ProblemAlert
          title="The entries could not be read"
          problem={problemOf(tree.error)}
          onRetry={props.onAgain}
        />
      ) : tree.total === 0 ? (
        <p className="ad-muted ad-list-note">
          {wish.search ? 'No name has this text.' : 'The archive has no entries.'}
        </p>
      ) : (
        <VirtualRows
          label="Entries"
          testId="entries"
          columns={entryColumns(wish)}
          count={tree.rows.length}
          active={active}
          onActive={setActive}
          onEnter={enter}
          onSort={(column) => {
            const sort = ENTRY_SORTS.find((one) => one === column) as Sort;
            change({ sort, descending: wish.sort === sort ? !wish.descending : sort !== 'path' });
          }}
          onRange={(first, last) => tree.want(rowsBetween(tree.rows, first, last))}
          {...(flat
            ? {}
            : {
                onExpand: (index: number, open: boolean) => {
                  const row = tree.rows.at(index);
                  if (row?.kind === 'folder' && row.expanded !== open) tree.expand(row.folder.path, open);
                  else if (!open) setActive((present) => Math.max(parentRow(tree.rows, present), 0));
                  else if (row?.kind === 'folder') setActive(index + 1);
                },
              })}
          rowAt={(index) => entryRow(tree.rows.at(index), flat, props.shown, index)}
        />
      )}
    </div>
  );
}

/** `/` anywhere on the page but in a field. The window's own `/` filters runs: this one is heard first. */
function useSlash(act: () => void): void {
  const run = useEffectEvent(act);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.composedPath()[0];
      if (target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]'))
        return;
      if (document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      event.stopPropagation();
      run();
    };
    document.addEventListener('keydown', listen, true);
    return () => document.removeEventListener('keydown', listen, true);
  }, []);
}
