import { useMemo, type ReactElement } from 'react';
import { shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { ActionStatus, OurRun, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { pipelineAddress } from '#renderer/run-view/pipeline-path.ts';
import { Glyph } from '#renderer/ui/glyph.tsx';
import { Ago } from '#renderer/ui/moment.tsx';
import { EmptyState } from '#renderer/ui/page-state.tsx';
import { StatusMark } from '#renderer/ui/status-mark.tsx';
import { lookOf, statusWord } from '../status-look.ts';
import { chosenText, type Chosen } from './chosen.ts';
import { groupsOf, knownOf, type ActionCell } from './columns.ts';

/** Ended executions beside those under way: enough to see what was, without a wall of history. */
const MOST_ENDED = 5;

/** A PARALLEL pipeline: a row for each execution, a column for each stage. Nobody waits for anybody. */
export function ParallelRows(props: {
  snapshot: PipelineSnapshot;
  runs: readonly OurRun[];
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
}): ReactElement {
  const { snapshot, runs, chosen, onChoose } = props;
  const known = useMemo(() => knownOf(snapshot, runs), [snapshot, runs]);
  const underWay = snapshot.executions.filter(
    ({ status }) => status === 'InProgress' || status === 'Stopping',
  );
  const ended = snapshot.executions.filter((row) => !underWay.includes(row)).slice(0, MOST_ENDED);
  const selected = chosen ? chosenText(chosen) : null;
  const place = (one: Chosen) => ({
    'aria-current': chosenText(one) === selected ? (true as const) : undefined,
    onClick: () => onChoose(one),
  });
  if (underWay.length + ended.length === 0)
    return <EmptyState title="No execution yet" text="Start one, or wait for a change of the source." />;
  return (
    <div className="ad-pl-graph ad-pl-parallel" data-testid="parallel-rows">
      <table aria-label={`Executions of ${snapshot.ref.name}, side by side`}>
        <thead>
          <tr>
            <th scope="col">Execution</th>
            {snapshot.states.map(({ name, transition }, at) => (
              <th key={name} scope="col">
                {name}
                {at > 0 && transition && (
                  <button
                    type="button"
                    className={`ad-pl-into ad-focusable${transition.enabled ? '' : ' ad-pl-closed'}`}
                    {...place({ kind: 'transition', stageName: name })}
                  >
                    {transition.enabled ? '→ enabled' : '⊘ disabled'}
                    <span className="ad-offscreen"> transition into {name}</span>
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...underWay, ...ended].map((row) => (
            <tr key={row.executionId} data-testid={`parallel-${shortExecution(row.executionId)}`}>
              <th scope="row">
                <button
                  type="button"
                  className="ad-pl-row-head ad-focusable"
                  title={row.executionId}
                  {...place({ kind: 'execution', executionId: row.executionId })}
                >
                  <code className="ad-mono">{shortExecution(row.executionId)}</code>
                  <StatusMark kind={lookOf(row.status)} text={row.status} />
                  <span className="ad-second">
                    <Ago at={row.startedAt} />
                  </span>
                </button>
              </th>
              {!known.isRead(row.executionId) && (
                <td colSpan={snapshot.stages.length} className="ad-muted">
                  {underWay.includes(row) ? 'Its actions are not shown here: ' : 'It has ended: '}
                  <a href={`#${pipelineAddress(snapshot.ref.region, snapshot.ref.name, row.executionId)}`}>
                    {underWay.includes(row) ? 'see what it runs' : 'see what it ran'}
                  </a>
                </td>
              )}
              {(known.isRead(row.executionId) ? snapshot.stages : []).map((stage) => {
                const cells = groupsOf(known, stage, row.executionId).flatMap(({ actions }) => actions);
                const waits = snapshot.states
                  .find(({ name }) => name === stage.name)
                  ?.inbound.some(({ executionId }) => executionId === row.executionId);
                return (
                  <td key={stage.name}>
                    {waits && <span className="ad-tone-warn">waits at the transition</span>}
                    {cells.map((cell) => (
                      <ParallelCell
                        key={cell.declared.name}
                        cell={cell}
                        place={place({
                          kind: 'action',
                          stageName: stage.name,
                          actionName: cell.declared.name,
                          executionId: row.executionId,
                        })}
                      />
                    ))}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ParallelCell({ cell, place }: { cell: ActionCell; place: Record<string, unknown> }): ReactElement {
  const status: ActionStatus | null = cell.status;
  const look = cell.waitsForApproval ? 'warning' : lookOf(status);
  const word = cell.waitsForApproval ? 'Waits for approval' : statusWord(status);
  return (
    <button
      type="button"
      className={`ad-pl-parallel-cell ad-focusable${status === null ? ' ad-muted' : ''}`}
      title={`${cell.declared.name}: ${word}`}
      {...place}
    >
      <span className={`ad-status ad-status-${look}`}>
        <Glyph name={look} />
      </span>
      <span className="ad-ellipsis">{cell.declared.name}</span>
      <span className="ad-second">{word}</span>
    </button>
  );
}
