import { memo, type ReactElement } from 'react';
import { shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { ConditionType } from '#shared/domain/pipeline.ts';
import { Glyph } from '#renderer/ui/glyph.tsx';
import { Ago } from '#renderer/ui/moment.tsx';
import { StatusMark } from '#renderer/ui/status-mark.tsx';
import { lookOf, statusWord } from '../status-look.ts';
import { ActionCard } from './action-card.tsx';
import { chosenText } from './chosen.ts';
import type { StageColumn } from './columns.ts';
import { Padlock } from './padlock.tsx';

const CONDITION_WORDS: Record<ConditionType, string> = {
  BEFORE_ENTRY: 'before entry',
  ON_SUCCESS: 'on success',
  ON_FAILURE: 'on failure',
};

export type NodeProps = (key: string) => Record<string, unknown>;

/** Snapshots come every few seconds and mostly say the same: what is equal by value is not drawn again. */
export function isSameColumn(
  before: { column: StageColumn; node: NodeProps },
  now: { column: StageColumn; node: NodeProps },
): boolean {
  return (
    before.node === now.node &&
    (before.column === now.column || JSON.stringify(before.column) === JSON.stringify(now.column))
  );
}

/** A stage: who is in it and holds its lock, its conditions, and its actions by run order. */
export const StageCard = memo(function StageCard({
  column,
  node,
}: {
  column: StageColumn;
  node: NodeProps;
}): ReactElement {
  const { declared, status, executionId, locked, since, groups } = column;
  const stageName = declared.name;
  return (
    <section
      className={`ad-pl-stage ad-pl-${lookOf(status)}`}
      aria-label={`Stage ${stageName}`}
      data-testid={`stage-${stageName}`}
      data-status={status ?? ''}
      data-locked={locked}
    >
      <button
        type="button"
        {...node(chosenText({ kind: 'stage', stageName, executionId: null }))}
        className="ad-pl-stage-head ad-focusable"
        title={stageName}
      >
        <span className="ad-pl-stage-name ad-ellipsis">{stageName}</span>
        <StatusMark kind={lookOf(status)} text={statusWord(status)} />
        <span className="ad-pl-holder ad-ellipsis">
          {executionId === null ? (
            'no execution yet'
          ) : (
            <>
              {locked && <Padlock />}
              <code className="ad-mono">{shortExecution(executionId)}</code>
              {locked && <> holds the lock{since !== null && ' '}</>}
              {since !== null && <Ago at={since} />}
            </>
          )}
        </span>
      </button>
      <Conditions column={column} types={['BEFORE_ENTRY']} node={node} />
      {groups.map(({ runOrder, actions }, at) => (
        <div key={runOrder}>
          {at > 0 && <div className="ad-pl-then" aria-hidden />}
          <div
            className={actions.length > 1 ? 'ad-pl-group ad-pl-side-by-side' : 'ad-pl-group'}
            role="group"
            aria-label={
              actions.length > 1 ? `Run order ${runOrder}, at the same time` : `Run order ${runOrder}`
            }
          >
            {actions.length > 1 && <div className="ad-pl-group-word">at the same time</div>}
            {actions.map((cell) => (
              <ActionCard key={cell.declared.name} cell={cell} stageName={stageName} node={node} />
            ))}
          </div>
        </div>
      ))}
      <Conditions column={column} types={['ON_SUCCESS', 'ON_FAILURE']} node={node} />
    </section>
  );
}, isSameColumn);

function Conditions(props: {
  column: StageColumn;
  types: readonly ConditionType[];
  node: NodeProps;
}): ReactElement | null {
  const { column, types, node } = props;
  const shown = types.filter((type) => column.conditions.some((one) => one.type === type));
  if (shown.length === 0) return null;
  return (
    <>
      {shown.map((type) => {
        // Of several conditions of a type the one that is worst off decides.
        const runs = column.conditions.filter((one) => one.type === type);
        const status = (
          runs.find((one) => one.status === 'Failed' || one.status === 'Errored') ??
          runs.find((one) => one.status === 'InProgress') ??
          runs[0]
        )?.status;
        return (
          <button
            key={type}
            type="button"
            {...node(chosenText({ kind: 'condition', stageName: column.declared.name, type }))}
            className="ad-pl-condition ad-focusable"
          >
            <span className={`ad-status ad-status-${lookOf(status ?? null)}`}>
              <Glyph name={lookOf(status ?? null)} />
            </span>
            <span className="ad-ellipsis">Condition {CONDITION_WORDS[type]}</span>
            <span className="ad-second">{statusWord(status ?? null)}</span>
          </button>
        );
      })}
    </>
  );
}
