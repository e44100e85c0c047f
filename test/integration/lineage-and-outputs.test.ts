import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { runCommand } from '#main/commands/action-desk-command.ts';
import { openDesk, withFolder } from '#test/support/desk.ts';
import { actionTypes, contoso, withSimulator } from '#test/support/simulator.ts';

const quick = { scenario: 'bare', continueAfterSeconds: 0.2, redeliverAfterSeconds: 0.3, now: Date.now };
const configuration = { TestPlan: 'checkout-peak', DurationSeconds: '1.5' };

/** What the command line prints. */
async function printed(...args: string[]): Promise<{ code: number; text: string }> {
  const parts: string[] = [];
  const code = await runCommand(args, {
    out: (text) => void parts.push(text),
    err: (text) => void parts.push(text),
    input: process.stdin,
    now: Date.now,
  });
  return { code, text: parts.join('') };
}

describe('an agent with an empty ledger', () => {
  it("goes on with started work by the token alone: the backend's own id", () =>
    withSimulator(
      (simulator) =>
        withFolder((lost) =>
          withFolder(async (empty) => {
            const first = await openDesk(simulator.endpoint, lost);
            const { chainId } = await simulator.job({ clientId: contoso.clientId, configuration });
            await first.run('a first report', (run) => run.state === 'between-jobs');
            await first.close();

            const second = await openDesk(simulator.endpoint, empty);
            const done = await second.run('success', (run) => run.state === 'succeeded');
            expect(done).toMatchObject({ externalExecutionId: '153245', attempt: 1 });
            const { jobs } = await second.detail(done.runId);
            const ids = [...jobs.map((job) => job.jobId), '153245', done.runId];
            for (const id of ids) expect((await second.detail(id)).run.runId).toBe(done.runId);
            await second.close();

            for (const id of ids) {
              const { code, text } = await printed('runs', 'show', id, '--data', empty);
              expect([code, text]).toEqual([0, expect.stringContaining(done.runId) as string]);
            }
            const ledger = await simulator.ledger();
            expect(ledger.chains.find((chain) => chain.chainId === chainId)?.final).toBe('succeeded');
            expect(ledger.backend.map((run) => run.starts)).toEqual([1]);
          }),
        ),
      quick,
    ));

  it('asks again under the same key for work whose start nobody confirmed', () =>
    withSimulator(
      (simulator) =>
        withFolder((lost) =>
          withFolder(async (empty) => {
            // The backend has started the work; the agent never heard of it and hands the job over when it ends.
            await simulator.fault({ operation: 'backend:start', kind: 'drop-response', times: 20 });
            const { chainId } = await simulator.job({ actionTypeId: actionTypes.custom, configuration });
            const first = await openDesk(simulator.endpoint, lost);
            await first.until('a start without an answer', () =>
              first.logged.some(({ event }) => event === 'backend-unavailable'),
            );
            await first.close();
            const token = (await simulator.ledger()).jobs
              .flatMap((job) => job.results)
              .at(-1)?.continuationToken;
            expect(token).toMatch(/^action-desk:.+-1$/);
            await simulator.control('DELETE', 'faults');

            const second = await openDesk(simulator.endpoint, empty);
            const done = await second.run('success', (run) => run.state === 'succeeded');
            expect(`action-desk:${done.runId}-1`).toBe(token);
            expect((await second.detail(token ?? '')).run.runId).toBe(done.runId);
            await second.close();
            const shown = await printed('runs', 'show', token ?? '', '--data', empty, '--json');
            expect(JSON.parse(shown.text)).toMatchObject({ run: { runId: done.runId } });
            const ledger = await simulator.ledger();
            expect(ledger.chains.find((chain) => chain.chainId === chainId)?.final).toBe('succeeded');
            expect(ledger.backend.map((run) => run.idempotencyKey)).toEqual([`${done.runId}-1`]);
          }),
        ),
      quick,
    ));
});

describe('output artifacts over the wire (L7)', () => {
  const outputArtifacts = ['LoadTestReport'];

  it('are looked for with the credentials of the job before success is reported', () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          const desk = await openDesk(simulator.endpoint, folder);
          for (const order of [{ clientId: contoso.clientId }, { actionTypeId: actionTypes.custom }])
            await simulator.job({ ...order, configuration, outputArtifacts });
          await desk.until('both to succeed', async () => {
            const { countsByState } = await desk.runtime.listRuns({
              ...{ sortBy: 'createdAt', descending: false, page: 1, pageSize: 1 },
            });
            return countsByState.succeeded === 2;
          });
          expect((await simulator.ledger()).calls['s3:HeadObject']).toBe(2);
          await desk.close();
        }),
      quick,
    ));

  it("keep an engineer's Complete back by name until they are there", () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          const desk = await openDesk(simulator.endpoint, folder);
          await simulator.job({ actionTypeId: actionTypes.review, outputArtifacts });
          const { runId } = await desk.run('a manual job', (run) => run.state === 'waiting-for-engineer');
          await desk.runtime.act(runId, { kind: 'acknowledge' });
          await expect(desk.runtime.act(runId, { kind: 'complete' })).rejects.toThrow(
            'The output artifact LoadTestReport is not in S3. Upload it first, or fail the run.',
          );
          const place = (await desk.detail(runId)).outputArtifacts[0]?.location;
          await simulator
            .s3()
            .send(new PutObjectCommand({ Bucket: place?.bucket, Key: place?.key, Body: 'a report' }));
          expect(await desk.runtime.act(runId, { kind: 'complete' })).toMatchObject({ after: 'succeeded' });
          await desk.close();
        }),
      quick,
    ));
});
