import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { ExecutionMode } from '#shared/domain/pipeline.ts';
import { openPipelineDeskUnderTest, type PipelineDeskUnderTest } from '#test/support/pipeline-desk.ts';
import { openSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

/* The rules of "How AWS CodePipeline executions work" in the user guide, as the desk tells of them and acts on them. */

let simulator: SimulatorUnderTest;
let one: PipelineDeskUnderTest;
beforeAll(async () => {
  simulator = await openSimulator();
});
afterAll(() => simulator.close());
afterEach(() => one.close());

/** The first execution is in Build. */
async function open(mode: ExecutionMode = 'SUPERSEDED'): Promise<string> {
  await simulator.reset({ scenario: 'bare' });
  one = await openPipelineDeskUnderTest(simulator, mode);
  const [first] = (await one.pipeline.snapshot()).executions;
  await one.pipeline.endSource();
  return first?.executionId ?? '';
}

const transition = (kind: 'disable-transition' | 'enable-transition', stageName: string): PipelineAct =>
  kind === 'disable-transition'
    ? { kind, stageName, transitionType: 'Inbound', transitionReason: 'Tested' }
    : { kind, stageName, transitionType: 'Inbound' };

const stop = (executionId: string, abandon: boolean): PipelineAct => ({ kind: 'stop', executionId, abandon });

const inbound = async (stageName: string): Promise<string[]> =>
  (await one.stage(stageName)).inbound.map(({ executionId }) => executionId);

const latest = async (stageName: string) => (await one.stage(stageName)).latest;

/** Build takes two run orders of ten seconds. */
async function endBuild(): Promise<void> {
  await simulator.advance(10);
  await simulator.advance(10);
}

it('SUPERSEDED: a waiting execution is superseded by a more recent one in front of a locked stage', async () => {
  const first = await open();
  const second = await one.startIntoBuild();
  expect(await inbound('Build')).toEqual([second]);
  const third = await one.startIntoBuild();
  expect(await inbound('Build')).toEqual([third]);
  expect(await one.status(second)).toBe('Superseded');
  await endBuild();
  expect(await latest('Build')).toMatchObject({ executionId: third, status: 'InProgress' });
  expect(await one.status(first)).toBe('InProgress');
});

it('QUEUED: waiting executions are not overtaken, and enter in the order in which they came', async () => {
  await open('QUEUED');
  const second = await one.startIntoBuild();
  const third = await one.startIntoBuild();
  expect(await inbound('Build')).toEqual([second, third]);
  await endBuild();
  expect(await latest('Build')).toMatchObject({ executionId: second });
  expect(await inbound('Build')).toEqual([third]);
});

it('PARALLEL: executions do not wait for one another', async () => {
  const first = await open('PARALLEL');
  const second = await one.startIntoBuild();
  const { snapshot } = await one.desk.get({ pipeline: one.pipeline.ref });
  const building = snapshot.actions.filter(
    ({ stageName, status }) => stageName === 'Build' && status === 'InProgress',
  );
  expect(new Set(building.map(({ executionId }) => executionId))).toEqual(new Set([first, second]));
  await one.act(stop(first, true));
  expect(await one.status(second)).toBe('InProgress');
});

it('stop and wait: what is in progress ends, nothing after it starts', async () => {
  const first = await open();
  await one.act(stop(first, false));
  expect(await one.status(first)).toBe('Stopping');
  await simulator.advance(10);
  expect(await one.status(first)).toBe('Stopped');
  const { snapshot } = await one.desk.get({ pipeline: one.pipeline.ref });
  const built = snapshot.actions.filter(({ stageName }) => stageName === 'Build');
  expect(built.map(({ actionName, status }) => `${actionName} ${status}`).sort()).toEqual([
    'One Succeeded',
    'Two Succeeded',
  ]);
});

it('stop and abandon: what is in progress is Abandoned at once, and the stage is unlocked', async () => {
  const first = await open();
  const second = await one.startIntoBuild();
  const { prediction } = await one.desk.whatIf({ pipeline: one.pipeline.ref, act: stop(first, true) });
  expect(prediction.advice.map(({ act }) => act.kind)).toEqual(['disable-transition']);
  await one.act(stop(first, true));
  expect(await one.status(first)).toBe('Stopped');
  expect(await latest('Build')).toMatchObject({ executionId: second, status: 'InProgress' });
  const { actions } = await one.desk.execution({ pipeline: one.pipeline.ref, executionId: first });
  expect(actions.filter(({ status }) => status === 'Abandoned').map(({ actionName }) => actionName)).toEqual([
    'One',
    'Two',
  ]);
});

it('a retry is lost when another execution enters the failed stage', async () => {
  await simulator.reset({ scenario: 'bare' });
  one = await openPipelineDeskUnderTest(simulator);
  const first = (await one.pipeline.snapshot()).executions[0]?.executionId ?? '';
  await one.pipeline.failNext('One');
  await one.pipeline.endSource();
  await simulator.advance(10);
  const retry: PipelineAct = {
    ...{ kind: 'retry', stageName: 'Build', executionId: first, mode: 'FAILED_ACTIONS' },
  };
  const before = await one.desk.whatIf({ pipeline: one.pipeline.ref, act: retry });
  expect(before.prediction.refusal).toBeNull();
  await one.startIntoBuild();
  const after = await one.desk.whatIf({ pipeline: one.pipeline.ref, act: retry });
  expect(after.prediction.refusal).toMatch(/Exception/);
  expect((await one.act(retry)).outcome).toBe('overtaken');
});

it('a disabled transition holds, and the newest execution enters when it is enabled', async () => {
  await open();
  await one.act(transition('disable-transition', 'Build'));
  await endBuild();
  const second = await one.startIntoBuild();
  expect(await inbound('Build')).toEqual([second]);
  const third = await one.startIntoBuild();
  expect(await one.status(second)).toBe('Superseded');
  const report = await one.act(transition('enable-transition', 'Build'));
  expect(report.compared.asPredicted).toContainEqual({
    ...{ kind: 'enters', executionId: third, stageName: 'Build' },
  });
  expect(await latest('Build')).toMatchObject({ executionId: third });
});

it('an inbound execution that was stopped never enters, and cannot be retried', async () => {
  await open();
  await one.act(transition('disable-transition', 'Build'));
  await endBuild();
  const before = await latest('Build');
  const second = await one.startIntoBuild();
  expect((await one.act(stop(second, false))).outcome).toBe('took-effect');
  await one.act(transition('enable-transition', 'Build'));
  expect(await latest('Build')).toEqual(before);
  expect(await one.status(second)).toBe('Stopped');
  const retry: PipelineAct = {
    ...{ kind: 'retry', stageName: 'Build', executionId: second, mode: 'ALL_ACTIONS' },
  };
  expect((await one.act(retry)).outcome).toBe('overtaken');
});

it('an approval that times out is a failure', async () => {
  const first = await open();
  await endBuild();
  expect((await one.stage('Gate')).actions[0]?.waitsForApproval).toBe(true);
  await simulator.advance(7 * 24 * 3600);
  expect(await latest('Gate')).toMatchObject({ executionId: first, status: 'Failed' });
  expect(await one.status(first)).toBe('Failed');
});

it('PARALLEL: one that was stopped while a disabled transition held it is told as predicted', async () => {
  const first = await open('PARALLEL');
  await one.act(stop(first, true));
  await one.act(transition('disable-transition', 'Build'));
  const second = await one.startIntoBuild();
  const report = await one.act(stop(second, false));
  expect(report.outcome).toBe('took-effect');
  expect(report.compared).toMatchObject({ didNotHappen: [], alsoHappened: [] });
});
