import { z } from 'zod';
import {
  actionRowSchema,
  declaredStageSchema,
  ourRunSchema,
  pipelineSnapshotSchema,
  stageStateSchema,
  type OurRun,
  type PipelineSnapshot,
} from './pipeline.ts';

/*
 * A snapshot in parts, a stage each, so that a page that asks every few seconds is sent only the stages that have changed: the
 * largest pipelines are 1.3 MB of declaration and state, and most of the time say what they said before.
 */

/** What is not of one stage, and always sent. */
export const snapshotHeadSchema = pipelineSnapshotSchema.omit({ stages: true, states: true, actions: true });
export type SnapshotHead = z.infer<typeof snapshotHeadSchema>;

/** All of one stage; `declared` or `state` is null where GetPipeline and GetPipelineState do not both have it. */
export const snapshotPartSchema = z.object({
  declared: declaredStageSchema.nullable(),
  state: stageStateSchema.nullable(),
  actions: z.array(actionRowSchema),
  runs: z.array(ourRunSchema),
});
export type SnapshotPart = z.infer<typeof snapshotPartSchema>;

/** Splits a snapshot into its stages in their order, one more for action executions of stages that are no longer there. */
export function splitSnapshot(
  snapshot: PipelineSnapshot,
  runs: readonly OurRun[],
): { head: SnapshotHead; parts: SnapshotPart[] } {
  const { stages, states, actions, ...head } = snapshot;
  const actionsBy = byStage(actions);
  const runsBy = byStage(runs);
  const stateBy = new Map(states.map((state) => [state.name, state]));
  const declaredBy = new Map(stages.map((stage) => [stage.name, stage]));
  const known = new Set([...declaredBy.keys(), ...stateBy.keys()]);
  const parts = [...known].map((name): SnapshotPart => ({
    declared: declaredBy.get(name) ?? null,
    state: stateBy.get(name) ?? null,
    actions: actionsBy.get(name) ?? [],
    runs: runsBy.get(name) ?? [],
  }));
  const isElsewhere = ({ stageName }: { stageName: string | null }): boolean =>
    stageName === null || !known.has(stageName);
  const elsewhere = { actions: actions.filter(isElsewhere), runs: runs.filter(isElsewhere) };
  const isNone = elsewhere.actions.length + elsewhere.runs.length === 0;
  return { head, parts: isNone ? parts : [...parts, { declared: null, state: null, ...elsewhere }] };
}

function byStage<Row extends { stageName: string | null }>(rows: readonly Row[]): Map<string | null, Row[]> {
  const found = new Map<string | null, Row[]>();
  for (const row of rows) {
    const there = found.get(row.stageName);
    if (there) there.push(row);
    else found.set(row.stageName, [row]);
  }
  return found;
}

/** Puts the parts together again; parts that are the same objects as before stay so. */
export function joinSnapshot(
  head: SnapshotHead,
  parts: readonly SnapshotPart[],
): { snapshot: PipelineSnapshot; runs: OurRun[] } {
  const snapshot = {
    ...head,
    stages: parts.flatMap(({ declared }) => declared ?? []),
    states: parts.flatMap(({ state }) => state ?? []),
    actions: parts.flatMap(({ actions }) => actions),
  };
  return { snapshot, runs: parts.flatMap(({ runs }) => runs) };
}
