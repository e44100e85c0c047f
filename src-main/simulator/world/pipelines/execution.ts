import type {
  ActionExecutionStatus,
  ConditionExecutionStatus,
  ConditionType,
  ErrorDetails,
  ExecutionTrigger,
  ExecutionType,
  ExecutionMode,
  PipelineExecutionStatus,
  RetryTrigger,
  RuleExecutionStatus,
  SourceRevision,
  SourceRevisionOverride,
  StageExecutionStatus,
  StageRetryMode,
} from '@aws-sdk/client-codepipeline';
import type { ArtifactPlace } from '../chain.ts';

/*
 * Plain data of one pipeline execution: execution, its stages, their actions. Statuses are the service's words
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html). Times are epoch
 * milliseconds. Optional texts are null until somebody said something.
 */

/** What came out of a source action: the version it found. */
export interface FoundRevision extends SourceRevision {
  readonly revisionChangeIdentifier: string | null;
  readonly created: number;
  readonly artifactName: string | null;
}

/** What does the work of an action, and how it is reached again. */
export type ActionWork =
  /** Job workers: a chain of jobs in the action's region. */
  | { readonly kind: 'jobs'; readonly chainId: string }
  /** A provider of AWS: ends at a time, with an outcome that was settled when it began. */
  | { readonly kind: 'stand-in'; readonly endsAt: number | null; readonly outcome: StandInOutcome }
  /** A person: the token proves that the answer is for this asking. Times out at `expiresAt`. */
  | { readonly kind: 'approval'; readonly token: string; readonly expiresAt: number }
  /** A source that is being read by the host (see `world.errands`). */
  | { readonly kind: 'source' };

/** How a stand-in ends. */
export type StandInOutcome =
  | { readonly ok: true; readonly outputVariables?: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** One execution of an action. A retry makes a new one. */
export interface ActionExecution {
  readonly actionExecutionId: string;
  readonly stageName: string;
  readonly actionName: string;
  readonly runOrder: number;
  readonly region: string;
  readonly startedAt: number;
  lastUpdateAt: number;
  status: ActionExecutionStatus;
  work: ActionWork;
  /** The configuration with its variables filled in; secret values included, masked where it is shown. */
  readonly resolvedConfiguration: Readonly<Record<string, string>>;
  readonly inputArtifacts: readonly ArtifactPlace[];
  outputArtifacts: readonly ArtifactPlace[];
  outputVariables: Readonly<Record<string, string>>;
  summary: string | null;
  percentComplete: number | null;
  externalExecutionId: string | null;
  errorDetails: ErrorDetails | null;
  /** ARN of who answered or stopped it. */
  updatedBy: string | null;
}

/** One execution of a rule of a condition. */
export interface RuleExecution {
  readonly ruleExecutionId: string;
  readonly ruleName: string;
  readonly startedAt: number;
  lastUpdateAt: number;
  status: RuleExecutionStatus;
  /** Null: it never ends by itself. */
  endsAt: number | null;
  readonly outcome: StandInOutcome;
  readonly resolvedConfiguration: Readonly<Record<string, string>>;
  summary: string | null;
  errorDetails: ErrorDetails | null;
  externalExecutionId: string | null;
  updatedBy: string | null;
}

/** One execution of one condition of a stage, with its rules in their order of declaration. */
export interface ConditionRun {
  readonly type: ConditionType | 'ON_FAILURE';
  /** Position in the stage's list of conditions. */
  readonly index: number;
  status: ConditionExecutionStatus;
  lastStatusChange: number;
  summary: string | null;
  readonly rules: RuleExecution[];
}

/** What goes on in a stage: entry conditions, actions, success or failure conditions, or nothing any more. */
export type StagePhase = 'entry' | 'actions' | 'success' | 'failure' | 'over';

/** One execution of a stage. A retry continues it; all its action executions stay, oldest first. */
export interface StageExecution {
  readonly stageName: string;
  readonly startedAt: number;
  status: StageExecutionStatus;
  readonly actions: ActionExecution[];
  readonly conditions: ConditionRun[];
  lastUpdateAt: number;
  phase: StagePhase;
  /** For a stage that failed: the phase in which it did, where a retry goes on. */
  failedIn: StagePhase | null;
  /** This attempt counts the actions from here on; earlier ones are history. */
  firstAction: number;
  /** The same for the condition runs. */
  firstCondition: number;
  /** Conditions that were overridden by hand in this attempt. */
  overridden: readonly ConditionType[];
  retries: { automatic: number; manual: number; latest: RetryTrigger | null; mode: StageRetryMode | null };
}

/** Where an execution stands: in front of a stage, in it, or nowhere any more. */
export type Position =
  | { readonly at: 'waiting'; readonly stageName: string; readonly since: number }
  | { readonly at: 'stage'; readonly stageName: string }
  | { readonly at: 'end' };

/** One execution of a pipeline. */
export interface PipelineExecution {
  readonly id: string;
  /** 1 for the pipeline's first: who is newer. */
  readonly ordinal: number;
  readonly pipelineVersion: number;
  readonly mode: ExecutionMode;
  readonly type: ExecutionType;
  /** For a rollback the execution whose artifacts it uses. */
  readonly rollbackTargetId: string | null;
  /** For a rollback the only stage it runs. */
  readonly onlyStage: string | null;
  readonly trigger: ExecutionTrigger;
  readonly startedAt: number;
  lastUpdateAt: number;
  status: PipelineExecutionStatus;
  statusSummary: string | null;
  stopReason: string | null;
  position: Position;
  /** By stage name, in the order in which they were entered. */
  readonly stages: Map<string, StageExecution>;
  /** Values of the pipeline's variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Revisions asked for at the start. */
  readonly revisionOverrides: readonly SourceRevisionOverride[];
  readonly revisions: FoundRevision[];
  /** Artifacts by name, as the latest successful action left them. */
  readonly artifacts: Map<string, ArtifactPlace>;
  /** Output variables by namespace. */
  readonly namespaces: Map<string, Readonly<Record<string, string>>>;
}
