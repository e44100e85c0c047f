import type { ReactElement } from 'react';
import type { RunCount, RunMatch } from '#shared/domain/run.ts';
import { RUN_STATES } from '#shared/domain/run-state.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { runStateWords } from '#renderer/run-view/run-state-words.ts';

/** `812 Succeeded, 3 Working`, the most first. */
export function statesInWords({ countsByState }: RunCount): string {
  return RUN_STATES.map((state) => ({ state, runs: countsByState[state] ?? 0 }))
    .filter(({ runs }) => runs > 0)
    .sort((a, b) => b.runs - a.runs)
    .map(({ state, runs }) => `${runs.toLocaleString()} ${runStateWords(state).label}`)
    .join(', ');
}

/** How many runs match, in which states: what anything done to all of them would touch. */
export function MatchPreview({ match, except }: { match: RunMatch; except: number }): ReactElement {
  const answer = useAnswer('runs.count', match, { keepPrevious: true });
  const words = answer.data ? statesInWords(answer.data) : (answer.error?.message ?? 'Counting…');
  return (
    <span className="ad-second ad-ellipsis" title={words} data-testid="match-preview">
      {words}
      {except > 0 && ` · ${except.toLocaleString()} taken back`}
    </span>
  );
}
