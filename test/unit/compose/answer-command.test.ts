import { expect, it } from 'vitest';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { createCommandSession, type CommandDesk } from '#main/compose/answer-command.ts';
import type { PlainClient } from '#main/compose/runtime.ts';
import { aRun, aRuntime } from '../electron/a-runtime.ts';

const by = { who: 'ada (command line)', reason: null };
const client = { clientId: '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d', label: 'Fabrikam', token: 'canary-9a1' };
const message = (channel: string, payload: unknown) => ({ version: 1, channel, payload, by });

function aSession(change: Partial<CommandDesk> = {}) {
  const logged: unknown[] = [];
  const desk = { ...aRuntime().runtime, ...change };
  return { logged, answer: createCommandSession(desk, (...line) => void logged.push(line)) };
}

it.each([
  [null],
  ['text'],
  [{}],
  [{ ...message('runs.list', {}), version: 2 }],
  [message('environments.remove', { name: 'x' })],
  [message('toString', {})],
  [{ ...message('runs.list', {}), more: 1 }],
  [{ ...message('runs.list', {}), by: undefined }],
  [message('runs.list', { pageSize: 501 })],
  [message('runs.act', { runId: 'x', act: { kind: 'delete' } })],
  [message('clients.add', { ...client, clientId: 'x' })],
  [message('clients.stage', { clients: Array.from({ length: 501 }, () => client) })],
])('refuses %j', async (given) => {
  const { answer, logged } = aSession();
  const said = await answer(given);
  expect(said).toMatchObject({ version: 1, ok: false, error: { code: 'invalid-input', retryable: false } });
  expect(JSON.stringify([said, logged])).not.toContain('canary');
});

it('repeats no token, whoever wrote the sentence', async () => {
  const { answer, logged } = aSession({
    addClient: ({ token }) => Promise.reject(new ActionDeskError('store-damaged', `near "${token}"`)),
  });
  expect(await answer(message('clients.add', client))).toMatchObject({
    ok: false,
    error: { code: 'store-damaged', message: 'near "[secret]"' },
  });
  expect(JSON.stringify(logged)).not.toContain('canary');
});

it('imports what one connection staged, whole or not at all', async () => {
  const imported: (readonly PlainClient[])[] = [];
  const { answer } = aSession({
    importClients: (clients) => {
      imported.push(clients);
      return Promise.resolve({ added: clients.length, replaced: 0, releasedRuns: 0 });
    },
  });
  expect(await answer(message('clients.stage', { clients: [client] }))).toMatchObject({
    value: { staged: 1 },
  });
  expect(await answer(message('clients.import', { expected: 2 }))).toMatchObject({ ok: false });
  await answer(message('clients.stage', { clients: [client] }));
  await answer(message('clients.stage', { clients: [client] }));
  expect(await answer(message('clients.import', { expected: 2 }))).toMatchObject({ value: { added: 2 } });
  expect(imported).toEqual([[client, client]]);
});

it('reads all runs of a match in small parts, to their end', async () => {
  const runs = Array.from({ length: 120 }, (_, n) => aRun({ runId: `run-${n}` }));
  const { answer } = aSession({
    async *readRuns() {
      await Promise.resolve();
      yield runs;
    },
  });
  const sizes: number[] = [];
  for (let match: object | null = {}; sizes.at(-1) !== 0; match = null) {
    const said = await answer(message('runs.read', { match }));
    sizes.push(said.ok ? (said.value as { runs: unknown[] }).runs.length : -1);
    if (!said.ok) break;
  }
  expect(sizes).toEqual([50, 50, 20, 0]);
});
