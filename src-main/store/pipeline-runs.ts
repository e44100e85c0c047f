import type { StoreDatabase } from './open-database.ts';
import { toStoreError } from './store-error.ts';
import type { RunInputsRow, RunRow } from './tables.ts';

/** A run with what ties it to a pipeline. Times are epoch milliseconds; ids of executions are null for third-party runs. */
export interface PipelineRun {
  readonly runId: string;
  readonly region: string;
  readonly protocol: RunRow['protocol'];
  /** As actionTypeKey writes it. */
  readonly actionType: string;
  readonly state: RunRow['state'];
  readonly pipelineName: string | null;
  readonly stageName: string | null;
  readonly actionName: string | null;
  readonly pipelineArn: string | null;
  readonly executionId: string | null;
  readonly actionExecutionId: string | null;
  readonly externalExecutionId: string | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
}

/** Runs by the pipeline that they belong to, read through indices only. Throws `store-damaged`. */
export interface PipelineRuns {
  /** Runs of custom jobs of these pipeline executions, the oldest first. */
  ofExecutions(executionIds: readonly string[]): PipelineRun[];
  /** Runs of any pipeline of that name that began since then, the newest first, at most so many. */
  named(pipelineName: string, since: number, most: number): PipelineRun[];
}

type Row = RunRow & Pick<RunInputsRow, 'pipeline_arn' | 'pipeline_execution_id' | 'action_execution_id'>;

const COLUMNS = 'runs.*, inputs.pipeline_arn, inputs.pipeline_execution_id, inputs.action_execution_id';

export function createPipelineRuns({ raw }: Pick<StoreDatabase, 'raw'>): PipelineRuns {
  const ofExecutions = raw.prepare<[string], Row>(
    `select ${COLUMNS} from run_inputs as inputs join runs on runs.run_id = inputs.run_id
     where inputs.pipeline_execution_id in (select value from json_each(?))
     order by runs.created_at, runs.id`,
  );
  const named = raw.prepare<[string, number, number], Row>(
    `select ${COLUMNS} from runs left join run_inputs as inputs on inputs.run_id = runs.run_id
     where runs.pipeline_name = ? and runs.created_at >= ?
     order by runs.created_at desc limit ?`,
  );
  const guarded = (read: () => Row[]): PipelineRun[] => {
    try {
      return read().map(pipelineRun);
    } catch (thrown) {
      throw toStoreError(thrown);
    }
  };
  return {
    ofExecutions: (executionIds) => guarded(() => ofExecutions.all(JSON.stringify(executionIds))),
    named: (pipelineName, since, most) => guarded(() => named.all(pipelineName, since, most)),
  };
}

function pipelineRun(row: Row): PipelineRun {
  return {
    runId: row.run_id,
    region: row.region,
    protocol: row.protocol,
    actionType: row.action_type,
    state: row.state,
    pipelineName: row.pipeline_name,
    stageName: row.stage_name,
    actionName: row.action_name,
    pipelineArn: row.pipeline_arn,
    executionId: row.pipeline_execution_id,
    actionExecutionId: row.action_execution_id,
    externalExecutionId: row.external_execution_id,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
