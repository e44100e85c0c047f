import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useMemo, useState, type ReactElement } from 'react';
import type { ResponseOf } from '#shared/ipc/contract.ts';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { goTo, useHashParams } from '#renderer/ui/hash-location.ts';
import { Ago } from '#renderer/ui/moment.tsx';
import { EmptyState, LoadingState } from '#renderer/ui/page-state.tsx';
import { ListFilters } from './list/list-filters.tsx';
import { filterOf, filterRows, refKey, sortRows, type ListRow, type SortColumn } from './list/list-rows.ts';
import { PipelineTable } from './list/pipeline-table.tsx';
import { useGlances } from './list/use-list.ts';
import { useScan } from './list/use-scan.ts';
import { PipelineProblem } from './pipeline-problem.tsx';
import './pipelines.css';

type Regions = ResponseOf<'pipelines.list'>;

/** Every pipeline that the environment's credentials reach, over all regions, with what waits in it. */
export function PipelinesPage(): ReactElement {
  const answer = useAnswer('pipelines.list', { refresh: false });
  const again = useChange('pipelines.list', ['pipelines.list', 'pipelines.glance']);
  if (answer.isPending) return <LoadingState what="the pipelines" />;
  if (!answer.data)
    return (
      <div className="ad-pl-page">
        <h1 className="ad-title">Pipelines</h1>
        <PipelineProblem
          title="The pipelines could not be listed"
          error={answer.error}
          onRetry={() => void answer.refetch()}
        />
      </div>
    );
  return (
    <Listed
      regions={answer.data}
      refreshing={again.isPending}
      onRefresh={() => again.mutate({ refresh: true })}
    />
  );
}

function Listed(props: { regions: Regions; refreshing: boolean; onRefresh: () => void }): ReactElement {
  const { regions } = props;
  const filter = filterOf(useHashParams());
  const [sort, setSort] = useState<{ column: SortColumn; order: 'ascending' | 'descending' }>({
    column: 'name',
    order: 'ascending',
  });
  const [range, setRange] = useState({ first: 0, last: 24 });
  const needsScan = filter.state !== 'any';
  const scan = useScan(needsScan);
  const [shown, setShown] = useState<readonly ListRow['ref'][]>([]);
  const glances = useGlances(shown, scan.progress?.glances ?? NO_GLANCES);
  const all = useMemo(
    () =>
      regions.flatMap(({ region, pipelines }) =>
        pipelines.map((listed): ListRow => {
          const ref = { region, name: listed.name };
          return { ref, listed, glance: glances.get(refKey(ref)) ?? null };
        }),
      ),
    [regions, glances],
  );
  const { rows: fitting, unknown } = filterRows(all, filter);
  const rows = sortRows(fitting, sort.column, sort.order);
  const seen = rows.slice(range.first, range.last + 1).map(({ ref }) => ref);
  if (seen.map(refKey).join(' ') !== shown.map(refKey).join(' ')) setShown(seen);
  const read = regions.flatMap(({ readAt }) => readAt ?? []);
  const problems = regions.filter(({ problem }) => problem !== null);

  return (
    <div className="ad-pl-page" data-testid="pipelines-page">
      <header className="ad-pl-list-head">
        <h1 className="ad-title">Pipelines</h1>
        <span className="ad-muted ad-number" role="status" data-testid="pipelines-count">
          {rows.length === all.length ? `${all.length}` : `${rows.length} of ${all.length}`} in{' '}
          {regions.length} {regions.length === 1 ? 'region' : 'regions'}
        </span>
        <span className="ad-pl-read ad-muted">
          {read.length > 0 && (
            <span>
              listed <Ago at={Math.min(...read)} />
            </span>
          )}
          <Button
            iconName="refresh"
            ariaLabel="List the pipelines again"
            loading={props.refreshing}
            onClick={props.onRefresh}
          />
        </span>
      </header>
      {problems.map(({ region, problem }) => (
        <Alert key={region} type="warning" header={`${region} could not be listed`}>
          <span className="ad-wrap">{problem}</span>
        </Alert>
      ))}
      <ListFilters
        filter={filter}
        regions={regions.map(({ region }) => region)}
        scan={needsScan ? scan : null}
        unknown={needsScan ? unknown : 0}
      />
      {all.length === 0 ? (
        <EmptyState
          title={problems.length === regions.length ? 'No region answered' : 'No pipelines'}
          text="Pipelines of customers are in their accounts. Those here are in the account of this environment’s credentials."
          action={<Button onClick={() => goTo('/settings')}>Open settings</Button>}
        />
      ) : (
        <PipelineTable
          rows={rows}
          sort={sort}
          onSort={(column) =>
            setSort((present) => ({
              column,
              order: present.column === column && present.order === 'ascending' ? 'descending' : 'ascending',
            }))
          }
          onRange={(first, last) => setRange({ first, last })}
          empty={
            unknown > 0 && scan.progress?.stopped
              ? 'None found among those that were looked at before it was stopped.'
              : unknown > 0 && scan.progress?.running !== false
                ? 'None found so far: the others are still being looked at.'
                : 'No pipeline is like this.'
          }
        />
      )}
    </div>
  );
}

const NO_GLANCES: ResponseOf<'pipelines.scan'>['glances'] = [];
