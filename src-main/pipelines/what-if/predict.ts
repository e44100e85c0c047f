import type { ComparisonOfAct, Consequence, PipelineAct, Prediction } from '#shared/domain/pipeline-act.ts';
import type { PipelineSnapshot } from '#shared/domain/pipeline.ts';
import type { Entropy } from '../../simulator/world/entropy.ts';
import { advance } from '../../simulator/world/pipelines/advance.ts';
import { endAction } from '../../simulator/world/pipelines/end-action.ts';
import { adviceFor } from './advice.ts';
import { consequencesBetween } from './consequences.ts';
import { isUnderWay } from './load-stages.ts';
import { loadWorld, type LoadedWorld } from './load-world.ts';
import { pictureOf, type Picture } from './picture.ts';
import { tell } from '#shared/domain/pipeline-told.ts';
import { triedEntropy, tryAct } from './try-act.ts';
import { unknownsOf } from './unknowns.ts';

/**
 * Tries an act on the pipeline as it was read, by the rules of the simulator, which is where they are written down and tested.
 * Pure: `now` is epoch ms, and the same snapshot and act give the same prediction.
 */
export function predict(snapshot: PipelineSnapshot, act: PipelineAct, now: number): Prediction {
  const loaded = loadWorld(snapshot);
  const entropy = triedEntropy();
  const scene = { world: loaded.world, pipeline: loaded.pipeline, now, entropy };
  const seen = pictureOf(loaded.pipeline);
  // Whatever moves without the act was moving while the state was read.
  advance(scene);
  const before = pictureOf(loaded.pipeline);
  const drift = consequencesBetween(seen, before);
  const refusal = tryAct(loaded, act, now, entropy);
  const consequences = consequencesBetween(before, pictureOf(loaded.pipeline));
  return {
    refusal,
    consequences,
    sentences: tell(consequences),
    afterwards: refusal === null ? afterwards(loaded, act, before, now, entropy) : null,
    unknowns: [
      ...loaded.unknowns,
      ...(drift.length > 0
        ? ['The state was changing while it was read: it may be a step further by now.']
        : []),
      ...unknownsOf(snapshot, act, consequences, refusal),
    ],
    advice: refusal === null ? adviceFor(snapshot, act, consequences) : [],
  };
}

/** Which work has to end before the act is over: what a stop waits for, and the sources of a new execution. */
function workToEnd({ pipeline }: LoadedWorld, act: PipelineAct, before: Picture) {
  return [...pipeline.executions.values()].flatMap((execution) => {
    const isStopped = act.kind === 'stop' && !act.abandon && execution.id === act.executionId;
    const isNew = act.kind === 'start' && !before.executions.has(execution.id);
    if ((!isStopped && !isNew) || execution.position.at !== 'stage') return [];
    const stage = execution.stages.get(execution.position.stageName);
    const actions = stage?.actions.filter(
      ({ status, work }) => status === 'InProgress' && work.kind !== 'approval',
    );
    return actions && actions.length > 0 ? [{ execution, actions }] : [];
  });
}

function afterwards(
  loaded: LoadedWorld,
  act: PipelineAct,
  before: Picture,
  now: number,
  entropy: Entropy,
): Prediction['afterwards'] {
  const work = workToEnd(loaded, act, before);
  const names = work.flatMap(({ actions }) => actions.map(({ actionName }) => actionName));
  if (names.length === 0) return null;
  const scene = { world: loaded.world, pipeline: loaded.pipeline, now, entropy };
  const earlier = pictureOf(loaded.pipeline);
  for (const { execution, actions } of work)
    for (const action of actions) endAction(scene, execution, action, { error: null });
  advance(scene);
  const known = new Set(before.executions.keys());
  const consequences = consequencesBetween(earlier, pictureOf(loaded.pipeline)).map((one) =>
    withoutTriedIds(one, known),
  );
  const when = `When ${names.join(' and ')} ${names.length === 1 ? 'has' : 'have'} ended well`;
  return { when, consequences, sentences: tell(consequences) };
}

/** The execution that the try made is a new one still, also in what comes after. */
function withoutTriedIds(one: Consequence, known: ReadonlySet<string>): Consequence {
  const isTried = (id: string | null): boolean => id !== null && !known.has(id);
  if (one.kind === 'status')
    return {
      ...one,
      executionId: isTried(one.executionId) ? null : one.executionId,
      because: isTried(one.because) ? null : one.because,
    };
  if (one.kind === 'transition' || one.kind === 'not-retryable') return one;
  return isTried(one.executionId) ? { ...one, executionId: null } : one;
}

/** Holds a prediction against what was read after the act. Time passed in between: more may have happened by itself. */
export function compareWithOutcome(
  prediction: Pick<Prediction, 'consequences'>,
  before: PipelineSnapshot,
  after: PipelineSnapshot,
): ComparisonOfAct {
  const seen = consequencesBetween(
    pictureOf(loadWorld(before).pipeline),
    pictureOf(loadWorld(withoutLateReadings(before, after), before).pipeline),
  );
  const keyOf = (one: Consequence): string => JSON.stringify(one);
  const happened = new Set(seen.map(keyOf));
  const predicted = new Set(prediction.consequences.map(keyOf));
  return {
    asPredicted: prediction.consequences.filter((one) => happened.has(keyOf(one))),
    didNotHappen: prediction.consequences.filter((one) => !happened.has(keyOf(one))),
    alsoHappened: seen.filter((one) => !predicted.has(keyOf(one))),
  };
}

/** An ended execution whose actions were read afterwards only would look as if it had just done all that. */
function withoutLateReadings(before: PipelineSnapshot, after: PipelineSnapshot): PipelineSnapshot {
  const read = new Set(before.actions.map(({ executionId }) => executionId));
  const late = new Set(
    before.executions
      .filter(({ executionId, status }) => !isUnderWay(status) && !read.has(executionId))
      .map(({ executionId }) => executionId),
  );
  if (!after.actions.some(({ executionId }) => late.has(executionId))) return after;
  return { ...after, actions: after.actions.filter(({ executionId }) => !late.has(executionId)) };
}
