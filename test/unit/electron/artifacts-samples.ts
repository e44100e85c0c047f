import { EXTRACTION_LIMITS } from '#shared/domain/artifact-task.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { ChannelSamples } from './channel-samples.ts';

const via = { kind: 'environment' as const };
const at = { via, region: null, bucket: 'codepipeline-us-east-1-1234567890' };
const place = { region: 'us-east-1', bucket: at.bucket, key: 'web/App/a1', versionId: null };
const fetched = { requests: 1, bytes: 65_536, fromCache: 0 };
const problem = {
  code: 'aws-access-denied' as const,
  sentence: 'S3 refused: ListBucket is not allowed.',
  facts: [{ name: 'Needs', value: 's3:ListBucket' }],
  retryable: false,
};
const entry = {
  ...{ index: 0, path: 'a/b.txt', kind: 'file' as const, size: 3, compressedSize: 3, method: 'Store' },
  ...{ crc32: '0a1b2c3d', modifiedAt: 1, encrypted: false, mode: 0o644, target: null, faults: [] },
};
const opened = {
  makeup: {
    ...{ zip64: true, encrypted: 1, damaged: 0 },
    names: [{ encoding: 'cp437' as const, entries: 1 }],
  },
  ...{ openId: 'o1', via, place, kind: 'zip' as const, entries: 1, unpackedSize: 3, comment: null },
  ...{ faults: [{ fault: 'bomb' as const, sentence: 'It unpacks to more than it may.' }], fetched },
  facts: {
    ...{ size: 100, etag: '"e1"', versionId: null, modifiedAt: 1, contentType: 'application/zip' },
    ...{ encryption: 'aws:kms', kmsKeyId: 'arn:aws:kms:k', storageClass: null },
    checksums: [{ algorithm: 'CRC32', value: '0a1b2c==', type: 'FULL_OBJECT' }],
  },
};
const comparison = {
  ...{ compareId: 'c1', left: 'o1', right: 'o2', running: true, done: 0, total: 2, problem: null, fetched },
  counts: { added: 0, removed: 0, changed: 1, same: 1, unknown: 0 },
};
const task = {
  ...{ taskId: 't1', kind: 'save' as const, title: 'App.zip → Downloads', state: 'running' as const },
  ...{ bytesDone: 1, bytesTotal: null, filesDone: 0, filesTotal: 1, startedAt: 1, endedAt: null },
  ...{ sentence: null, canResume: false, issues: [{ path: '../x', sentence: 'It leads outside.' }] },
  moreIssues: 0,
};
const taskId = { good: { taskId: 't1' }, bad: [null, {}, { taskId: '' }, { taskId: 't1', path: '/' }] };
const query = { folder: '', search: '', sort: 'path' as const, descending: false, from: 0, count: 100 };

/** Samples of the artifacts' channels. */
export const ARTIFACTS_SAMPLES: ChannelSamples<Extract<RequestChannel, `artifacts.${string}`>> = {
  'artifacts.buckets': {
    good: { via: { kind: 'run', runId: 'r1' } },
    bad: [null, {}, { via: { kind: 'run' } }, { via, accessKeyId: 'AKIA' }],
    answer: { ok: true, found: { buckets: [{ name: at.bucket, region: 'us-east-1', createdAt: 1 }] } },
  },
  'artifacts.list': {
    good: { ...at, prefix: 'web/', cursor: null, count: 100 },
    bad: [null, { ...at, prefix: 'x'.repeat(1025), cursor: null, count: 1 }, { ...at, bucket: 'a/b' }],
    answer: { ok: false, problem },
  },
  'artifacts.startListing': {
    good: { ...at, prefix: '', contains: 'App' },
    bad: [null, { ...at, prefix: '' }, { ...at, prefix: '', contains: 'x'.repeat(501) }],
    answer: { listingId: 'l1' },
  },
  'artifacts.listing': {
    good: { listingId: 'l1', from: 0, count: 500 },
    bad: [null, { listingId: 'l1', from: -1, count: 1 }, { listingId: 'l1', from: 0, count: 501 }],
    answer: {
      rows: [{ key: 'web/App/a1', size: 1, modifiedAt: 1, etag: '"e"', storageClass: null }],
      ...{ matching: 1, seen: 1, bytes: 1, requests: 1, state: 'running', problem: null },
    },
  },
  'artifacts.stopListing': {
    good: { listingId: 'l1', forget: true },
    bad: [null, { listingId: 'l1' }, { listingId: 'l1', forget: 'yes' }],
    answer: null,
  },
  'artifacts.versions': {
    good: { ...at, key: 'web/App/a1' },
    bad: [null, { ...at, key: '' }, { ...at, key: 'ä'.repeat(600) }],
    answer: {
      ok: true,
      found: {
        versions: [
          { versionId: 'v1', isLatest: true, isDeleteMarker: false, size: 1, modifiedAt: 1, etag: '"e"' },
        ],
        more: false,
      },
    },
  },
  'artifacts.pipelines': {
    good: { region: 'us-east-1' },
    bad: [null, { region: null }, { region: 'nowhere' }],
    answer: { ok: true, found: { pipelines: ['web'] } },
  },
  'artifacts.named': {
    good: { region: 'us-east-1', pipeline: 'web' },
    bad: [null, { region: 'us-east-1', pipeline: '' }, { region: 'us-east-1', pipeline: 'x'.repeat(101) }],
    answer: { ok: true, found: { artifacts: [] } },
  },
  'artifacts.ofRun': {
    good: { runId: 'r1' },
    bad: [null, { runId: '' }, { runId: 'x'.repeat(601) }],
    answer: {
      runId: 'r1',
      artifacts: [
        {
          ...{ direction: 'input', name: 'App', place, pipeline: 'web', stage: 'Test', action: 'Load' },
          ...{ pipelineExecutionId: null, at: 1 },
        },
      ],
      encryptionKeyId: null,
      whyNoJobCredentials: 'The run is over.',
      lastGreenRunId: null,
    },
  },
  'artifacts.open': {
    good: { via, place },
    bad: [null, { via }, { via, place: { ...place, key: '' } }, { via, place: { ...place, endpoint: 'x' } }],
    answer: { ok: true, found: opened },
  },
  'artifacts.close': { good: { openId: 'o1' }, bad: [null, { openId: '' }], answer: null },
  'artifacts.entries': {
    good: { openId: 'o1', ...query },
    bad: [null, { openId: 'o1', ...query, count: 501 }, { openId: 'o1', ...query, sort: 'mode' }],
    answer: {
      folders: [{ path: 'a', name: 'a', files: 1, size: 3 }],
      ...{ entries: [entry], total: 2, fetched },
    },
  },
  'artifacts.preview': {
    good: { openId: 'o1', entry: 0, as: null, from: 0, encoding: null },
    bad: [null, { openId: 'o1', entry: -1, as: null, from: 0, encoding: null }, { openId: 'o1', entry: 0 }],
    answer: {
      ok: true,
      found: {
        ...{ size: 3, read: 3, mime: null, kinds: ['hex'], faults: [], notes: [], fetched },
        shown: { kind: 'none', sentence: 'It is encrypted.' },
      },
    },
  },
  'artifacts.compare': {
    good: { left: 'o1', right: 'o2' },
    bad: [null, { left: 'o1' }, { left: '', right: 'o2' }],
    answer: comparison,
  },
  'artifacts.comparison': {
    good: { compareId: 'c1', verdicts: ['changed'], search: '', from: 0, count: 100 },
    bad: [null, { compareId: 'c1', verdicts: ['equal'], search: '', from: 0, count: 100 }],
    answer: {
      comparison,
      rows: [
        {
          ...{ path: 'a/b.txt', verdict: 'changed', left: 0, right: 0, leftSize: 3, rightSize: 4 },
          fault: null,
        },
      ],
      total: 1,
    },
  },
  'artifacts.stopComparison': { good: { compareId: 'c1' }, bad: [null, { compareId: '' }], answer: null },
  'artifacts.save': {
    good: { openId: 'o1', what: { kind: 'folder', folder: '' }, limits: EXTRACTION_LIMITS },
    bad: [
      null,
      { openId: 'o1', what: { kind: 'folder', folder: '', into: '/etc' }, limits: EXTRACTION_LIMITS },
      { openId: 'o1', what: { kind: 'object' }, limits: { ...EXTRACTION_LIMITS, maxEntries: 0 } },
      { openId: 'o1', what: { kind: 'object' } },
    ],
    answer: { taskId: 't1' },
  },
  'artifacts.openOutside': {
    good: { openId: 'o1', entry: null },
    bad: [null, { openId: 'o1' }, { openId: 'o1', entry: 0, path: '/bin/sh' }],
    answer: { opened: 'report.pdf' },
  },
  'artifacts.upload': {
    good: { runId: 'r1', artifactName: 'Results', replace: false, reason: 'ticket 7' },
    bad: [
      null,
      { runId: 'r1', artifactName: '', replace: false },
      { runId: 'r1', artifactName: 'Results' },
      { runId: 'r1', artifactName: 'Results', replace: true, path: '/etc/passwd' },
    ],
    answer: { taskId: null },
  },
  'artifacts.tasks': { good: null, bad: [undefined, {}], answer: [task] },
  'artifacts.cancelTask': { ...taskId, answer: null },
  'artifacts.resumeTask': { ...taskId, answer: null },
  'artifacts.forgetTask': { ...taskId, answer: null },
  'artifacts.showSaved': { ...taskId, answer: null },
  'artifacts.cache': {
    good: null,
    bad: [undefined, {}],
    answer: { bytes: 1, maxBytes: 1024 ** 3, objects: 1 },
  },
  'artifacts.clearCache': { good: null, bad: [undefined, 'all'], answer: { bytes: 1 } },
};
