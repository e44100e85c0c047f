import { memo, type ReactElement } from 'react';
import { shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { ExecutionMode } from '#shared/domain/pipeline.ts';
import { Glyph } from '#renderer/ui/glyph.tsx';
import { lookOf } from '../status-look.ts';
import { chosenText } from './chosen.ts';
import type { StageColumn } from './columns.ts';
import { nodeProps } from './node-props.ts';
import { isSameValue } from './same-value.ts';

/** What stands between two stages: the transition, and who waits in front of the second; in QUEUED mode as a numbered queue. */
export const Gate = memo(function Gate({
  column,
  mode,
  stop,
  chosen,
}: {
  column: StageColumn;
  mode: ExecutionMode;
  stop: string | null;
  chosen: string | null;
}): ReactElement {
  const node = (key: string) => nodeProps(key, key === stop, key === chosen);
  const { declared, transition, inbound } = column;
  const stageName = declared.name;
  const enabled = transition?.enabled !== false;
  const by = transition?.changedBy?.split('/').at(-1) ?? null;
  const live = inbound.filter(({ status }) => status === 'InProgress');
  return (
    <div className="ad-pl-gate" data-testid={`gate-${stageName}`} data-enabled={enabled}>
      {transition && (
        <button
          type="button"
          {...node(chosenText({ kind: 'transition', stageName }))}
          className={`ad-pl-transition ad-focusable${enabled ? '' : ' ad-pl-closed'}`}
          title={
            enabled
              ? `The transition into ${stageName} is enabled`
              : `The transition into ${stageName} is disabled${transition.changedBy ? ` by ${transition.changedBy}` : ''}${transition.reason ? `: ${transition.reason}` : ''}`
          }
        >
          <Arrow closed={!enabled} />
          <span>{enabled ? 'enabled' : 'disabled'}</span>
        </button>
      )}
      {!enabled && (
        <div className="ad-pl-closed-why">
          {by !== null && <div className="ad-wrap">by {by}</div>}
          {transition?.reason && <div className="ad-wrap">“{transition.reason}”</div>}
        </div>
      )}
      {inbound.length > 0 && (
        <div role="group" aria-label={`In front of ${stageName}`} className="ad-pl-inbound">
          <span className="ad-second">{mode === 'QUEUED' ? `queue of ${live.length}` : 'waits'}</span>
          {inbound.map(({ executionId, status }) => {
            const place = live.findIndex((one) => one.executionId === executionId) + 1;
            return (
              <button
                key={executionId}
                type="button"
                {...node(chosenText({ kind: 'inbound', stageName, executionId }))}
                className="ad-pl-waiting ad-focusable"
                data-testid={`inbound-${shortExecution(executionId)}`}
                title={`Execution ${executionId} is in front of ${stageName}: ${status}`}
              >
                {status === 'InProgress' ? (
                  mode === 'QUEUED' && <span className="ad-pl-place">{place}.</span>
                ) : (
                  <span className={`ad-status ad-status-${lookOf(status)}`}>
                    <Glyph name={lookOf(status)} />
                  </span>
                )}
                <code className="ad-mono">{shortExecution(executionId)}</code>
              </button>
            );
          })}
        </div>
      )}
    </div>
  );
}, isSameValue);

function Arrow({ closed }: { closed: boolean }): ReactElement {
  return (
    <svg className="ad-pl-arrow" viewBox="0 0 48 16" aria-hidden focusable="false">
      <path d="M2 8h40m-6-5 6 5-6 5" />
      {closed && <path className="ad-pl-arrow-bar" d="M22 1v14M27 1v14" />}
    </svg>
  );
}
