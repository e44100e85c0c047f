import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openKeyFile } from '#main/vault/key-file.ts';
import { openDesk, withFolder } from '#test/support/desk.ts';
import { contoso, withSimulator } from '#test/support/simulator.ts';

const quick = { scenario: 'bare', continueAfterSeconds: 0, redeliverAfterSeconds: 1, now: Date.now };
const configuration = { TestPlan: 'checkout-peak', DurationSeconds: '300' };
const nobody = { prepare: () => Promise.resolve() };

it('waits where the key file was removed, says so, overwrites nothing, and goes on when it is back', () =>
  withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        const keyFile = join(folder, 'key');
        const first = await openDesk(simulator.endpoint, folder, { key: openKeyFile(keyFile) });
        const begun = await simulator.job({ clientId: contoso.clientId, configuration });
        const { runId } = await first.run('to be started', (run) => run.externalExecutionId !== null);
        expect(first.runtime.notices()).toEqual([]);
        await first.close();
        renameSync(keyFile, `${keyFile}.away`);

        const second = await openDesk(simulator.endpoint, folder, { key: openKeyFile(keyFile), ...nobody });
        const fresh = await simulator.job({ clientId: contoso.clientId, configuration });
        const waiting = await second.run(
          'the new one to wait',
          (run) => run.state === 'needs-token' && run.currentJobId === fresh.jobId,
        );
        expect(waiting.message).toContain('is kept under a key that is not here');
        expect(second.runtime.notices()).toMatchObject([
          {
            ...{ kind: 'vault', severity: 'error' },
            sentence: expect.stringContaining('under a key that is not here') as string,
          },
        ]);
        expect(second.logged.filter(({ event }) => event === 'tokens-under-another-key')).toHaveLength(1);
        await second.close();
        const { jobs } = await simulator.ledger();
        const asked = jobs.filter(({ chainId }) => chainId === fresh.chainId);
        expect(asked.map(({ acknowledgedBy }) => acknowledgedBy)).toEqual([null]);

        const made = readFileSync(keyFile, 'utf8');
        renameSync(`${keyFile}.away`, keyFile);
        expect(readFileSync(keyFile, 'utf8')).not.toBe(made);
        const third = await openDesk(simulator.endpoint, folder, { key: openKeyFile(keyFile), ...nobody });
        expect(third.runtime.notices()).toEqual([]);
        await third.run('the one that waited to be started', (run) => {
          return run.runId === waiting.runId && run.externalExecutionId !== null;
        });
        await simulator.advance(301);
        for (const id of [runId, waiting.runId])
          await third.run(`${id} to succeed`, (run) => run.runId === id && run.state === 'succeeded');
        await third.close();
        const { chains, backend } = await simulator.ledger();
        expect(chains.map(({ chainId, final }) => [chainId, final])).toEqual([
          [begun.chainId, 'succeeded'],
          [fresh.chainId, 'succeeded'],
        ]);
        expect(backend).toHaveLength(2);
      }),
    quick,
  ));

it('says so no longer once every such token was replaced', () =>
  withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        const first = await openDesk(simulator.endpoint, folder, { key: openKeyFile(join(folder, 'one')) });
        await first.close();
        const second = await openDesk(simulator.endpoint, folder, {
          ...{ key: openKeyFile(join(folder, 'other')), ...nobody },
        });
        const page = { filter: 'all', sortBy: 'label', descending: false, page: 1, pageSize: 50 } as const;
        const { rows } = await second.runtime.listClients(page);
        expect(rows.length).toBeGreaterThan(0);
        expect(second.runtime.notices().map(({ kind }) => kind)).toEqual(['vault']);
        const by = { who: 'a test', reason: null };
        for (const { clientId } of rows) await second.runtime.rotateToken(clientId, 'a-new-token', by);
        expect(second.runtime.notices()).toEqual([]);
        await second.close();
      }),
    quick,
  ));
