import { expect, it } from 'vitest';
import { createAuditLog } from '#main/store/audit-log.ts';
import { openStore } from '#main/store/open-store.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import { openDesk, withFolder } from '#test/support/desk.ts';
import { withSimulator } from '#test/support/simulator.ts';
import { createRelease, stage, work } from '../contract/release-pipeline.ts';

const quick = { scenario: 'bare', continueAfterSeconds: 0.2, redeliverAfterSeconds: 0.3, now: Date.now };
const ref = { region: 'us-east-1', name: 'two-uploads' };
const START: PipelineAct = { kind: 'start', variables: [], sourceRevisions: [] };

/** The vendor's own action behind a source; its work takes minutes. */
const upload = work('Large', { configuration: { TestPlan: 'checkout-peak', DurationSeconds: '600' } });

it('finds the work of an abandoned upload, and cancels it at the backend', () =>
  withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        const more = { name: ref.name, executionMode: 'PARALLEL' as const };
        await createRelease(simulator, [stage('Upload', [upload])], more);
        const opened = await openDesk(simulator.endpoint, folder);
        const { runtime } = opened;
        const desk = runtime.pipelines;
        const listed = await desk.list({ refresh: false });
        expect(listed.flatMap(({ pipelines }) => pipelines.map(({ name }) => name))).toContain(ref.name);
        const large = await opened.run('work at the backend', (one) => one.externalExecutionId !== null);

        const { runs } = await desk.get({ pipeline: ref });
        const executionId = runs[0]?.executionId ?? '';
        expect(runs).toEqual([
          expect.objectContaining({ runId: large.runId, actionName: 'Large', executionId, guess: false }),
        ]);
        expect(await desk.afterCare({ pipeline: ref })).toEqual([]);
        await desk.act({ pipeline: ref, act: { kind: 'stop', executionId, abandon: true } });
        const [cared] = await desk.afterCare({ pipeline: ref });
        expect(cared).toMatchObject({ runId: large.runId, work: 'running', canCancel: true });

        const report = await desk.cancelWork({ pipeline: ref, runId: large.runId });
        expect(report).toMatchObject({ outcome: 'took-effect' });
        await opened.until('the cancellation at the backend', async () =>
          (await simulator.ledger()).backend.every(({ cancelled }) => cancelled),
        );
        expect(await desk.afterCare({ pipeline: ref })).toEqual([]);
        const acts = runtime.audit
          .list({ filter: {}, upTo: null, page: 1, pageSize: 50 })
          .rows.map(({ act }) => act);
        expect(acts).toEqual(expect.arrayContaining(['pipeline stop', 'cancel work']));
        expect((await desk.act({ pipeline: ref, act: START })).outcome).toBe('took-effect');
        await opened.close();
      }),
    quick,
  ));

it('lets an act on a pipeline end before the ledger is closed, with its place in the audit', () =>
  withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        await createRelease(simulator, [stage('Upload', [upload])], { name: ref.name });
        const { runtime } = await openDesk(simulator.endpoint, folder);
        await simulator.fault({ operation: 'StartPipelineExecution', kind: 'latency', ms: 1_500, times: 1 });
        const acted = runtime.pipelines.act({ pipeline: ref, act: START });
        const took = expect(acted).resolves.toMatchObject({ outcome: 'took-effect' });
        await Promise.all([runtime.close(20_000), took]);
        const db = await openStore(folder);
        const [row] = createAuditLog(db).list(null, 1);
        db.close();
        expect(row).toMatchObject({ act: 'pipeline start', outcome: 'took-effect' });
      }),
    quick,
  ));
