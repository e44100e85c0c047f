import type { ActionStatus, ExecutionMode, ExecutionStatus, StageStatus } from '#shared/domain/pipeline.ts';
import type { Pipeline } from '../../simulator/world/pipelines/pipeline.ts';
import { stagePlace } from '../../simulator/world/pipelines/pipeline.ts';

/** Where an execution is: in a stage, in front of one, or nowhere any more. */
export interface PicturedExecution {
  readonly status: ExecutionStatus;
  readonly mode: ExecutionMode;
  readonly inStage: string | null;
  readonly waitsAt: string | null;
  /** Of the stages it has been in, as far as they were read. */
  readonly stages: ReadonlyMap<string, StageStatus>;
  /** The stages in which it can be retried. */
  readonly retryable: ReadonlySet<string>;
}

export interface PicturedAction {
  readonly actionExecutionId: string;
  readonly status: ActionStatus;
}

/** What is compared of two moments of a pipeline. */
export interface Picture {
  /** Oldest first. */
  readonly executions: ReadonlyMap<string, PicturedExecution>;
  /** The present attempt, by execution, then by stage and action: `<stage>/<action>`. */
  readonly actions: ReadonlyMap<string, ReadonlyMap<string, PicturedAction>>;
  /** Whether executions may enter, by stage. */
  readonly open: ReadonlyMap<string, boolean>;
}

/** The picture of a loaded (or any simulated) pipeline, a copy: the world may move on afterwards. */
export function pictureOf(pipeline: Pipeline): Picture {
  const executions = new Map<string, PicturedExecution>();
  const actions = new Map<string, Map<string, PicturedAction>>();
  for (const execution of pipeline.executions.values()) {
    const { position, id } = execution;
    const retryable = new Set<string>();
    const stages = new Map<string, StageStatus>();
    const pictured = new Map<string, PicturedAction>();
    actions.set(id, pictured);
    for (const [name, stage] of execution.stages) {
      stages.set(name, stage.status);
      const isLatest = execution.mode === 'PARALLEL' || stagePlace(pipeline, name).latestExecutionId === id;
      if (isLatest && (stage.status === 'Failed' || stage.status === 'Stopped')) retryable.add(name);
      for (const action of stage.actions.slice(stage.firstAction))
        pictured.set(`${name}/${action.actionName}`, {
          actionExecutionId: action.actionExecutionId,
          status: action.status,
        });
    }
    executions.set(id, {
      status: execution.status,
      mode: execution.mode,
      inStage: position.at === 'stage' ? position.stageName : null,
      waitsAt: position.at === 'waiting' ? position.stageName : null,
      stages,
      retryable,
    });
  }
  const open = new Map([...pipeline.stages].map(([name, { inbound }]) => [name, inbound?.closed !== true]));
  return { executions, actions, open };
}
