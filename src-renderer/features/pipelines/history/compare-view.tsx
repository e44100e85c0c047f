import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import type { ReactElement } from 'react';
import { shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { PipelineRef, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { localTime } from '#renderer/ui/moment.tsx';
import { EmptyState, LoadingState } from '#renderer/ui/page-state.tsx';
import { PipelineProblem } from '../pipeline-problem.tsx';
import { viewAddress } from '../shown-view.ts';
import { compareRows, type ComparedRow } from './compare-rows.ts';
import { useExecutions } from './use-pages.ts';

/** Two executions side by side; without a choice the two newest, the older one on the left. */
export function CompareView(props: {
  snapshot: PipelineSnapshot;
  left: string | null;
  right: string | null;
}): ReactElement {
  const { snapshot } = props;
  const history = useExecutions(snapshot.ref);
  if (history.pending) return <LoadingState what="the history" />;
  if (history.error && history.items.length === 0)
    return (
      <PipelineProblem title="The history could not be read" error={history.error} onRetry={history.again} />
    );
  const left = props.left ?? history.items[1]?.executionId ?? null;
  const right = props.right ?? history.items[0]?.executionId ?? null;
  if (left === null || right === null)
    return <EmptyState title="Two executions are needed" text="There is only one so far, or none." />;
  const known = [
    ...new Map(
      [...history.items, ...snapshot.executions].map((row) => [row.executionId, row] as const),
    ).values(),
  ];
  const options = known.map((row) => ({
    value: row.executionId,
    label: shortExecution(row.executionId),
    description: [row.status, row.startedAt === null ? '' : localTime(row.startedAt, snapshot.readAt)].join(
      ' · ',
    ),
  }));
  const choose = (side: 'left' | 'right', value: string): void =>
    goTo(viewAddress(snapshot.ref, 'compare', { left, right, [side]: value }), { replace: true });
  return (
    <section aria-label="Compare" className="ad-pl-compare">
      <div className="ad-pl-compare-sides">
        {(['left', 'right'] as const).map((side) => {
          const value = side === 'left' ? left : right;
          return (
            <FormField key={side} label={side === 'left' ? 'This execution' : 'with this one'}>
              <Select
                selectedOption={
                  options.find((one) => one.value === value) ?? { value, label: shortExecution(value) }
                }
                options={options}
                filteringType="auto"
                filteringAriaLabel="Find an execution"
                onChange={({ detail }) => choose(side, detail.selectedOption.value ?? value)}
              />
            </FormField>
          );
        })}
      </div>
      <Compared pipeline={snapshot.ref} left={left} right={right} />
    </section>
  );
}

function Compared(props: { pipeline: PipelineRef; left: string; right: string }): ReactElement {
  const { pipeline } = props;
  const left = useAnswer('pipelines.execution', { pipeline, executionId: props.left });
  const right = useAnswer('pipelines.execution', { pipeline, executionId: props.right });
  const error = left.error ?? right.error;
  if (error)
    return (
      <PipelineProblem
        title="The executions could not be read"
        error={error}
        onRetry={() => void Promise.all([left.refetch(), right.refetch()])}
      />
    );
  if (!left.data || !right.data) return <LoadingState what="both executions" />;
  const rows = compareRows(left.data, right.data);
  const differing = rows.filter(({ differs }) => differs).length;
  return (
    <>
      <p role="status" className="ad-muted">
        {differing === 0
          ? 'Nothing differs but the times.'
          : `${differing} of ${rows.length} lines differ; they are marked with ≠.`}
      </p>
      <table className="ad-pl-actions" aria-label="What differs" data-testid="compared-executions">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">{shortExecution(props.left)}</th>
            <th scope="col">{shortExecution(props.right)}</th>
          </tr>
        </thead>
        {(['Execution', 'Revisions', 'Variables', 'Actions'] as const)
          .map((group) => rows.filter((row) => row.group === group))
          .filter((group) => group.length > 0)
          .map((group) => (
            <tbody key={group[0]?.group}>
              <tr>
                <th scope="rowgroup" colSpan={3} className="ad-pl-actions-stage">
                  {group[0]?.group}
                </th>
              </tr>
              {group.map((row) => (
                <Line key={row.name} row={row} />
              ))}
            </tbody>
          ))}
      </table>
    </>
  );
}

function Line({ row }: { row: ComparedRow }): ReactElement {
  return (
    <tr className={row.differs ? 'ad-pl-differs' : undefined} data-differs={row.differs}>
      <th scope="row">
        {row.differs && <span aria-label="differs">≠ </span>}
        {row.name}
      </th>
      <td className="ad-wrap">{row.left ?? '–'}</td>
      <td className="ad-wrap">{row.right ?? '–'}</td>
    </tr>
  );
}
