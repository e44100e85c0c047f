import type { RunId } from '#shared/domain/ids.ts';
import type { JobDetails, JobRef } from '#shared/domain/job.ts';

/** The open job of a run with what must stay in memory: nonce, configuration with its secrets, artifact credentials. */
export interface JobInHand {
  job: JobRef;
  details: JobDetails;
  /** When the details were read (monotonic ms): artifact credentials live about 15 minutes from there. */
  readAtMs: number;
  /** CodePipeline has refused the nonce once: sending it again would tell nothing. */
  nonceSpent?: boolean;
}

/** By run. Lost with the process, by design: CodePipeline gives it again. */
export type JobsInHand = Map<RunId, JobInHand>;
