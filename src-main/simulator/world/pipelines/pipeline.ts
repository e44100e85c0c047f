import type { PipelineDeclaration, ExecutionMode, Tag } from '@aws-sdk/client-codepipeline';
import type { PipelineExecution } from './execution.ts';

/** Why a transition is closed, by whom and since when (epoch milliseconds); `closed: false` after it was opened again. */
export interface TransitionState {
  readonly closed: boolean;
  readonly reason: string | null;
  readonly changedBy: string;
  readonly changedAt: number;
}

/**
 * What a pipeline remembers about a stage across its executions. `lockedBy` names the execution that is in the
 * stage (never set by PARALLEL ones); `waiting` the executions in front of it, in order of arrival.
 */
export interface StagePlace {
  lockedBy: string | null;
  waiting: string[];
  /** The last execution that entered, PARALLEL ones aside; only that one can be retried. */
  latestExecutionId: string | null;
  /** The latest execution of each action, whichever pipeline execution it belongs to, PARALLEL ones aside. */
  readonly latestActions: Map<string, { executionId: string; actionExecutionId: string }>;
  inbound: TransitionState | null;
  outbound: TransitionState | null;
}

/**
 * A pipeline with everything that happened in it. Times are epoch milliseconds. `versions[n - 1]` is the
 * declaration of version n: an execution keeps the version it started with.
 */
export interface Pipeline {
  readonly arn: string;
  readonly region: string;
  readonly name: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly versions: PipelineDeclaration[];
  /** By stage name; a stage that an update took away keeps its entry while executions are in it. */
  readonly stages: Map<string, StagePlace>;
  /** By id, in order of their start. */
  readonly executions: Map<string, PipelineExecution>;
  /** Executions that are neither ended nor standing still after a failure or a stop. */
  readonly active: Set<string>;
  tags: Tag[];
  /** The last revision each source action has seen, by action name: what polling compares with. */
  readonly sourceRevisions: Map<string, string>;
  /** Execution id by the request token it was started with: the same token starts nothing a second time. */
  readonly startTokens: Map<string, string>;
}

/** The declaration in force. */
export function declarationOf(pipeline: Pipeline): PipelineDeclaration {
  const latest = pipeline.versions.at(-1);
  if (!latest) throw new Error(`pipeline ${pipeline.name} has no declaration`);
  return latest;
}

/** The declaration an execution runs with. */
export function declarationAt(pipeline: Pipeline, version: number): PipelineDeclaration {
  const found = pipeline.versions[version - 1];
  if (!found) throw new Error(`pipeline ${pipeline.name} has no version ${version}`);
  return found;
}

/** SUPERSEDED where the declaration says nothing, as the service does. */
export function modeOf(declaration: PipelineDeclaration): ExecutionMode {
  return declaration.executionMode ?? 'SUPERSEDED';
}

/** The key of a pipeline in its world: names are unique in a region. */
export function pipelineKey(region: string, name: string): string {
  return `${region}/${name}`;
}

/** The place of a stage; made on first use. */
export function stagePlace(pipeline: Pipeline, stageName: string): StagePlace {
  const found = pipeline.stages.get(stageName);
  if (found) return found;
  const fresh: StagePlace = {
    lockedBy: null,
    waiting: [],
    latestExecutionId: null,
    latestActions: new Map(),
    inbound: null,
    outbound: null,
  };
  pipeline.stages.set(stageName, fresh);
  return fresh;
}
