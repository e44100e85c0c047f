import { memo, type CSSProperties, type ReactElement } from 'react';
import { ExternalLink } from '#renderer/ui/external-link.tsx';
import { Glyph } from '#renderer/ui/glyph.tsx';
import { lookOf, statusWord } from '../status-look.ts';
import { chosenText } from './chosen.ts';
import { hasLinks, progressOf } from './geometry.ts';
import { nodeProps } from './node-props.ts';
import { isSameValue } from './same-value.ts';
import type { ActionCell } from './columns.ts';

interface CardProps {
  cell: ActionCell;
  stageName: string;
  /** In CSS pixels from the upper edge of the group. */
  top: number;
  height: number;
  /** Its place among the actions of its run order, from 1, and how many those are. */
  place: number;
  of: number;
  isStop: boolean;
  isChosen: boolean;
}

/** One action: its status by shape, colour and word, its progress, its link outside and our run. */
export const ActionCard = memo(function ActionCard(props: CardProps): ReactElement {
  const { cell, stageName, top, height } = props;
  const { declared, status, waitsForApproval } = cell;
  const word = waitsForApproval ? 'Waits for approval' : statusWord(status);
  const look = waitsForApproval ? 'warning' : lookOf(status);
  const type = declared.actionTypeId;
  const progress = progressOf(cell);
  const key = chosenText({ kind: 'action', stageName, actionName: declared.name, executionId: null });
  return (
    <div
      role="listitem"
      aria-posinset={props.place}
      aria-setsize={props.of}
      className={`ad-pl-card ad-pl-${look}`}
      style={{ top, height }}
      data-testid={`action-${stageName}-${declared.name}`}
    >
      <button
        type="button"
        {...nodeProps(key, props.isStop, props.isChosen)}
        className="ad-pl-card-main ad-focusable"
        title={`${declared.name}: ${word}. ${type.category} by ${type.owner} ${type.provider} ${type.version}, run order ${declared.runOrder}`}
      >
        <span className={`ad-status ad-status-${look}`}>
          <Glyph name={look} />
        </span>
        <span className="ad-pl-card-name ad-ellipsis">{declared.name}</span>
        <span className="ad-pl-card-word ad-ellipsis">
          {progress === null ? word : `${word} ${cell.percentComplete}%`}
        </span>
      </button>
      {hasLinks(cell) && (
        <div className="ad-pl-card-links">
          {cell.run ? (
            <a href={`#/runs/${encodeURIComponent(cell.run.runId)}`} title={`Our run is ${cell.run.state}`}>
              our run
            </a>
          ) : (
            declared.ours && <span className="ad-muted">ours</span>
          )}
          {cell.url !== null && <ExternalLink url={cell.url} text="outside" showHost={false} />}
        </div>
      )}
      {progress !== null && (
        <span
          className="ad-pl-card-track"
          style={{ '--ad-done': `${progress}%` } as CSSProperties}
          aria-hidden
        />
      )}
    </div>
  );
}, isSameValue);
