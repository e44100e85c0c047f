import type { PipelineExecution } from '../world/pipelines/execution.ts';
import { requireExecution } from '../world/pipelines/find.ts';
import type { Pipeline } from '../world/pipelines/pipeline.ts';
import type { PageSource } from './paging.ts';

/** What ListActionExecutions and ListRuleExecutions filter by; where both are given, both must hold. */
export interface HistoryFilter {
  readonly pipelineExecutionId?: string | undefined;
  readonly latestInPipelineExecution?:
    { readonly pipelineExecutionId: string; readonly startTimeRange: 'Latest' | 'All' } | undefined;
}

/** One run in an execution. `at` counts the runs of its execution in the order in which they began. */
export interface Run<T> {
  readonly execution: PipelineExecution;
  readonly at: number;
  readonly run: T;
}

/** What a history is made of. `runsIn` gives the runs of an execution as they began, `nameOf` tells retries. */
export interface HistoryKind<T> {
  runsIn(execution: PipelineExecution): readonly T[];
  nameOf(run: T): string;
}

/**
 * The runs of a pipeline: newest execution first, and in each the newest run first. `Latest` leaves one run of
 * each action or rule, the last one; `All` has the retried ones too. PipelineExecutionNotFoundException where
 * the filter names an execution the pipeline does not have.
 * Assumption: the service does not say how the runs of several executions are put in order.
 */
export function historyOf<T>(
  pipeline: Pipeline,
  filter: HistoryFilter,
  kind: HistoryKind<T>,
): PageSource<Run<T>> {
  const latest = filter.latestInPipelineExecution;
  const wanted = [filter.pipelineExecutionId, latest?.pipelineExecutionId]
    .filter((id) => id !== undefined)
    .map((id) => requireExecution(pipeline, id));
  const [first] = wanted;
  const executions = first ? [first] : [...pipeline.executions.values()];
  const contradicts = wanted.some((execution) => execution !== first);
  return {
    keyOf: ({ execution, at }) => `${execution.ordinal}/${at}`,
    *after(key) {
      if (contradicts) return;
      const [ordinal = Infinity, end = Infinity] = key?.split('/').map(Number) ?? [];
      for (let index = executions.length - 1; index >= 0; index -= 1) {
        const execution = executions[index];
        if (!execution || execution.ordinal > ordinal) continue;
        const runs = kind.runsIn(execution);
        const isLatest = latest?.startTimeRange === 'Latest' ? lastOfEach(runs, kind) : null;
        const start = execution.ordinal === ordinal ? Math.min(end, runs.length) : runs.length;
        for (let at = start - 1; at >= 0; at -= 1) {
          const run = runs[at] as T;
          if (!isLatest || isLatest.has(run)) yield { execution, at, run };
        }
      }
    },
  };
}

function lastOfEach<T>(runs: readonly T[], kind: HistoryKind<T>): Set<T> {
  return new Set(new Map(runs.map((run) => [kind.nameOf(run), run])).values());
}
