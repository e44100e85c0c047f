import type { CellView } from './agent-cell.ts';
import { STUCK_AFTER_MS } from './run-lanes.ts';
import type { RunSummary } from './run.ts';

/** Why a run does not move now. `since` is when that began and `until` when it is tried again, in epoch ms. */
export interface WhyStill {
  sentence: string;
  since: number | null;
  until: number | null;
  /** `calm` is the usual course, `warn` waits for something, `bad` is a fault. */
  tone: 'calm' | 'warn' | 'bad';
}

type RunFacts = Pick<
  RunSummary,
  | 'state'
  | 'message'
  | 'createdAt'
  | 'updatedAt'
  | 'jobPolledAt'
  | 'claimingSince'
  | 'backendUnreachableSince'
  | 'pendingResult'
>;
type CellFacts = Pick<CellView, 'mode' | 'lastPollAt' | 'nextPollAt' | 'lastError'>;

/** What takes moments in good times is not explained before this. */
const WORTH_SAYING_MS = 10_000;

/**
 * One line that says why a live run does not move, or null where it moves or is over.
 *
 * @param cell the agent's cell of the run's action type and region; null where the agent has none, undefined where that is
 *   not known yet.
 */
export function whyStill(run: RunFacts, cell: CellFacts | null | undefined, now: number): WhyStill | null {
  const seenAt = run.jobPolledAt ?? run.createdAt;
  const because = (tone: WhyStill['tone'], sentence: string, since: number | null): WhyStill => ({
    sentence,
    since,
    until: null,
    tone,
  });
  switch (run.state) {
    case 'needs-token':
      return because('warn', run.message ?? 'No client token is stored for this customer.', seenAt);
    case 'waiting-for-engineer':
      return because('warn', run.message ?? 'Nobody has claimed the job: it waits for an engineer.', seenAt);
    case 'with-engineer': {
      // The agent hands a run over with this message where CodePipeline refused its result for good.
      const refused = run.message?.includes('refused the result') ? run.message : null;
      const owed = 'An engineer holds it and owes CodePipeline the next report.';
      return because(refused ? 'bad' : 'warn', refused ?? owed, run.updatedAt);
    }
    case 'reporting': {
      const { pendingResult } = run;
      if (!pendingResult || pendingResult.tries === 0) return null;
      const tries = pendingResult.tries === 1 ? '1 try' : `${pendingResult.tries} tries`;
      const error = pendingResult.lastError ? `: ${pendingResult.lastError}` : '.';
      const sentence = `Result not taken after ${tries}${error}`;
      return { ...because('bad', sentence, null), until: pendingResult.nextTryAt };
    }
    case 'polled': {
      if (run.message) return because('bad', `Not claimed: ${run.message}`, seenAt);
      if (now - seenAt < WORTH_SAYING_MS) return null;
      return cellTrouble(cell, true) ?? because('warn', 'Seen, and not claimed yet.', seenAt);
    }
    case 'claiming': {
      const since = run.claimingSince ?? seenAt;
      if (!run.message && now - since < WORTH_SAYING_MS) return null;
      return because('warn', run.message ?? 'The claim has no answer yet.', since);
    }
    case 'working': {
      const said = run.message ? `: ${run.message.replace(/^The backend (?=answered)/, '')}` : '.';
      if (run.backendUnreachableSince !== null)
        return because('bad', `Backend unreachable${said}`, run.backendUnreachableSince);
      if (now - run.updatedAt < STUCK_AFTER_MS.quiet) return null;
      return because('bad', 'No word from the work.', run.updatedAt);
    }
    case 'between-jobs': {
      const late = now - run.updatedAt >= STUCK_AFTER_MS['between-jobs'];
      const usual = because(late ? 'warn' : 'calm', 'Waits for CodePipeline’s next job.', run.updatedAt);
      return cellTrouble(cell, false) ?? usual;
    }
    default:
      return null;
  }
}

/** Why a cell does not hear of jobs, or does not claim a fresh one; null while it does. */
function cellTrouble(cell: CellFacts | null | undefined, fresh: boolean): WhyStill | null {
  if (cell === undefined) return null;
  const trouble = (tone: WhyStill['tone'], sentence: string, until: number | null = null): WhyStill => ({
    sentence,
    since: null,
    until,
    tone,
  });
  if (cell === null) return trouble('bad', 'The agent does not serve this action type here any more.');
  const error = cell.lastError ? `: ${cell.lastError}` : '.';
  switch (cell.mode) {
    case 'paused':
      return trouble('warn', 'Polling is paused for this action type and region.');
    case 'draining':
      return fresh ? trouble('warn', 'Draining: new jobs are not claimed here.') : null;
    case 'stopped':
      return trouble('warn', 'The agent is ending: it takes no further jobs.');
    case 'throttled':
      return trouble('warn', 'CodePipeline throttles the polls.', cell.nextPollAt);
    case 'failing':
      return trouble('bad', `Cut off from CodePipeline${error}`, cell.nextPollAt);
    case 'no-credentials':
      return trouble('bad', `Cut off: no usable credentials${error}`, cell.nextPollAt);
    case 'starting':
      return cell.lastPollAt === null ? trouble('calm', 'Not polled yet since the start.') : null;
    default:
      return null;
  }
}
