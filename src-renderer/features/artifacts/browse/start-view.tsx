import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useMemo, useState, type ReactElement } from 'react';
import type { BucketView } from '#shared/domain/artifact.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import { EmptyState, LoadingState } from '#renderer/ui/page-state.tsx';
import { VirtualRows, type RowColumn } from '#renderer/ui/virtual-rows.tsx';
import { CachePanel } from '../cache-panel.tsx';
import { ProblemAlert } from '../problem-alert.tsx';
import { pathOf } from '../shown-place.ts';
import { problemOfAnswer } from '../use-opened.ts';
import { PipelineList } from './pipeline-list.tsx';
import { RecentList } from './recent-list.tsx';
import './browse.css';

const ENVIRONMENT = { kind: 'environment' } as const;

/** Where to begin: the buckets that may be listed or the pipelines, what was opened lately, and how full the cache is. */
export function StartView({
  by,
  environment,
}: {
  by: 'bucket' | 'pipeline';
  environment: string;
}): ReactElement {
  return (
    <div className="ad-start">
      <section className="ad-start-main" aria-label="Where artifacts lie">
        <div className="ad-start-head">
          <SegmentedControl
            label="Find artifacts"
            selectedId={by}
            options={[
              { id: 'bucket', text: 'By bucket' },
              { id: 'pipeline', text: 'By pipeline' },
            ]}
            onChange={({ detail }) =>
              goTo(
                pathOf({
                  kind: 'start',
                  via: ENVIRONMENT,
                  by: detail.selectedId === 'pipeline' ? 'pipeline' : 'bucket',
                  asked: '',
                }),
                { replace: true },
              )
            }
          />
        </div>
        {by === 'bucket' ? <Buckets /> : <PipelineList />}
      </section>
      <aside className="ad-start-side">
        <RecentList environment={environment} />
        <CachePanel />
      </aside>
    </div>
  );
}

const COLUMNS: readonly RowColumn[] = [
  { id: 'region', header: 'Region', width: '130px' },
  { id: 'name', header: 'Bucket', width: 'minmax(220px, 1fr)' },
  { id: 'created', header: 'Created', width: '130px' },
];

/** By region, then by name; those whose region S3 does not tell come last. */
export function sortedBuckets(buckets: readonly BucketView[]): BucketView[] {
  return buckets.toSorted(
    (one, other) =>
      (one.region ?? '~').localeCompare(other.region ?? '~') || one.name.localeCompare(other.name),
  );
}

function Buckets(): ReactElement {
  const answer = useAnswer('artifacts.buckets', { via: ENVIRONMENT });
  const practice = useAnswer('app.info', null).data?.practice ?? false;
  const [active, setActive] = useState(-1);
  const buckets = useMemo(
    () => (answer.data?.ok ? sortedBuckets(answer.data.found.buckets) : []),
    [answer.data],
  );
  if (answer.isPending) return <LoadingState what="the buckets" />;
  const problem = problemOfAnswer(answer);
  if (problem)
    return (
      <>
        <ProblemAlert
          title="The buckets could not be listed"
          problem={problem}
          onRetry={() => void answer.refetch()}
        />
        <p className="ad-muted">
          A place whose name you know opens all the same: paste it above, or come from a run’s artifacts.
        </p>
      </>
    );
  if (buckets.length === 0)
    return (
      <EmptyState
        title="No buckets"
        text="These credentials see no bucket. Paste a place above, or look into the artifacts of a run."
      />
    );
  const open = (index: number): void => {
    const bucket = buckets[index];
    if (bucket)
      goTo(
        pathOf({
          kind: 'bucket',
          via: ENVIRONMENT,
          region: bucket.region,
          bucket: bucket.name,
          prefix: '',
          whole: false,
        }),
      );
  };
  return (
    <>
      {practice && (
        <p className="ad-hint">
          Practice has an artifact bucket for each region, named{' '}
          <code className="ad-mono">codepipeline-…</code>, with a folder for each pipeline. To see what one
          job was given, open a run and press <strong>Look inside</strong> beside an artifact.
        </p>
      )}
      <div className="ad-start-list">
        <VirtualRows
          label="Buckets"
          testId="buckets"
          columns={COLUMNS}
          count={buckets.length}
          active={active}
          onActive={setActive}
          onEnter={open}
          rowAt={(index) => {
            const bucket = buckets[index];
            return {
              key: bucket?.name ?? String(index),
              cells: [
                bucket?.region ?? <span className="ad-muted">unknown</span>,
                <span key="name" className="ad-rows-link">
                  {bucket?.name}
                </span>,
                <Moment key="at" at={bucket?.createdAt ?? null} />,
              ],
            };
          }}
        />
      </div>
    </>
  );
}
