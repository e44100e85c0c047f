import type { ActionRow, PipelineRef } from '#shared/domain/pipeline.ts';
import { linkRuns, type LinkedRun } from '../pipelines/our-runs.ts';
import type { PipelineRun, PipelineRuns } from '../store/pipeline-runs.ts';

export type LinkedPipelineRun = LinkedRun<PipelineRun>;

/** Third-party runs of one name that are looked at; a customer's busy pipeline has more. */
const MOST_NAMED = 500;
/** A job may be seen on a clock that is behind that of its action. */
const SLACK_MS = 60_000;

/** The runs of this environment's agent that belong to these action executions. */
export function runsOfActions(
  runs: PipelineRuns,
  ref: PipelineRef,
  actions: readonly ActionRow[],
): LinkedPipelineRun[] {
  if (actions.length === 0) return [];
  const executionIds = [...new Set(actions.map(({ executionId }) => executionId))];
  const starts = actions.flatMap(({ startedAt }) => startedAt ?? []);
  const since = starts.reduce((least, at) => Math.min(least, at), Infinity) - SLACK_MS;
  const named = Number.isFinite(since)
    ? runs.named(ref.name, since, MOST_NAMED).filter(({ protocol }) => protocol === 'third-party')
    : [];
  const custom = runs
    .ofExecutions(executionIds)
    .filter(({ pipelineName }) => pipelineName === null || pipelineName === ref.name);
  return linkRuns(ref.region, actions, [...custom, ...named]);
}
