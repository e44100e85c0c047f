import type { ReactElement } from 'react';
import type { ResponseOf } from '#shared/ipc/contract.ts';
import { runStateWords } from '#renderer/run-view/run-state-words.ts';
import { OUTCOME_WORDS } from './act-words.ts';

/** What was read back after an act: the outcome, the sentence, and the state before and after. */
export function ActReport({ report }: { report: ResponseOf<'runs.act'> }): ReactElement {
  return (
    <span data-outcome={report.outcome}>
      <strong>{OUTCOME_WORDS[report.outcome].label}.</strong> {report.sentence}{' '}
      <span className="ad-number">
        {runStateWords(report.before).label} → {runStateWords(report.after).label}
      </span>
    </span>
  );
}
