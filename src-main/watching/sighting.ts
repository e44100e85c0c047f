import type { JobResult } from '#shared/domain/job.ts';
import type { ErrorCode } from '#shared/domain/errors.ts';

/** `ok`, `given-up` where the agent itself broke the call off, else the code of the error. */
export type CallOutcome = 'ok' | 'given-up' | ErrorCode;

/** How an acknowledge ended; `uncertain` leaves open whether CodePipeline has accepted it. */
export type ClaimOutcome = 'claimed' | 'over' | 'lost' | 'token-refused' | 'uncertain' | 'refused';

/**
 * Something that the agent did, as its ports saw it. Nothing here names a run, a job or a customer, so neither metrics nor
 * health can.
 */
export type Sighting =
  | { kind: 'call'; region: string; operation: string; outcome: CallOutcome; seconds: number }
  | {
      kind: 'poll';
      region: string;
      actionType: string;
      outcome: CallOutcome;
      jobs: number;
      /** What CodePipeline or the connection said, where the poll was not answered with jobs. */
      message: string | null;
    }
  | { kind: 'claim'; region: string; outcome: ClaimOutcome }
  | { kind: 'backend'; processor: string; operation: string; outcome: string; seconds: number }
  | { kind: 'ledger-write'; seconds: number; failure: string | null }
  /** The loop that watches deadlines has read the live runs. */
  | { kind: 'deadlines-watched' }
  | {
      kind: 'result';
      region: string;
      result: JobResult['kind'];
      outcome: 'accepted' | 'refused' | 'job-over' | 'postponed';
    }
  | { kind: 'run-ended'; region: string; actionType: string; state: string };

/** Takes a sighting; must not throw. */
export type Tell = (sighting: Sighting) => void;
