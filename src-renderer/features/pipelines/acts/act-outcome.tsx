import Alert from '@cloudscape-design/components/alert';
import type { ReactElement } from 'react';
import { tell } from '#shared/domain/pipeline-told.ts';
import type { Consequence } from '#shared/domain/pipeline-act.ts';
import type { ResponseOf } from '#shared/ipc/contract.ts';
import { OUTCOME_WORDS } from '#renderer/run-acts/act-words.ts';
import { Glyph, type GlyphName } from '#renderer/ui/glyph.tsx';

/** What came of an act: the verified outcome, and what was predicted held against what happened. */
export function ActOutcome({ report }: { report: ResponseOf<'pipelines.act'> }): ReactElement {
  const { label, tone } = OUTCOME_WORDS[report.outcome];
  const { asPredicted, didNotHappen, alsoHappened } = report.compared;
  return (
    <div data-testid="pipeline-outcome" data-outcome={report.outcome} role="status">
      <Alert type={tone} header={label}>
        {report.sentence}{' '}
        <span className="ad-muted">
          {report.before} → {report.after}
        </span>
      </Alert>
      {asPredicted.length + didNotHappen.length + alsoHappened.length > 0 && (
        <div className="ad-pl-compared">
          <Told title="As predicted" glyph="success" told={asPredicted} />
          <Told title="Did not happen" glyph="error" told={didNotHappen} />
          <Told title="Also happened" glyph="info" told={alsoHappened} />
        </div>
      )}
    </div>
  );
}

function Told(props: { title: string; glyph: GlyphName; told: readonly Consequence[] }): ReactElement | null {
  const { title, glyph, told } = props;
  if (told.length === 0) return null;
  return (
    <section className={`ad-pl-told ad-status-${glyph}`}>
      <h4>
        <Glyph name={glyph} /> {title} ({told.length})
      </h4>
      <ul className="ad-pl-sentences">
        {tell(told).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
