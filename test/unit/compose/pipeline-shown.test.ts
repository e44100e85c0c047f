import { expect, it } from 'vitest';
import { joinSnapshot } from '#shared/domain/pipeline-parts.ts';
import { changedParts, shownOf } from '#main/compose/pipeline-shown.ts';
import { aLargeSnapshot } from '#test/bench/large-pipeline.ts';
import { aSnapshot, idOf } from '../pipelines/a-snapshot.ts';

const run = (execution: number, stageName: string) => ({
  ...{
    runId: `${execution}`,
    state: 'working',
    stageName,
    actionName: 'Fetch',
    executionId: idOf(execution),
  },
  guess: false,
});

it('shows of each stage that locks the actions of its latest execution only', () => {
  const snapshot = aSnapshot({
    executions: { 1: 'InProgress', 2: 'InProgress' },
    stages: { Source: { latest: [2, 'Succeeded'] }, Build: { latest: [1, 'InProgress'] } },
    actions: [
      [1, 'Source', 'Succeeded'],
      [2, 'Source', 'Succeeded'],
      [1, 'Build', 'InProgress'],
    ],
  });
  const shown = shownOf(snapshot, [run(1, 'Source'), run(2, 'Source')]);
  expect(shown.snapshot.actions.map(({ executionId, stageName }) => [executionId, stageName])).toEqual([
    [idOf(2), 'Source'],
    [idOf(1), 'Build'],
  ]);
  expect(shown.runs.map(({ runId }) => runId)).toEqual(['2']);
  // Nothing is forgotten of whose actions were read: a missing row of theirs still means that it did not run.
  expect(new Set(shown.snapshot.lookedInto)).toEqual(new Set([idOf(1), idOf(2)]));
});

it('bounds the actions of executions side by side, and keeps those that need somebody', () => {
  const snapshot = aLargeSnapshot('PARALLEL', 50, 50, 50);
  const { actions, lookedInto } = shownOf(snapshot, []).snapshot;
  expect(snapshot.actions).toHaveLength(61_750);
  // The newest have run next to nothing: 10 + 60 + 110 + … up to 2,000.
  expect(lookedInto).toEqual(snapshot.executions.slice(0, 9).map(({ executionId }) => executionId));
  const beyond = actions.filter(({ executionId }) => !lookedInto.includes(executionId));
  expect(beyond.length).toBeGreaterThan(0);
  expect(beyond.every(({ status }) => status === 'InProgress')).toBe(true);
});

it('sends all stages once, and then those that changed', () => {
  const shown = shownOf(aLargeSnapshot('QUEUED', 50, 50, 50), []);
  const first = changedParts(shown, []);
  const whole = first.parts.map(({ part }) => part!);
  expect(joinSnapshot(first.head, whole).snapshot).toEqual(shown.snapshot);
  const known = first.parts.map(({ digest }) => digest);
  expect(changedParts(shown, known).parts.every(({ part }) => part === null)).toBe(true);
  const states = shown.snapshot.states.map((state, at) =>
    at === 3 ? { ...state, retryTrigger: 'ManualStageRetry' } : state,
  );
  const next = changedParts({ ...shown, snapshot: { ...shown.snapshot, states } }, known);
  expect(next.parts.flatMap(({ part }, at) => (part ? [at] : []))).toEqual([3]);
});

it('sends actions and states of stages that are no longer declared too', () => {
  const snapshot = aSnapshot({ actions: [[1, 'Build', 'Succeeded']], executions: { 1: 'Succeeded' } });
  const stages = snapshot.stages.filter(({ name }) => name !== 'Build');
  const states = snapshot.states.filter(({ name }) => name !== 'Source');
  const odd = { ...snapshot, stages, states: states.filter(({ name }) => name !== 'Build') };
  const { head, parts } = changedParts({ snapshot: odd, runs: [run(1, 'Gone')] }, []);
  const joined = joinSnapshot(
    head,
    parts.map(({ part }) => part!),
  );
  expect(joined).toEqual({ snapshot: odd, runs: [run(1, 'Gone')] });
});
