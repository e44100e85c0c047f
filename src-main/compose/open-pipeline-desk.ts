import type { ActionRow, ExecutionRow, PipelineRef, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import type { Agent } from '../agent/agent.ts';
import type { PipelineActs } from '../aws/pipeline-acts.ts';
import type { PipelineReader, VersionedAction } from '../aws/pipelines.ts';
import { ourRun } from '../pipelines/our-runs.ts';
import { predict } from '../pipelines/what-if/predict.ts';
import type { PipelineRuns } from '../store/pipeline-runs.ts';
import type { ClientActs } from './client-acts.ts';
import { createPipelineActing, type ActOnPipeline } from './pipeline-acting.ts';
import { createPipelineAfterCare } from './pipeline-after-care.ts';
import type { PipelineDesk, PipelinesAnswer } from './pipeline-desk.ts';
import { createPipelineGlances, keyOfPipeline } from './pipeline-glances.ts';
import { createPipelineLists } from './pipeline-lists.ts';
import { runsOfActions } from './pipeline-our-runs.ts';
import { createPipelineScan } from './pipeline-scan.ts';
import { changedParts, shownOf } from './pipeline-shown.ts';
import { readActions, readSnapshot } from './pipeline-snapshot.ts';
import type { Runtime, RuntimeEvent } from './runtime.ts';

/** What the desk is made of. */
export interface PipelineDeskParts {
  readonly desk: Pick<Runtime, 'environment' | 'protection' | 'consoleCall'>;
  readonly regions: readonly string[];
  readonly reader: PipelineReader;
  readonly acts: PipelineActs;
  readonly runs: PipelineRuns;
  readonly agent: Pick<Agent, 'lookAtWork' | 'cancelWork'>;
  readonly record: ClientActs['record'];
  readonly emit: (event: Extract<RuntimeEvent, { kind: 'pipeline-changed' }>) => void;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  /** Between two looks at the state after an act. */
  readonly lookEveryMs?: number;
  /** Between two pipelines of a scan. */
  readonly scanEveryMs?: number;
}

/** The desk, its acts for whoever begins one elsewhere, and its end: a scan stops, rows that were not read yet stay unread. */
export function openPipelineDesk(parts: PipelineDeskParts): {
  desk: PipelineDesk;
  act: ActOnPipeline;
  close(): void;
} {
  const { reader, now, runs } = parts;
  const ending = new AbortController();
  const call = parts.desk.consoleCall;
  const lookEvery = parts.lookEveryMs === undefined ? {} : { lookEveryMs: parts.lookEveryMs };

  /** By pipeline, with the version that said it. */
  const ours = new Map<string, { version: number; ours: boolean }>();
  const remembering: PipelineReader = {
    ...reader,
    async declaration(ref) {
      const declared = await reader.declaration(ref);
      const hasOurs = declared.stages.some(({ actions }) => actions.some((action) => action.ours));
      ours.set(keyOfPipeline(ref), { version: declared.version, ours: hasOurs });
      return declared;
    },
  };
  const lists = createPipelineLists(parts.regions, reader, call, now);
  const glances = createPipelineGlances(reader, call, parts, {
    ours: (ref) => ours.get(keyOfPipeline(ref))?.ours ?? null,
    mode: (ref) => lists.modeOf(ref),
  });
  const scan = createPipelineScan({
    lists,
    glances,
    async learnOurs(ref, version) {
      const known = ours.get(keyOfPipeline(ref));
      if (known && (version === null || known.version === version)) return;
      await call(ref.region, () => remembering.declaration(ref));
    },
    signal: ending.signal,
    ...(parts.scanEveryMs === undefined ? {} : { betweenMs: parts.scanEveryMs }),
  });
  const read = (ref: PipelineRef, also: readonly string[] = []): Promise<PipelineSnapshot> =>
    readSnapshot(remembering, ref, call, { now, also });
  const runsOf = (ref: PipelineRef, actions: readonly ActionRow[]) =>
    runsOfActions(runs, ref, actions).map(ourRun);
  const shown = async (ref: PipelineRef): Promise<PipelinesAnswer<'get'>> => {
    const snapshot = await read(ref);
    // A guess is the best of all rows, those that are not shown among them.
    return shownOf(snapshot, runsOf(ref, snapshot.actions));
  };
  const acting = createPipelineActing({
    ...{ desk: parts.desk, acts: parts.acts, read, call, record: parts.record, now },
    ...lookEvery,
  });
  const care = createPipelineAfterCare({
    ...{ desk: parts.desk, agent: parts.agent, reader, runs, call, record: parts.record, now },
    ...lookEvery,
  });
  /** Told also where the act threw: it may have arrived. */
  const touching = async <T>(pipeline: PipelineRef, change: () => Promise<T>): Promise<T> => {
    try {
      return await change();
    } finally {
      glances.forget(pipeline);
      parts.emit({ kind: 'pipeline-changed', pipeline });
    }
  };

  const act: ActOnPipeline = (pipeline, ...given) => touching(pipeline, () => acting(pipeline, ...given));

  const desk: PipelineDesk = {
    list: ({ refresh }) => lists.read(refresh),
    glance: ({ pipelines }) => glances.look(pipelines, ending.signal),
    scan: async ({ change }) => {
      if (change === 'start') scan.start();
      if (change === 'stop') scan.stop();
      return Promise.resolve(scan.progress());
    },
    async get({ pipeline }) {
      return await shown(pipeline);
    },
    async changes({ pipeline, known }) {
      return changedParts(await shown(pipeline), known);
    },
    async executions({ pipeline, cursor }) {
      const page = await call(pipeline.region, () => reader.executions(pipeline, cursor));
      return { executions: page.items, cursor: page.cursor };
    },
    async succeededIn({ pipeline, stageName }) {
      return (await call(pipeline.region, () => reader.executions(pipeline, null, stageName))).items;
    },
    async execution({ pipeline, executionId }) {
      const ask = <T>(send: () => Promise<T>): Promise<T> => call(pipeline.region, send);
      const [{ row, variables }, read, latest] = await Promise.all([
        ask(() => reader.execution(pipeline, executionId)),
        readActions(reader, pipeline, executionId, ask),
        ask(() => reader.executions(pipeline, null)),
      ]);
      const listed = latest.items.find((one) => one.executionId === executionId);
      // Within a second the order of the answer is all that is known.
      const oldestFirst = read.map(withoutVersion).reverse();
      const actions = oldestFirst.sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0));
      return {
        execution: withTimes(row, listed),
        pipelineVersion: row.pipelineVersion,
        variables,
        actions,
        runs: runsOf(pipeline, actions),
      };
    },
    async actions({ pipeline, cursor }) {
      const page = await call(pipeline.region, () => reader.actions(pipeline, null, cursor));
      return { actions: page.items.map(withoutVersion), cursor: page.cursor };
    },
    async whatIf({ pipeline, act }) {
      const snapshot = await read(pipeline, act.kind === 'rollback' ? [act.targetExecutionId] : []);
      return { prediction: predict(snapshot, act, now()), readAt: snapshot.readAt };
    },
    act: (asked, by) => act(asked.pipeline, asked.act, by),
    afterCare: (asked) => care.afterCare(asked),
    cancelWork: (asked, by) => touching(asked.pipeline, () => care.cancelWork(asked, by)),
  };
  return { desk, act, close: () => ending.abort() };
}

const withoutVersion = ({ pipelineVersion: _known, ...row }: VersionedAction): ActionRow => row;

/** GetPipelineExecution tells no times: those of the history, where the execution is among its latest. */
function withTimes(row: ExecutionRow, listed: ExecutionRow | undefined): ExecutionRow {
  if (!listed) return row;
  const { startedAt, updatedAt, revisions } = listed;
  return { ...row, startedAt, updatedAt, revisions: row.revisions.length > 0 ? row.revisions : revisions };
}
