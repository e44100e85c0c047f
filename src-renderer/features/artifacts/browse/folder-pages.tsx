import Button from '@cloudscape-design/components/button';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactElement } from 'react';
import type { ObjectRow } from '#shared/domain/artifact.ts';
import { request } from '#renderer/bridge/request.ts';
import { artifactPath } from '#renderer/run-view/artifact-path.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { EmptyState, LoadingState } from '#renderer/ui/page-state.tsx';
import { VirtualRows } from '#renderer/ui/virtual-rows.tsx';
import { problemOf } from '../use-opened.ts';
import { ListRefused } from './list-refused.tsx';
import { NameCell, OBJECT_COLUMNS, objectCells, type ListedAt } from './object-cells.tsx';

const PAGE_KEYS = 500;

type Row = { kind: 'folder'; prefix: string } | { kind: 'object'; object: ObjectRow };

/** The part of a prefix that all its keys share as folders: `a/b/c` gives `a/b/`. */
export function folderOf(prefix: string): string {
  return prefix.slice(0, prefix.lastIndexOf('/') + 1);
}

/** One level of a bucket, further pages appended below. Enter opens; the versions of a key are one press away. */
export function FolderPages(props: {
  at: ListedAt;
  onFolder: (prefix: string) => void;
  onVersions: (key: string) => void;
}): ReactElement {
  const { at } = props;
  const [active, setActive] = useState(-1);
  const listed = useInfiniteQuery({
    queryKey: ['artifacts.list', at],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => request('artifacts.list', { ...at, cursor: pageParam, count: PAGE_KEYS }),
    getNextPageParam: (page) => (page.ok ? page.found.cursor : null),
    retry: false,
  });
  const rows = useMemo(() => {
    const pages = (listed.data?.pages ?? []).flatMap((page) => (page.ok ? [page.found] : []));
    return pages.flatMap(({ prefixes, objects }): Row[] => [
      ...prefixes.map((prefix) => ({ kind: 'folder' as const, prefix })),
      ...objects.map((object) => ({ kind: 'object' as const, object })),
    ]);
  }, [listed.data]);
  const refused = listed.data?.pages.find((page) => !page.ok);
  const problem = listed.error ? problemOf(listed.error) : refused?.ok === false ? refused.problem : null;
  if (listed.isPending) return <LoadingState what="the folder" />;
  const alert = problem && (
    <ListRefused
      bucket={at.bucket}
      problem={problem}
      partly={rows.length > 0}
      onRetry={() => void listed.refetch()}
    />
  );
  if (rows.length === 0)
    return (
      alert ?? (
        <EmptyState
          title="Nothing here"
          text="No key begins like this. S3 tells upper and lower case apart."
        />
      )
    );
  const from = folderOf(at.prefix);
  const chosen = rows[active];
  const open = (index: number): void => {
    const row = rows[index];
    if (row?.kind === 'folder') props.onFolder(row.prefix);
    if (row?.kind === 'object')
      goTo(artifactPath({ via: at.via, place: { ...placeIn(at), key: row.object.key } }));
  };
  return (
    <div className="ad-list-panel">
      <VirtualRows
        label={`Keys of ${at.bucket}`}
        testId="keys"
        columns={OBJECT_COLUMNS}
        count={rows.length}
        active={active}
        onActive={setActive}
        onEnter={open}
        rowAt={(index) => {
          const row = rows[index];
          if (row?.kind === 'object')
            return { key: `o${row.object.key}`, cells: objectCells(row.object, from) };
          const prefix = row?.prefix ?? '';
          return {
            key: `f${prefix}`,
            cells: [<NameCell key="key" icon="folder" text={prefix.slice(from.length)} />, '', '', ''],
          };
        }}
      />
      {alert}
      <div className="ad-list-foot">
        <span className="ad-muted ad-number" role="status">
          {rows.length.toLocaleString('en')} {listed.hasNextPage ? 'so far' : 'in all'}
        </span>
        {listed.hasNextPage && (
          <Button loading={listed.isFetchingNextPage} onClick={() => void listed.fetchNextPage()}>
            {`${PAGE_KEYS} more`}
          </Button>
        )}
        {chosen?.kind === 'object' && (
          <Button onClick={() => props.onVersions(chosen.object.key)} data-testid="show-versions">
            Versions
          </Button>
        )}
      </div>
    </div>
  );
}

function placeIn(at: ListedAt): { region: string | null; bucket: string; versionId: null } {
  return { region: at.region, bucket: at.bucket, versionId: null };
}
