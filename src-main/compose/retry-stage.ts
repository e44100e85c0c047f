import { setTimeout as pause } from 'node:timers/promises';
import type { ActOutcome } from '#shared/domain/acts.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { checkProtection, nameToType } from '#shared/domain/protection.ts';
import { whyNotRetryStage, type StageRetryMode } from '#shared/domain/stage-retry.ts';
import type { PipelineStages, StageRef } from '../aws/pipeline-stages.ts';
import type { ClientActs } from './client-acts.ts';
import type { Actor, Runtime } from './runtime.ts';

/** CodePipeline shows the retry within moments; its state is eventually consistent. */
const LOOKS = 5;
const LOOK_EVERY_MS = 1_000;

/** What became of a stage, in AWS's words for its status. */
export interface StageReport {
  outcome: ActOutcome;
  sentence: string;
  before: string;
  after: string;
}

/**
 * Retries the failed stage of a run in our own account. The state is read before, so that nothing is retried that somebody
 * else retried or that another execution has entered, and read back after.
 */
export function createRetryStage(parts: {
  desk: Pick<Runtime, 'environment' | 'protection' | 'getRun' | 'consoleCall'>;
  stages: PipelineStages;
  record: ClientActs['record'];
  lookEveryMs?: number;
}): (runId: string, mode: StageRetryMode, by?: Actor) => Promise<StageReport> {
  const { desk, stages, record, lookEveryMs = LOOK_EVERY_MS } = parts;
  return async (runId, mode, by) => {
    const detail = await desk.getRun(runId);
    const { run, pipelineExecutionId } = detail;
    checkProtection(desk, nameToType(run).name, by);
    const why = whyNotRetryStage(detail);
    if (why !== null || !run.pipelineName || !run.stageName || !pipelineExecutionId)
      throw new ActionDeskError('not-allowed-now', why ?? 'The stage of this run is not known.');
    const stage: StageRef = { region: run.region, pipelineName: run.pipelineName, stageName: run.stageName };
    const look = () => desk.consoleCall(run.region, () => stages.latest(stage));
    const before = await look();
    const status = before?.status ?? 'unknown';
    const report = (outcome: ActOutcome, sentence: string, after: string): StageReport => {
      record('retry stage', run.runId, outcome, status, after, by);
      return { outcome, sentence, before: status, after };
    };
    if (before?.pipelineExecutionId !== pipelineExecutionId)
      return report('overtaken', 'Another execution has entered the stage: nothing was retried.', status);
    if (status === 'InProgress')
      return report(
        'no-effect',
        'Nothing was sent: the stage is InProgress. Other actions of it are at work, or somebody has retried it; only a stage that is Failed can be retried.',
        status,
      );
    if (status !== 'Failed')
      return report('overtaken', `The stage is ${status}: nothing is left to retry.`, status);
    await desk.consoleCall(run.region, () => stages.retry(stage, pipelineExecutionId, mode));
    for (let looked = 1; ; looked += 1) {
      const after = await look();
      if (after && after.pipelineExecutionId !== pipelineExecutionId)
        return report('overtaken', 'Another execution has entered the stage meanwhile.', after.status);
      if (after && after.status !== 'Failed')
        return report('took-effect', `CodePipeline says that the stage is ${after.status}.`, after.status);
      if (looked === LOOKS)
        return report(
          'no-effect',
          'Not yet: CodePipeline took the call and still shows the stage as Failed.',
          after?.status ?? 'unknown',
        );
      await pause(lookEveryMs);
    }
  };
}
