import { expect, it } from 'vitest';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import { openPipelineDeskUnderTest } from '#test/support/pipeline-desk.ts';
import { openSimulator } from '#test/support/simulator.ts';

it('goes back to an execution that succeeded in the stage and failed after it, as CodePipeline names it', async () => {
  const simulator = await openSimulator();
  const one = await openPipelineDeskUnderTest(simulator);
  try {
    await one.pipeline.endSource();
    await simulator.advance(10);
    await simulator.advance(10);
    const target = (await one.stage('Gate')).latest?.executionId ?? '';
    const asked = (await one.pipeline.snapshot()).actions.find(({ actionName }) => actionName === 'Approve');
    await one.act({
      ...{ kind: 'approval', stageName: 'Gate', actionName: 'Approve', status: 'Rejected', summary: 'No.' },
      actionExecutionId: asked?.actionExecutionId ?? null,
    });
    expect(await one.status(target)).toBe('Failed');
    await one.pipeline.failNext('One');
    const failed = await one.startIntoBuild();
    await simulator.advance(10);
    expect(await one.status(failed)).toBe('Failed');

    const named = (stageName: string) => one.desk.succeededIn({ pipeline: one.pipeline.ref, stageName });
    expect((await named('Build')).map(({ executionId }) => executionId)).toEqual([target]);
    expect(await named('Gate')).toEqual([]);
    const back: PipelineAct = { kind: 'rollback', stageName: 'Build', targetExecutionId: target };
    const { prediction } = await one.desk.whatIf({ pipeline: one.pipeline.ref, act: back });
    expect(prediction.refusal).toBeNull();
    expect(await one.act(back)).toMatchObject({ outcome: 'took-effect', compared: { didNotHappen: [] } });
    const gate: PipelineAct = { ...back, stageName: 'Gate' };
    expect(
      (await one.desk.whatIf({ pipeline: one.pipeline.ref, act: gate })).prediction.refusal,
    ).not.toBeNull();
  } finally {
    one.close();
    await simulator.close();
  }
});
