import { join } from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import type { AuditNote } from '#main/compose/audit-later.ts';
import { openEnvironmentFile } from '#main/electron/environment-file.ts';
import { environmentsHandlers } from '#main/electron/handlers/environments.ts';
import { createRuntimeHost } from '#main/compose/runtime-host.ts';
import { environmentSchema } from '#shared/domain/environment.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { aRuntime } from './a-runtime.ts';
import { CHANNEL_SAMPLES } from './channel-samples.ts';

const environment = environmentSchema.parse(CHANNEL_SAMPLES['environments.test'].good);
const report = CHANNEL_SAMPLES['environments.test'].answer;

/** The handlers over a file in a folder of their own, while `atWork` is (or cannot be) at work. */
async function aDesk(atWork: string, starts = true) {
  const folder = await mkdtemp(join(tmpdir(), 'action-desk-environments-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const regions: string[] = [];
  const notes: (AuditNote & { environment: string; startsBefore: number })[] = [];
  const { runtime, recorded } = aRuntime(atWork);
  let started = 0;
  const host = createRuntimeHost(atWork, {
    start: (name) => {
      started += 1;
      return starts
        ? Promise.resolve({
            ...runtime,
            environment: name,
            consoleCall: (region, send) => {
              regions.push(region);
              return send();
            },
          })
        : Promise.reject(new ActionDeskError('store-damaged', 'damaged'));
    },
    ...{ onEvent: () => undefined, onDraining: () => undefined, onStarted: () => undefined },
    log: () => undefined,
  });
  const handlers = environmentsHandlers({
    host,
    file: await openEnvironmentFile(join(folder, 'environments.json')),
    testConnection: async (_environment, turn = (_region, send) => send()) => {
      await turn('us-east-1', () => Promise.resolve());
      return report;
    },
    tryProcessor: () => Promise.resolve(CHANNEL_SAMPLES['environments.try'].answer),
    noteForLater: (name, note) => {
      notes.push({ ...note, environment: name, startsBefore: started });
      return Promise.resolve();
    },
    onChanged: () => undefined,
  });
  return { handlers, regions, notes, recorded };
}

it.each([
  ['within the budget of the environment at work', environment.name, true, ['us-east-1']],
  ['at once for another environment', 'another', true, []],
  ['at once for one that could not be started', environment.name, false, []],
])('makes the calls of a connection test %s', async (_how, atWork, starts, budgeted) => {
  const { handlers, regions } = await aDesk(atWork, starts);
  expect(await handlers['environments.test'](environment)).toEqual(report);
  expect(regions).toEqual(budgeted);
});

it('notes a new environment and what was changed in it, and not a save without a change', async () => {
  const { handlers, notes } = await aDesk('practice');
  await handlers['environments.save'](environment);
  await handlers['environments.save']({ ...environment, pollSeconds: 1 });
  await handlers['environments.save']({ ...environment, pollSeconds: 1 });
  expect(notes).toMatchObject([
    { environment: 'staging', act: 'add environment', subject: 'staging', before: null },
    { act: 'change environment', before: 'pollSeconds: 10', after: 'pollSeconds: 1' },
  ]);
});

it('notes a change of the environment at work before it is started anew, so that its audit takes it in', async () => {
  const { handlers, notes } = await aDesk('staging');
  await handlers['environments.save'](environment);
  expect(notes).toMatchObject([{ act: 'add environment', startsBefore: 1 }]);
});

it('notes in both environments that one took the place of the other, and nothing in practice', async () => {
  const { handlers, notes } = await aDesk('practice');
  await handlers['environments.save'](environment);
  await handlers['environments.use']({ name: 'staging' });
  await handlers['environments.use']({ name: 'practice' });
  expect(notes.slice(1).map(({ environment: name, act }) => [name, act])).toEqual([
    ['staging', 'use environment'],
    ['staging', 'leave environment'],
  ]);
});

it('notes nothing of a use that was refused', async () => {
  const { handlers, notes } = await aDesk('practice');
  await expect(handlers['environments.use']({ name: 'nowhere' })).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(notes).toEqual([]);
});

it('remembers a removal where the person works, since the removed audit may never be opened again', async () => {
  const { handlers, notes, recorded } = await aDesk('practice');
  await handlers['environments.save'](environment);
  await handlers['environments.remove']({ name: 'staging' });
  expect(notes.at(-1)).toMatchObject({ environment: 'staging', act: 'remove environment' });
  expect(recorded).toEqual(['remove environment staging']);
});
