import { isFinal } from '#shared/domain/run-state.ts';
import type { Log, RunRecord } from '../agent/ports.ts';

/** The one line a step that hosts print: a run's state and progress, each time one of them is new. */
export interface RunStateLog {
  tell(run: RunRecord): void;
  /** The run is not there any more: it was merged into another one. */
  forget(runId: string): void;
  /** Runs that are remembered: none that is final or gone. */
  remembered(): number;
}

export function createRunStateLog(log: Log): RunStateLog {
  const told = new Map<string, string>();
  const tell: RunStateLog['tell'] = (run) => {
    const { runId } = run;
    const now = `${run.state} ${run.percentComplete ?? ''} ${run.attempt}`;
    if (told.get(runId) === now) return;
    if (isFinal(run.state)) told.delete(runId);
    else told.set(runId, now);
    log('info', 'run-state', {
      runId,
      state: run.state,
      region: run.region,
      jobId: run.currentJobId,
      attempt: run.attempt,
      externalExecutionId: run.externalExecutionId,
      percentComplete: run.percentComplete,
      message: run.message,
    });
  };
  return { tell, forget: (runId) => void told.delete(runId), remembered: () => told.size };
}
