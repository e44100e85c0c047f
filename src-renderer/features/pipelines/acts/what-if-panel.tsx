import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { ReactElement } from 'react';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import type { WhatIf } from './use-what-if.ts';

/** What the act will cause by the rules of CodePipeline, what is not known, and what AWS advises to do first. */
export function WhatIfPanel(props: {
  whatIf: WhatIf;
  /** Why an advice cannot be followed here, or null. */
  whyNotFirst: string | null;
  busy: boolean;
  onFirst: (act: PipelineAct) => void;
}): ReactElement {
  const { whatIf, whyNotFirst, busy, onFirst } = props;
  const { prediction, fresh } = whatIf;
  return (
    <section
      className="ad-pl-what-if"
      aria-label="What it will cause"
      aria-busy={!fresh && !whatIf.error}
      data-testid="what-if"
      data-fresh={fresh}
    >
      <div className="ad-pl-what-if-head">
        <h3>What it will cause</h3>
        <span className="ad-second" role="status">
          {whatIf.error ? (
            'Not known'
          ) : fresh ? (
            <>
              as read at <Moment at={whatIf.readAt} />
            </>
          ) : prediction ? (
            'The pipeline moved: asking again…'
          ) : (
            'Reading the pipeline…'
          )}
        </span>
      </div>
      {whatIf.error && (
        <Alert
          type="error"
          header="The what-if could not be asked"
          action={<Button onClick={whatIf.again}>Try again</Button>}
        >
          {whatIf.error.message}
        </Alert>
      )}
      {prediction && !whatIf.error && (
        <div className={fresh ? undefined : 'ad-pl-stale'}>
          {prediction.refusal !== null && (
            <Alert type="error" header="CodePipeline will refuse it">
              {prediction.refusal}
            </Alert>
          )}
          {prediction.advice.map(({ sentence, act }) => (
            <div className="ad-pl-advice" key={sentence} data-testid="advice">
              <p>
                <strong>AWS advises:</strong> {sentence}
              </p>
              <Button
                data-testid="advice-first"
                disabled={whyNotFirst !== null || !fresh}
                disabledReason={whyNotFirst ?? 'The what-if is being asked again.'}
                loading={busy}
                loadingText="Doing it, then asking again"
                onClick={() => onFirst(act)}
              >
                Do this first
              </Button>
            </div>
          ))}
          {prediction.refusal === null && (
            <ol className="ad-pl-sentences" aria-label="At once">
              {prediction.sentences.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
              {prediction.sentences.length === 0 && <li>Nothing changes at once.</li>}
            </ol>
          )}
          {prediction.afterwards && (
            <>
              <h4>{prediction.afterwards.when}</h4>
              <ol className="ad-pl-sentences" aria-label="Afterwards">
                {prediction.afterwards.sentences.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ol>
            </>
          )}
          {prediction.unknowns.length > 0 && (
            <>
              <h4>Not known from here</h4>
              <ul className="ad-pl-sentences ad-muted">
                {prediction.unknowns.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </section>
  );
}
