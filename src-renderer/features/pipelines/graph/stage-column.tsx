import { memo, type ReactElement } from 'react';
import { shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { ConditionType } from '#shared/domain/pipeline.ts';
import { Glyph } from '#renderer/ui/glyph.tsx';
import { Ago } from '#renderer/ui/moment.tsx';
import { StatusMark } from '#renderer/ui/status-mark.tsx';
import { lookOf, statusWord } from '../status-look.ts';
import { chosenText } from './chosen.ts';
import type { StageColumn } from './columns.ts';
import type { Span } from './geometry.ts';
import { Groups } from './groups.tsx';
import { nodeProps } from './node-props.ts';
import { Padlock } from './padlock.tsx';
import { isSameValue } from './same-value.ts';

const CONDITION_WORDS: Record<ConditionType, string> = {
  BEFORE_ENTRY: 'Before entry',
  ON_SUCCESS: 'On success',
  ON_FAILURE: 'On failure',
};

type NodeOf = (key: string) => ReturnType<typeof nodeProps>;

/**
 * A stage: who is in it and holds its lock, its conditions, and its actions by run order. Of the actions those in view are drawn,
 * and whatever has the keyboard or is chosen. `stop` and `chosen` are null unless they are in this stage.
 */
export const StageCard = memo(function StageCard({
  column,
  span,
  stop,
  chosen,
}: {
  column: StageColumn;
  /** The part that is in view; null for all of it. */
  span: Span | null;
  stop: string | null;
  chosen: string | null;
}): ReactElement {
  const { declared, status, executionId, locked, since } = column;
  const stageName = declared.name;
  const node: NodeOf = (key) => nodeProps(key, key === stop, key === chosen);
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
      <Groups column={column} span={span} stop={stop} chosen={chosen} />
      <Conditions column={column} types={['ON_SUCCESS', 'ON_FAILURE']} node={node} />
    </section>
  );
}, isSameValue);

function Conditions(props: {
  column: StageColumn;
  types: readonly ConditionType[];
  node: NodeOf;
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
            <span>{CONDITION_WORDS[type]}</span>
            <span className="ad-pl-card-word">Condition · {statusWord(status ?? null)}</span>
          </button>
        );
      })}
    </>
  );
}
