import { afterEach, expect, it } from 'vitest';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import { openPipelineDeskUnderTest, type PipelineDeskUnderTest } from '#test/support/pipeline-desk.ts';
import { openSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

const START: PipelineAct = { kind: 'start', variables: [], sourceRevisions: [] };
const HOLD: PipelineAct = {
  ...{ kind: 'disable-transition', stageName: 'Build', transitionType: 'Inbound' },
  transitionReason: 'Tested',
};
const ada = { who: 'ada', reason: 'ticket 4711', typedName: 'release-superseded' };

let simulator: SimulatorUnderTest;
let one: PipelineDeskUnderTest;
afterEach(async () => {
  one.close();
  await simulator.close();
});

async function open(protection: 'protected' | 'read-only') {
  simulator = await openSimulator();
  one = await openPipelineDeskUnderTest(simulator, 'SUPERSEDED', {
    desk: { environment: 'live', protection, consoleCall: (_region, send) => send() },
  });
}

it('asks for a reason, and for the pipeline’s name where the act cannot be had back', async () => {
  await open('protected');
  await expect(one.act(HOLD)).rejects.toThrow('give a reason');
  await one.pipeline.endSource();
  const executionId = (await one.stage('Build')).latest?.executionId ?? '';
  const stop: PipelineAct = { kind: 'stop', executionId, abandon: false };
  await expect(one.act(stop, { who: 'ada', reason: 'ticket' })).rejects.toThrow(
    'type out "release-superseded"',
  );
  expect(await one.act(stop, ada)).toMatchObject({ outcome: 'took-effect' });
  expect(one.audit).toHaveLength(1);
});

it('refuses every act where it is read-only, and still tells what one would cause', async () => {
  await open('read-only');
  await expect(one.act(START, ada)).rejects.toThrow('read-only');
  expect((await simulator.ledger()).calls['StartPipelineExecution'] ?? 0).toBe(0);
  const { prediction } = await one.desk.whatIf({ pipeline: one.pipeline.ref, act: START });
  expect(prediction.refusal).toBeNull();
});
