import { BULK_RESULTS, type BulkResult } from '#shared/domain/bulk.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { ChannelSamples } from './channel-samples.ts';

const hold = { holdId: 1, region: 'us-east-1', actionType: null, who: 'ada', reason: null, at: 1 };
const bulkId = '9b7d3f2a-1c4e-4e21-8c55-0d6f1a2b3c4d';
const bulkView = {
  bulkId,
  act: { kind: 'take-over' as const },
  reason: null,
  startedAt: 1,
  endedAt: null,
  cancelled: false,
  total: 1,
  left: [{ why: 'Nothing is claimed yet.', runs: 2 }],
  counts: Object.fromEntries(BULK_RESULTS.map((result) => [result, 0])) as Record<BulkResult, number>,
};

/** Samples of acts on many runs and of holds. */
export const ACTS_SAMPLES: ChannelSamples<Extract<RequestChannel, `bulk.${string}` | `holds.${string}`>> = {
  'bulk.preview': {
    good: { selection: { kind: 'chosen', runIds: ['r1'] }, kind: 'fail' },
    bad: [null, { kind: 'fail' }, { selection: { kind: 'chosen', runIds: [''] }, kind: 'fail' }],
    answer: {
      total: 1,
      can: 0,
      cannot: [{ why: 'It is over.', runs: 1 }],
      exampleRunId: null,
      tooMany: false,
    },
  },
  'bulk.start': {
    good: { selection: { kind: 'chosen', runIds: ['r1'] }, act: { kind: 'take-over' }, reason: 'ticket' },
    bad: [null, { selection: { kind: 'chosen', runIds: ['r1'] } }, { act: { kind: 'take-over' } }],
    answer: bulkView,
  },
  'bulk.list': { good: null, bad: [undefined, {}], answer: [bulkView] },
  'bulk.rows': {
    good: { bulkId, results: ['refused'], page: 1, pageSize: 50 },
    bad: [
      null,
      { bulkId: 'x', results: [], page: 1, pageSize: 50 },
      { bulkId, results: ['gone'], page: 1, pageSize: 50 },
    ],
    answer: { rows: [], total: 0 },
  },
  'bulk.cancel': { good: { bulkId }, bad: [null, { bulkId: 'x' }], answer: bulkView },
  'bulk.retry': { good: { bulkId }, bad: [null, { bulkId: 'x' }], answer: bulkView },
  'bulk.forget': { good: { bulkId }, bad: [null, { bulkId: 'x' }], answer: null },
  'bulk.export': {
    good: { bulkId, format: 'csv' },
    bad: [null, { bulkId, format: 'xml' }, { bulkId, format: 'csv', path: '/etc/passwd' }],
    answer: { file: 'bulk.csv', runs: 1 },
  },
  'holds.list': { good: null, bad: [undefined, {}], answer: [hold] },
  'holds.add': {
    good: { scope: { region: 'us-east-1', actionType: null }, reason: 'the load generators are down' },
    bad: [null, { scope: { region: null, actionType: null } }, { scope: { region: 'us-east-1' } }],
    answer: { hold, added: true },
  },
  'holds.release': {
    good: { holdId: 1 },
    bad: [null, { holdId: 'x' }, { holdId: 1.5 }],
    answer: { released: true, releasedRuns: 2 },
  },
};
