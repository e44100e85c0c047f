import { preferencesSchema } from '#shared/domain/preferences.ts';
import { BUNDLE_HEAD } from '#shared/domain/run-bundle.ts';
import { RUN_LANES, type RunLane } from '#shared/domain/run-lanes.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { RequestOf, ResponseOf } from '#shared/ipc/contract.ts';
import { ACTS_SAMPLES } from './acts-samples.ts';
import { ARTIFACTS_SAMPLES } from './artifacts-samples.ts';
import { PIPELINES_SAMPLES } from './pipelines-samples.ts';
import { CLIENTS_SAMPLES } from './clients-samples.ts';
import { settingsSamples } from './settings-samples.ts';

const environment = {
  name: 'staging',
  credentials: { kind: 'chain' as const },
  endpoints: {},
  regions: ['us-east-1'],
  actionTypes: [
    {
      category: 'Test' as const,
      owner: 'Custom' as const,
      provider: 'Northwind-Review',
      version: '1',
      processor: { kind: 'manual' as const },
    },
  ],
};
const preferences = preferencesSchema.parse({});
const tokenKeeping = { kept: false, sentence: 'Kept until you quit.' };
const run = {
  runId: 'r1',
  region: 'us-east-1',
  protocol: 'custom' as const,
  actionTypeId: { category: 'Test' as const, owner: 'Custom' as const, provider: 'p', version: '1' },
  processorKind: 'http' as const,
  clientId: null,
  clientLabel: null,
  accountId: null,
  pipelineName: null,
  stageName: null,
  actionName: null,
  state: 'working' as const,
  heldBy: 'agent' as const,
  attempt: 1,
  externalExecutionId: null,
  executionUrl: null,
  percentComplete: null,
  message: null,
  failureType: null,
  currentJobId: 'j1',
  jobCount: 1,
  deadlineAt: null,
  jobPolledAt: null,
  backendUnreachableSince: null,
  claimingSince: null,
  pendingResult: null,
  createdAt: 1,
  updatedAt: 1,
  finishedAt: null,
};

const note = { noteId: 1, at: 1, who: 'kim', text: 'Called the customer.', editedAt: null, mine: true };
const runDetail = {
  run,
  pipelineArn: null,
  pipelineExecutionId: null,
  actionExecutionId: null,
  continuationToken: null,
  configuration: [],
  inputArtifacts: [],
  outputArtifacts: [],
  encryptionKeyId: null,
  jobs: [],
  timeline: [],
  pendingResult: null,
};
const bundle = {
  ...BUNDLE_HEAD,
  ...{ madeAt: 1, madeBy: 'kim', appVersion: '1', environment: 'staging', timelineCut: false },
  ...{ detail: runDetail, notes: [note], audit: [] },
};
const countsByLane = Object.fromEntries(RUN_LANES.map((lane) => [lane, 0])) as Record<RunLane, number>;

/** One request that is taken, some that are not, and one answer: a new channel does not compile without them. */
export type ChannelSamples<Channel extends RequestChannel = RequestChannel> = {
  readonly [C in Channel]: {
    readonly good: RequestOf<C>;
    readonly bad: readonly unknown[];
    readonly answer: ResponseOf<C>;
  };
};

/** The samples of every channel; those of an area may come from a file of their own. */
export const CHANNEL_SAMPLES: ChannelSamples = {
  'app.info': {
    good: null,
    bad: [undefined, {}, 'x'],
    answer: {
      version: '1',
      electronVersion: '33',
      environment: 'practice',
      practice: true,
      protection: 'open',
      simulatorEndpoint: null,
      tokenKeeping,
      reducedMotion: false,
      startProblem: null,
    },
  },
  'app.notices': {
    good: null,
    bad: [undefined, []],
    answer: [{ kind: 'disk', severity: 'warning', since: 1, sentence: 'The disk is nearly full.' }],
  },
  'app.openLink': {
    good: { url: 'https://example.com/' },
    bad: [null, {}, { url: 1 }, { url: 'x'.repeat(4001) }, { url: 'https://a', more: 1 }],
    answer: { opened: true },
  },
  'app.copyText': { good: { text: 'x' }, bad: [null, { text: null }, { text: [] }], answer: null },
  'app.setUnsaved': { good: { unsaved: true }, bad: [null, {}, { unsaved: 1 }], answer: null },
  'app.setTheme': { good: { theme: 'dark' }, bad: [null, { theme: 'pink' }, 'dark'], answer: null },
  'runs.list': {
    good: {
      page: 2,
      lane: 'stuck',
      filter: { tokens: [{ property: 'started', operator: '>', values: ['2h'] }] },
    },
    bad: [
      null,
      { page: 0 },
      { lane: 'fast' },
      { filter: { tokens: [{ operator: '=', values: ['x'] }] } },
      { filter: { tokens: [{ property: 'state', operator: '=', values: ['gone'] }] } },
      { filter: { tokens: [{ property: 'started', operator: '>', values: ['yesterday; drop'] }] } },
      { filter: { tokens: Array.from({ length: 21 }, () => ({ operator: ':', values: ['x'] })) } },
      { pageSize: 501 },
      { states: ['gone'] },
      { sortBy: 'runs; drop' },
      { x: 1 },
    ],
    answer: {
      rows: [run],
      total: 1,
      countsByState: { working: 1 },
      countsByLane,
      readAt: 1,
      nextLaneChangeAt: null,
    },
  },
  'runs.rows': {
    good: { runIds: ['r1'] },
    bad: [null, { runIds: [] }, { runIds: [''] }, { runIds: Array.from({ length: 501 }, () => 'r1') }],
    answer: [run],
  },
  'runs.count': {
    good: { text: 'contoso' },
    bad: [null, { page: 1 }, { states: ['gone'] }],
    answer: { total: 1, countsByState: { working: 1 } },
  },
  'runs.values': {
    good: { property: 'customer', text: 'con' },
    bad: [null, {}, { property: 'message' }, { property: 'customer', text: 'x'.repeat(601) }],
    answer: [{ value: 'Contoso Retail', runs: 3 }],
  },
  'runs.export': {
    good: { selection: { kind: 'chosen', runIds: ['r1'] }, format: 'csv' },
    bad: [
      null,
      { selection: { kind: 'chosen', runIds: [''] }, format: 'csv' },
      { selection: { kind: 'matching', match: { page: 1 }, except: [] }, format: 'json' },
      { selection: { kind: 'chosen', runIds: ['r1'] }, format: 'csv', path: '/etc/passwd' },
    ],
    answer: { file: 'runs.csv', runs: 1 },
  },
  'runs.get': {
    good: { id: 'r1' },
    bad: [null, {}, { id: '' }, { id: 'x'.repeat(601) }, { id: { $ne: '' } }],
    answer: runDetail,
  },
  'runs.retryStage': {
    good: { runId: 'r1', mode: 'FAILED_ACTIONS', reason: 'ticket 4711' },
    bad: [null, { runId: 'r1' }, { runId: 'r1', mode: 'SOME_ACTIONS' }, { runId: '', mode: 'ALL_ACTIONS' }],
    answer: { outcome: 'took-effect', sentence: 'Retried.', before: 'Failed', after: 'InProgress' },
  },
  'runs.act': {
    good: {
      runId: 'r1',
      act: { kind: 'fail', failureType: 'JobFailed', message: 'no' },
      reason: 'ticket 4711',
      typedName: 'Contoso Retail',
    },
    bad: [
      null,
      { runId: 'r1' },
      { runId: 'r1', act: { kind: 'delete' } },
      { runId: 'r1', act: { kind: 'fail', failureType: 'JobFailed', message: ' ' } },
      { runId: 'r1', act: { kind: 'progress', percentComplete: 101 } },
      { runId: 'r1', act: { kind: 'acknowledge', force: true } },
      { runId: 'r1', act: { kind: 'complete', outputVariables: { 'a b': 'x' } } },
      { runId: 'r1', act: { kind: 'complete', outputVariables: { a: 'x'.repeat(122_880) } } },
      { runId: 'r1', act: { kind: 'take-over' }, reason: 'x'.repeat(2001) },
    ],
    answer: { outcome: 'took-effect', sentence: 'Failed.', before: 'working', after: 'failed' },
  },
  'runs.notes': { good: { runId: 'r1' }, bad: [null, {}, { runId: '' }], answer: [note] },
  'runs.addNote': {
    good: { runId: 'r1', text: 'Called the customer.' },
    bad: [null, { runId: 'r1', text: ' ' }, { runId: 'r1', text: 'x'.repeat(2001) }],
    answer: note,
  },
  'runs.changeNote': {
    good: { noteId: 1, text: 'Called twice.' },
    bad: [null, { noteId: '1', text: 'x' }, { noteId: 1, text: '' }],
    answer: note,
  },
  'runs.setNoteDeleted': {
    good: { noteId: 1, deleted: true },
    bad: [null, { noteId: 0, deleted: true }, { noteId: 1 }],
    answer: { changed: true },
  },
  'bundles.export': {
    good: { runId: 'r1' },
    bad: [null, { runId: '' }, { runId: 'r1', path: '/etc/passwd' }],
    answer: { file: 'contoso.action-desk-run.json' },
  },
  'bundles.open': {
    good: null,
    bad: [undefined, { path: '/etc/passwd' }],
    answer: { opened: { name: 'contoso.action-desk-run.json', bundle } },
  },
  'bundles.replay': {
    good: { bundle },
    bad: [null, {}, { bundle: { ...bundle, version: 2 } }, { bundle: { ...bundle, detail: {} } }],
    answer: { leftOut: ['Secret values of the configuration are placeholders.'] },
  },
  ...ACTS_SAMPLES,
  ...ARTIFACTS_SAMPLES,
  ...PIPELINES_SAMPLES,
  ...CLIENTS_SAMPLES,
  'agent.cells': { good: null, bad: [undefined, []], answer: [] },
  'agent.control': {
    good: { action: 'drain', keys: [] },
    bad: [null, { action: 'stop', keys: [] }, { action: 'pause' }, { action: 'pause', keys: [1] }],
    answer: [],
  },
  'agent.history': { good: null, bad: [undefined, {}], answer: { endsAt: 1, cells: [] } },
  'agent.budget': {
    good: null,
    bad: [undefined, 1],
    answer: { pollIntervalMs: 1000, slots: { max: 20, used: 0, waiting: 0, users: [] }, regions: [] },
  },
  ...settingsSamples(environment),
  'preferences.get': { good: null, bad: [undefined, {}], answer: preferences },
  'preferences.change': {
    good: { runsPageSize: 100, savedViews: [{ name: 'Mine', parameters: 'text=contoso' }] },
    bad: [null, { runsPageSize: 5 }, { unknown: 1 }, { savedViews: [{ name: ' ', parameters: '' }] }],
    answer: preferences,
  },
};
