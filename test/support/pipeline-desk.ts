import type { ExecutionMode } from '@aws-sdk/client-codepipeline';
import { openPipelineDesk, type PipelineDeskParts } from '#main/compose/open-pipeline-desk.ts';
import type { PipelineDesk } from '#main/compose/pipeline-desk.ts';
import type { Actor } from '#main/compose/runtime.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { ExecutionStatus, PipelineRef, StageState } from '#shared/domain/pipeline.ts';
import { openPipeline, type PipelineUnderTest } from './random-pipeline.ts';
import type { SimulatorUnderTest } from './simulator.ts';

/** The desk over a pipeline in the simulator, with what a test looks at. */
export interface PipelineDeskUnderTest {
  readonly pipeline: PipelineUnderTest;
  readonly desk: PipelineDesk;
  /** `act outcome: before -> after`, a line each. */
  readonly audit: string[];
  readonly changed: PipelineRef[];
  /** How many calls were made within the budget. */
  calls(): number;
  act(act: PipelineAct, by?: Actor): ReturnType<PipelineDesk['act']>;
  /** Starts an execution and answers its id. */
  start(): Promise<string>;
  /** Starts an execution, ends its source, and answers its id. */
  startIntoBuild(): Promise<string>;
  status(executionId: string): Promise<ExecutionStatus | undefined>;
  stage(name: string): Promise<StageState>;
  close(): void;
}

const start: PipelineAct = { kind: 'start', variables: [], sourceRevisions: [] };

/** Ends nothing by itself: the test closes it. The first execution, which the creation began, has its source under way. */
export async function openPipelineDeskUnderTest(
  simulator: SimulatorUnderTest,
  mode: ExecutionMode = 'SUPERSEDED',
  change: Partial<PipelineDeskParts> = {},
): Promise<PipelineDeskUnderTest> {
  const pipeline = await openPipeline(simulator, mode);
  const audit: string[] = [];
  const changed: PipelineRef[] = [];
  let calls = 0;
  const opened = openPipelineDesk({
    desk: {
      environment: 'live',
      protection: 'open',
      consoleCall: (_region, send) => {
        calls += 1;
        return send();
      },
    },
    regions: ['us-east-1'],
    reader: pipeline.reader,
    acts: pipeline.acts,
    runs: { ofExecutions: () => [], named: () => [] },
    agent: {
      lookAtWork: () => Promise.reject(new Error('not part of this test')),
      cancelWork: () => Promise.reject(new Error('not part of this test')),
    },
    record: (act, subject, outcome, before, after, by) =>
      audit.push(`${act} ${subject} ${outcome}: ${before} -> ${after}${by?.reason ? ` (${by.reason})` : ''}`),
    emit: ({ pipeline: ref }) => changed.push(ref),
    now: () => simulator.now(),
    monotonicMs: () => simulator.now(),
    lookEveryMs: 1,
    scanEveryMs: 0,
    ...change,
  });
  const act = (one: PipelineAct, by?: Actor) => opened.desk.act({ pipeline: pipeline.ref, act: one }, by);
  const begin = async (): Promise<string> => (await act(start)).executionId ?? '';
  return {
    pipeline,
    desk: opened.desk,
    audit,
    changed,
    calls: () => calls,
    act,
    start: begin,
    async startIntoBuild() {
      const executionId = await begin();
      await pipeline.endSource();
      return executionId;
    },
    async status(executionId) {
      return (await pipeline.snapshot()).executions.find((one) => one.executionId === executionId)?.status;
    },
    async stage(name) {
      const found = (await pipeline.snapshot()).states.find((state) => state.name === name);
      if (!found) throw new Error(`there is no stage ${name}`);
      return found;
    },
    close() {
      opened.close();
      pipeline.close();
    },
  };
}

/** A second desk over a pipeline, with parts of its own; it has nothing to close. */
export function anotherDesk(
  simulator: SimulatorUnderTest,
  pipeline: PipelineUnderTest,
  change: Partial<PipelineDeskParts>,
): PipelineDesk {
  const unused = () => Promise.reject(new Error('not part of this test'));
  return openPipelineDesk({
    desk: { environment: 'live', protection: 'open', consoleCall: (_region, send) => send() },
    ...{ regions: ['us-east-1'], reader: pipeline.reader, acts: pipeline.acts },
    runs: { ofExecutions: () => [], named: () => [] },
    agent: { lookAtWork: unused, cancelWork: unused },
    ...{ record: () => undefined, emit: () => undefined, lookEveryMs: 1 },
    now: () => simulator.now(),
    monotonicMs: () => simulator.now(),
    ...change,
  }).desk;
}
