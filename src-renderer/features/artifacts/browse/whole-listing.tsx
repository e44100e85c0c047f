import Button from '@cloudscape-design/components/button';
import Spinner from '@cloudscape-design/components/spinner';
import { useEffect, useState, type ReactElement } from 'react';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { request, sentenceOf } from '#renderer/bridge/request.ts';
import { artifactPath } from '#renderer/run-view/artifact-path.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { EmptyState, LoadingState } from '#renderer/ui/page-state.tsx';
import { Size } from '#renderer/ui/size.tsx';
import { VirtualRows } from '#renderer/ui/virtual-rows.tsx';
import { ProblemAlert } from '../problem-alert.tsx';
import { PAGE_ROWS, usePages } from '../use-pages.ts';
import { problemOf } from '../use-opened.ts';
import { ListRefused } from './list-refused.tsx';
import { OBJECT_COLUMNS, objectCells, type ListedAt } from './object-cells.tsx';

const SETTLE_MS = 400;
const LOOK_MS = 500;

/** Everything below a prefix, as it is found. A changed text begins anew when typing has paused; leaving forgets the listing. */
export function WholeListing({ at, contains }: { at: ListedAt; contains: string }): ReactElement {
  const [begun, setBegun] = useState<{ listingId: string } | { failed: unknown } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const address = JSON.stringify(at);
  useEffect(() => {
    let left = false;
    let listingId: string | null = null;
    // It may be forgotten already: then there is nothing to do.
    const forget = (id: string): void =>
      void request('artifacts.stopListing', { listingId: id, forget: true }).catch(() => undefined);
    const timer = setTimeout(
      () => {
        const where = JSON.parse(address) as ListedAt;
        request('artifacts.startListing', { ...where, contains }).then(
          (started) => {
            listingId = started.listingId;
            if (left) forget(listingId);
            else setBegun(started);
          },
          (failed: unknown) => !left && setBegun({ failed }),
        );
      },
      contains === '' ? 0 : SETTLE_MS,
    );
    return () => {
      left = true;
      clearTimeout(timer);
      setBegun(null);
      if (listingId) forget(listingId);
    };
  }, [address, contains, attempt]);
  const again = (): void => setAttempt((last) => last + 1);
  if (begun === null) return <LoadingState what="the keys" />;
  if ('failed' in begun)
    return (
      <ProblemAlert title="The listing could not begin" problem={problemOf(begun.failed)} onRetry={again} />
    );
  return <Listing key={begun.listingId} listingId={begun.listingId} at={at} onAgain={again} />;
}

function Listing({
  listingId,
  at,
  onAgain,
}: {
  listingId: string;
  at: ListedAt;
  onAgain: () => void;
}): ReactElement {
  const [active, setActive] = useState(-1);
  const [going, setGoing] = useState(true);
  const state = useAnswer(
    'artifacts.listing',
    { listingId, from: 0, count: 1 },
    going ? { refetchEveryMs: LOOK_MS } : {},
  );
  const head = state.data;
  const running = head?.state === 'running';
  useEffect(() => {
    if (head) setGoing(head.state === 'running');
  }, [head]);
  const matching = head?.matching ?? 0;
  const [span, setSpan] = useState(0);
  // Full pages never change: only the last one is asked for again while it fills.
  const { pageAt, onRange } = usePages(
    'artifacts.listing',
    (from, count) => ({ listingId, from, count }),
    matching >= span ? 'full' : matching,
  );
  if (state.error)
    return <ProblemAlert title="The listing ended" problem={problemOf(state.error)} onRetry={onAgain} />;
  if (!head) return <LoadingState what="the keys" />;
  const rowAt = (index: number) => pageAt(index)?.rows[index % PAGE_ROWS];
  return (
    <div className="ad-list-panel">
      <div className="ad-listing-line" data-testid="listing-state" data-state={head.state}>
        {running && <Spinner />}
        <span className="ad-number" role="status">
          {matching.toLocaleString('en')} {matching === 1 ? 'key' : 'keys'}
          {head.seen !== matching && ` of ${head.seen.toLocaleString('en')} seen`},{' '}
          <Size bytes={head.bytes} />
          <span className="ad-muted">
            {' '}
            · {head.requests.toLocaleString('en')} {head.requests === 1 ? 'request' : 'requests'}
            {head.state === 'stopped' && ' · stopped: there may be more'}
            {head.state === 'done' && ' · complete'}
          </span>
        </span>
        {running && (
          <Button
            data-testid="stop-listing"
            onClick={() =>
              void request('artifacts.stopListing', { listingId, forget: false })
                .then(() => state.refetch())
                .catch((thrown: unknown) => sentenceOf(thrown))
            }
          >
            Stop
          </Button>
        )}
      </div>
      {head.problem && (
        <ListRefused
          bucket={at.bucket}
          problem={head.problem}
          partly={head.seen > 0}
          onRetry={head.problem.code === 'not-allowed-now' ? null : onAgain}
        />
      )}
      {matching > 0 || running ? (
        <VirtualRows
          label={`All keys of ${at.bucket} below ${at.prefix || 'its root'}`}
          testId="all-keys"
          columns={OBJECT_COLUMNS}
          count={matching}
          active={active}
          onActive={setActive}
          onRange={(first, last) => {
            onRange(first, last);
            setSpan((Math.floor(last / PAGE_ROWS) + 1) * PAGE_ROWS);
          }}
          onEnter={(index) => {
            const row = rowAt(index);
            if (row)
              goTo(
                artifactPath({
                  via: at.via,
                  place: { region: at.region, bucket: at.bucket, key: row.key, versionId: null },
                }),
              );
          }}
          rowAt={(index) => {
            const row = rowAt(index);
            return { key: String(index), cells: row ? objectCells(row, '') : ['…', '', '', ''] };
          }}
        />
      ) : (
        !head.problem && (
          <EmptyState title="No key matches" text="Nothing below this prefix has the text in its key." />
        )
      )}
    </div>
  );
}
