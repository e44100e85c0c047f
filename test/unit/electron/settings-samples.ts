import type { RequestOf } from '#shared/ipc/contract.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { ChannelSamples } from './channel-samples.ts';

type Area = 'environments' | 'audit' | 'notifications' | 'about';

/** Samples of the channels behind the audit and settings pages. */
export const settingsSamples = (
  environment: RequestOf<'environments.save'>,
): ChannelSamples<Extract<RequestChannel, `${Area}.${string}`>> => ({
  'environments.list': { good: null, bad: [undefined, 1], answer: [] },
  'environments.save': {
    good: environment,
    bad: [
      null,
      { ...environment, name: 'practice' },
      { ...environment, name: '../up' },
      { ...environment, regions: [] },
      { ...environment, endpoints: { s3: 'http://example.com' } },
      { ...environment, extra: true },
    ],
    answer: { warnings: [] },
  },
  'environments.remove': { good: { name: 'a' }, bad: [null, {}, { name: 1 }], answer: null },
  'environments.use': { good: { name: 'a' }, bad: [null, {}, { name: null }], answer: null },
  'environments.test': {
    good: environment,
    bad: [null, { ...environment, credentials: {} }],
    answer: {
      who: { accountId: '111122223333', principal: null, accessKeyId: 'AKIA…MPLE', sentence: 'Known.' },
      regions: [{ region: 'us-east-1', ok: true, sentence: 'Answered.' }],
      checkedIn: 'us-east-1',
      calls: [{ call: 'PollForJobs', neededBy: 'agent', verdict: 'allowed', sentence: 'Answered.' }],
    },
  },
  'environments.try': {
    good: {
      what: 'status',
      processor: {
        kind: 'http',
        startUrl: 'https://backend.example.com/runs',
        statusUrl: 'https://backend.example.com/runs/{ExternalExecutionId}',
      },
      actionTypeId: { category: 'Test', owner: 'Custom', provider: 'Northwind-Review', version: '1' },
      region: 'us-east-1',
      configuration: { TestPlan: 'small' },
      externalExecutionId: null,
    },
    bad: [null, { what: 'start', processor: { kind: 'manual' } }],
    answer: {
      what: 'status',
      request: { method: 'GET', url: 'https://backend.example.com/runs/x', headers: {}, body: null },
      answer: { status: 404, contentType: null, body: '' },
      durationMs: 12,
      verdict: 'good',
      sentence: 'The backend was reached.',
      externalExecutionId: null,
    },
  },
  'audit.list': {
    good: { filter: { who: 'ada', subjectKind: 'cell', from: 1 }, upTo: 9, page: 2 },
    bad: [
      null,
      { page: 0 },
      { pageSize: 201 },
      { filter: { subjectKind: 'token' } },
      { filter: { outcome: 'done' } },
      { filter: { x: 1 } },
    ],
    answer: {
      rows: [
        {
          ...{ id: 1, at: 1, who: 'ada', act: 'pause cell', subject: 'us-east-1/Test/Custom/p/1' },
          ...{ subjectKind: 'cell', outcome: 'took-effect', reason: null, before: 'on', after: 'paused' },
        },
      ],
      total: 1,
      upTo: 1,
      newer: 0,
    },
  },
  'audit.choices': { good: null, bad: [undefined, {}], answer: { who: ['ada'], acts: ['pause cell'] } },
  'audit.export': {
    good: { filter: {}, format: 'csv' },
    bad: [null, { filter: {} }, { filter: {}, format: 'xls' }, { filter: {}, format: 'csv', path: '/etc/x' }],
    answer: { file: 'audit.csv', entries: 1 },
  },
  'notifications.test': { good: null, bad: [undefined, {}], answer: { shown: true, sentence: 'Sent.' } },
  'about.read': {
    good: null,
    bad: [undefined, {}],
    answer: {
      versions: [{ name: 'Electron', version: '33' }],
      licence: 'MIT licence',
      folders: [{ folder: 'logs', path: '/home/ada/logs' }],
      diagnostics: 'Action Desk diagnostics',
    },
  },
  'about.licences': {
    good: null,
    bad: [undefined, {}],
    answer: {
      packages: [{ name: 'zod', version: '4.6.7', licence: 'MIT', texts: [0] }],
      texts: ['MIT License'],
    },
  },
  'about.openFolder': {
    good: { folder: 'logs' },
    bad: [null, { folder: '/etc' }, {}],
    answer: { problem: null },
  },
});
