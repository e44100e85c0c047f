import type { ReactElement } from 'react';
import type { PipelineGlance } from '#shared/domain/pipeline.ts';
import { Glyph } from '#renderer/ui/glyph.tsx';
import { lookOf, statusWord } from '../status-look.ts';

/** More stages than these are told as counts. */
const MOST_MARKS = 10;

type Stage = PipelineGlance['stages'][number];

function words({ name, status, inbound, transitionEnabled, waitsForApproval }: Stage): string {
  return [
    `${name}: ${waitsForApproval ? 'waits for approval' : statusWord(status)}`,
    transitionEnabled ? '' : 'transition disabled',
    inbound > 0 ? `${inbound} in front of it` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** The stages of a pipeline in a line, each by shape and colour, with who waits between them; all of it in words on hover. */
export function StageStrip({ glance }: { glance: PipelineGlance }): ReactElement {
  if (glance.problem !== null)
    return (
      <span className="ad-tone-bad ad-ellipsis" title={glance.problem}>
        {glance.problem}
      </span>
    );
  const told = glance.stages.map(words).join('; ');
  if (glance.stages.length > MOST_MARKS) {
    const statuses = [...new Set(glance.stages.map(({ status }) => status))];
    return (
      <span className="ad-pl-strip" role="img" aria-label={told} title={told}>
        {statuses.map((status) => (
          <span key={status ?? 'none'} className={`ad-status ad-status-${lookOf(status)}`}>
            <Glyph name={lookOf(status)} />
            <span className="ad-number">
              {glance.stages.filter((stage) => stage.status === status).length}
            </span>
          </span>
        ))}
      </span>
    );
  }
  return (
    <span className="ad-pl-strip" role="img" aria-label={told}>
      {glance.stages.map((stage, at) => (
        <span key={stage.name} className="ad-pl-strip-stage" title={words(stage)}>
          {at > 0 && (
            <span
              className={`ad-pl-strip-gate${stage.transitionEnabled ? '' : ' ad-pl-strip-closed'}${stage.inbound > 0 ? ' ad-pl-strip-waits' : ''}`}
            >
              {stage.inbound > 0 ? stage.inbound : ''}
            </span>
          )}
          <span
            className={`ad-status ad-status-${stage.waitsForApproval ? 'warning' : lookOf(stage.status)}`}
          >
            <Glyph name={stage.waitsForApproval ? 'warning' : lookOf(stage.status)} />
          </span>
        </span>
      ))}
    </span>
  );
}
