import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { auditHandlers } from '#main/electron/handlers/audit.ts';
import { createRuntimeHost } from '#main/compose/runtime-host.ts';
import type { AuditEntry } from '#shared/domain/audit.ts';
import { aRuntime } from './a-runtime.ts';
import { CHANNEL_SAMPLES } from './channel-samples.ts';

const [sample] = CHANNEL_SAMPLES['audit.list'].answer.rows as [AuditEntry];

function anExport(entries: readonly AuditEntry[], place: string | null) {
  const { runtime } = aRuntime('staging');
  const asked: string[] = [];
  const host = createRuntimeHost('staging', {
    start: () =>
      Promise.resolve({
        ...runtime,
        audit: {
          ...runtime.audit,
          async *read() {
            await Promise.resolve();
            yield entries;
          },
        },
      }),
    ...{ onEvent: () => undefined, onDraining: () => undefined, onStarted: () => undefined },
    log: () => undefined,
  });
  const handlers = auditHandlers(host, (name) => {
    asked.push(name);
    return Promise.resolve(place);
  });
  return { export: handlers['audit.export'], asked };
}

async function aPlace(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'action-desk-audit-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, name);
}

it('writes no formula that a spreadsheet would run', async () => {
  const place = await aPlace('audit.csv');
  const reason = '=HYPERLINK("https://evil.example","x")';
  const desk = anExport([{ ...sample, reason }], place);
  expect(await desk.export({ filter: {}, format: 'csv' })).toEqual({ file: 'audit.csv', entries: 1 });
  const [head, line] = (await readFile(place, 'utf8')).split('\r\n');
  expect(head).toBe('id,at,who,act,subjectKind,subject,outcome,reason,before,after');
  expect(line).toContain(`"'=HYPERLINK(""https://evil.example"",""x"")"`);
  expect(desk.asked[0]).toMatch(/^audit-staging-\d{4}-\d\d-\d\d\.csv$/);
});

it('writes JSON that can be read back', async () => {
  const place = await aPlace('audit.json');
  const { export: save } = anExport([sample, { ...sample, id: 2 }], place);
  await save({ filter: {}, format: 'json' });
  const written = JSON.parse(await readFile(place, 'utf8')) as unknown[];
  expect(written).toMatchObject([{ id: 1, at: new Date(1).toISOString() }, { id: 2 }]);
});

it('writes nothing where the person thought better of it', async () => {
  const { export: save } = anExport([sample], null);
  expect(await save({ filter: {}, format: 'csv' })).toEqual({ file: null, entries: 0 });
});

it('says why a place takes no file', async () => {
  const { export: save } = anExport([sample], join(await aPlace('none'), 'below', 'audit.csv'));
  await expect(save({ filter: {}, format: 'csv' })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('ENOENT') as string,
  });
});
