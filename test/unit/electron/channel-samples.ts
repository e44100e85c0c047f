import { preferencesSchema } from '#shared/domain/preferences.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { RequestOf, ResponseOf } from '#shared/ipc/contract.ts';

const clientId = '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d';
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
const client = {
  clientId,
  label: 'Contoso Retail',
  tokenUsable: true,
  createdAt: 1,
  lastUsedAt: null,
  invalidTokenCount: 0,
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
  createdAt: 1,
  updatedAt: 1,
  finishedAt: null,
};

/** One request that is taken, some that are not, and one answer: a new channel does not compile without them. */
export const CHANNEL_SAMPLES: {
  readonly [C in RequestChannel]: {
    readonly good: RequestOf<C>;
    readonly bad: readonly unknown[];
    readonly answer: ResponseOf<C>;
  };
} = {
  'app.info': {
    good: null,
    bad: [undefined, {}, 'x'],
    answer: {
      version: '1',
      electronVersion: '33',
      environment: 'practice',
      practice: true,
      simulatorEndpoint: null,
      tokenKeeping,
      reducedMotion: false,
      startProblem: null,
    },
  },
  'app.openLink': {
    good: { url: 'https://example.com/' },
    bad: [null, {}, { url: 1 }, { url: 'x'.repeat(4001) }, { url: 'https://a', more: 1 }],
    answer: { opened: true },
  },
  'app.copyText': { good: { text: 'x' }, bad: [null, { text: null }, { text: [] }], answer: null },
  'app.setTheme': { good: { theme: 'dark' }, bad: [null, { theme: 'pink' }, 'dark'], answer: null },
  'runs.list': {
    good: { page: 2 },
    bad: [null, { page: 0 }, { pageSize: 501 }, { states: ['gone'] }, { sortBy: 'runs; drop' }, { x: 1 }],
    answer: { rows: [run], total: 1, countsByState: { working: 1 } },
  },
  'runs.get': {
    good: { id: 'r1' },
    bad: [null, {}, { id: '' }, { id: 'x'.repeat(601) }, { id: { $ne: '' } }],
    answer: {
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
    },
  },
  'runs.act': {
    good: { runId: 'r1', act: { kind: 'fail', failureType: 'JobFailed', message: 'no' } },
    bad: [
      null,
      { runId: 'r1' },
      { runId: 'r1', act: { kind: 'delete' } },
      { runId: 'r1', act: { kind: 'fail', failureType: 'JobFailed', message: ' ' } },
      { runId: 'r1', act: { kind: 'progress', percentComplete: 101 } },
      { runId: 'r1', act: { kind: 'acknowledge', force: true } },
    ],
    answer: { outcome: 'took-effect', sentence: 'Failed.', before: 'working', after: 'failed' },
  },
  'clients.list': {
    good: null,
    bad: [undefined, {}],
    answer: { clients: [client], unmatched: [], tokenKeeping },
  },
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
  'agent.cells': { good: null, bad: [undefined, []], answer: [] },
  'agent.control': {
    good: { action: 'pause', keys: [] },
    bad: [null, { action: 'stop', keys: [] }, { action: 'pause' }, { action: 'pause', keys: [1] }],
    answer: [],
  },
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
  'environments.test': { good: environment, bad: [null, { ...environment, credentials: {} }], answer: [] },
  'preferences.get': { good: null, bad: [undefined, {}], answer: preferences },
  'preferences.change': {
    good: { runsPageSize: 100, savedViews: [{ name: 'Mine', parameters: 'text=contoso' }] },
    bad: [null, { runsPageSize: 5 }, { unknown: 1 }, { savedViews: [{ name: ' ', parameters: '' }] }],
    answer: preferences,
  },
};
