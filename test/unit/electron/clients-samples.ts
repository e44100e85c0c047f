import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { ChannelSamples } from './channel-samples.ts';

const clientId = '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d';
const client = {
  clientId,
  label: 'Contoso Retail',
  tokenUsable: true,
  createdAt: 1,
  lastUsedAt: null,
  invalidTokenCount: 0,
  refusedAt: null,
  disabledAt: null,
};
const importId = '9b7d3f2a-1c4e-4e21-8c55-0d6f1a2b3c4d';
const names = { clientId: '', label: '', token: '', redirect: '', correlationId: '', configuration: '' };
const tokenKeeping = { kept: false, sentence: 'Kept until you quit.' };

/** Samples of the channels of the token store. */
export const CLIENTS_SAMPLES: ChannelSamples<Extract<RequestChannel, `clients.${string}`>> = {
  'clients.list': {
    good: { text: 'contoso', filter: 'refused', page: 2 },
    bad: [
      undefined,
      null,
      { page: 0 },
      { pageSize: 501 },
      { filter: 'gone' },
      { sortBy: 'label; drop' },
      { x: 1 },
    ],
    answer: {
      rows: [client],
      total: 1,
      counts: { all: 1, unusable: 0, refused: 0, disabled: 0, unused: 1 },
      tokenKeeping,
    },
  },
  'clients.unmatched': {
    good: null,
    bad: [undefined, {}],
    answer: {
      unmatched: [
        {
          ...{ clientId, label: null, reason: 'missing', runCount: 1 },
          runs: [{ runId: 'r1', region: 'us-east-1', jobId: 'j1', polledAt: 1, deadlineAt: null }],
        },
      ],
      total: 1,
    },
  },
  'clients.rotate': {
    good: { clientId, token: 'canary-7f3a', reason: 'leaked' },
    bad: [null, { clientId }, { clientId, token: '' }, { clientId, token: 'canary-7f3a'.repeat(99) }],
    answer: { client, releasedRuns: 1 },
  },
  'clients.rename': {
    good: { clientId, label: 'Contoso' },
    bad: [
      null,
      { clientId, label: ' ' },
      { clientId: 'x', label: 'a' },
      { clientId, label: 'x'.repeat(201) },
    ],
    answer: { client },
  },
  'clients.setDisabled': {
    good: { clientId, disabled: true },
    bad: [
      null,
      { clientId },
      { clientId, disabled: 'yes' },
      { clientId, disabled: true, reason: 'x'.repeat(2001) },
    ],
    answer: { client, releasedRuns: 0 },
  },
  'clients.openImport': {
    good: {
      importId,
      source: { kind: 'text', name: 'pasted', text: `${clientId},Contoso,canary-7f3a` },
      names: { clientId: '', label: '', token: '' },
    },
    bad: [
      null,
      { importId: 'x', source: { kind: 'dialog' }, names: {} },
      { importId, source: { kind: 'file', path: '/etc/passwd' }, names: {} },
      { importId, source: { kind: 'text', name: 'canary-7f3a' }, names: {} },
      { importId, source: { kind: 'dialog' }, names: { clientId: 'x'.repeat(101) } },
    ],
    answer: { opened: true, name: 'pasted', counts: { new: 1, replaces: 0, same: 0, bad: 0 } },
  },
  'clients.importRows': {
    good: { importId, verdict: 'bad', page: 1, pageSize: 50 },
    bad: [null, { importId }, { importId, verdict: 'all', page: 1, pageSize: 50 }],
    answer: {
      rows: [{ place: 'line 1', verdict: 'new', clientId, label: 'a', labelBefore: null, problem: null }],
      total: 1,
    },
  },
  'clients.importProgress': {
    good: { importId },
    bad: [null, {}, { importId: '' }],
    answer: { phase: 'taking', done: 1, total: 2 },
  },
  'clients.takeImport': {
    good: { importId, skipBad: true },
    bad: [null, { importId }, { importId, skipBad: 1 }],
    answer: { added: 1, replaced: 0, releasedRuns: 0 },
  },
  'clients.closeImport': { good: { importId }, bad: [null, { importId: 1 }], answer: null },
  'clients.pageNames': { good: null, bad: [undefined, {}], answer: names },
  'clients.readPage': {
    good: { text: 'request=canary-7f3a', names },
    bad: [null, { text: 'canary-7f3a' }, { text: 'canary-7f3a'.repeat(10_000), names }],
    answer: {
      problem: null,
      clientId,
      maskedToken: '••••',
      known: client,
      redirectHost: 'example.com',
      fields: [{ path: 'clientToken', value: null }],
      configuration: [{ key: 'Test', value: '1' }],
    },
  },
  'clients.takePage': {
    good: { text: 'request=canary-7f3a', names, label: 'Contoso' },
    bad: [null, { text: 'canary-7f3a', names }, { text: 'canary-7f3a', names, label: '' }],
    answer: { client, wasKnown: false, releasedRuns: 0 },
  },
  'clients.pageRedirect': {
    good: { text: 'request=canary-7f3a', names, configuration: [{ key: 'Test', value: '1' }] },
    bad: [null, { text: 'canary-7f3a', names, configuration: [{ key: '', value: '' }] }],
    answer: { url: 'https://example.com/', host: 'example.com' },
  },
  'clients.received': {
    good: null,
    bad: [undefined, {}],
    answer: {
      request: { id: importId, receivedAt: 1, way: 'link', refused: 0 },
      receiver: { url: 'http://127.0.0.1:4711/configure', closesAt: 2 },
      port: 0,
    },
  },
  'clients.startReceiving': {
    good: { port: 0 },
    bad: [null, { port: 80 }, { port: 65_536 }, { port: '0' }],
    answer: { url: 'http://127.0.0.1:4711/configure', closesAt: 2 },
  },
  'clients.stopReceiving': { good: { drop: null }, bad: [null, {}, { drop: 'x' }], answer: null },
  'clients.add': {
    good: { clientId, label: 'Contoso Retail', token: 'canary-7f3a' },
    bad: [
      null,
      { clientId: 'x', label: 'a', token: 'canary-7f3a' },
      { clientId, label: '', token: 'canary-7f3a' },
      { clientId, label: 'a', token: '' },
      { clientId, label: 'a', token: 'canary-7f3a'.repeat(99) },
    ],
    answer: { client, releasedRuns: 0 },
  },
  'clients.remove': { good: { clientId }, bad: [null, { clientId: '*' }], answer: { removed: true } },
};
