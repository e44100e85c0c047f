import type { ActionTypeId } from '#shared/domain/action-type.ts';
import type { Processor } from './ports.ts';

/** An action type as the agent serves it, all values present. */
export interface ServedType {
  actionTypeId: ActionTypeId;
  jobTimeoutMs: number;
  executionUrlTemplate: string | null;
  secretConfigurationKeys: ReadonlySet<string>;
  /** How long an unreachable backend is waited for before the run fails with SystemUnavailable. */
  backendGraceMs: number;
  /** The backend work of a job that timed out at CodePipeline is cancelled; else it is left to itself. */
  cancelWhenExpired: boolean;
  /**
   * How long a finished run waits for an output artifact that is not in S3 yet; null where outputs are not looked for.
   */
  outputGraceMs: number | null;
  processor: Processor;
}

/** Everything the agent needs to know, in milliseconds and with no value left out. */
export interface AgentSettings {
  regions: readonly string[];
  types: readonly ServedType[];
  pollIntervalMs: number;
  /** Jobs handled at once, and fresh runs in flight at once. */
  maxConcurrentRuns: number;
  /**
   * A claim whose answer was lost is taken for ours when CodePipeline has not handed the job out again for this long.
   * Must be well above the service's re-delivery pause (about 30 s).
   */
  claimSettleMs: number;
  /** How often deadlines, uncertain claims and due results are looked at. */
  tickMs: number;
}
