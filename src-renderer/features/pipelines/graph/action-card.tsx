import type { ReactElement } from 'react';
import { ExternalLink } from '#renderer/ui/external-link.tsx';
import { Glyph } from '#renderer/ui/glyph.tsx';
import { lookOf, statusWord } from '../status-look.ts';
import { chosenText } from './chosen.ts';
import type { ActionCell } from './columns.ts';

/** One action: its status by shape, colour and word, its progress, its link outside and our run. */
export function ActionCard(props: {
  cell: ActionCell;
  stageName: string;
  node: (key: string) => Record<string, unknown>;
}): ReactElement {
  const { cell, stageName, node } = props;
  const { declared, status, percentComplete, waitsForApproval } = cell;
  const word = waitsForApproval ? 'Waits for approval' : statusWord(status);
  const look = waitsForApproval ? 'warning' : lookOf(status);
  const type = declared.actionTypeId;
  const working = status === 'InProgress' && percentComplete !== null;
  return (
    <div className={`ad-pl-card ad-pl-${look}`} data-testid={`action-${stageName}-${declared.name}`}>
      <button
        type="button"
        {...node(chosenText({ kind: 'action', stageName, actionName: declared.name, executionId: null }))}
        className="ad-pl-card-main ad-focusable"
        title={`${declared.name}: ${word}. ${type.category} by ${type.owner} ${type.provider} ${type.version}, run order ${declared.runOrder}`}
      >
        <span className={`ad-status ad-status-${look}`}>
          <Glyph name={look} />
        </span>
        <span className="ad-pl-card-name ad-ellipsis">{declared.name}</span>
        <span className="ad-pl-card-word ad-ellipsis">
          {word}
          {working && ` ${percentComplete}%`}
        </span>
      </button>
      {(declared.ours || cell.url !== null || cell.run !== null) && (
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
      {working && (
        <span className="ad-pl-card-track" aria-hidden>
          <span style={{ width: `${Math.max(0, Math.min(100, percentComplete))}%` }} />
        </span>
      )}
    </div>
  );
}
