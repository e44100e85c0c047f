import type { RequestChannel } from '#shared/ipc/channels.ts';
import { splitSnapshot } from '#shared/domain/pipeline-parts.ts';
import { aSnapshot, idOf } from '../pipelines/a-snapshot.ts';
import type { ChannelSamples } from './channel-samples.ts';

const pipeline = { region: 'us-east-1', name: 'release' };
const snapshot = aSnapshot({
  executions: { 1: 'Superseded', 2: 'InProgress' },
  stages: { Deploy: { latest: [2, 'InProgress'], inbound: [] } },
  actions: [[2, 'Deploy', 'InProgress']],
});
const [execution] = snapshot.executions as [(typeof snapshot.executions)[number]];
const run = {
  ...{ runId: 'r1', state: 'working', stageName: 'Deploy', actionName: 'Upload', executionId: idOf(2) },
  guess: false,
};
const glance = {
  ...{ ref: pipeline, readAt: 1, ours: true, problem: null },
  approvals: [{ stageName: 'Deploy', actionName: 'Upload', executionId: idOf(2) }],
  sideBySide: { underWay: 2, lastEnded: 'Failed' as const, moreApprovals: true },
  stages: [
    {
      ...{ name: 'Deploy', status: 'InProgress' as const, executionId: idOf(2), inbound: 1 },
      ...{ transitionEnabled: false, waitsForApproval: true },
    },
  ],
};
const stop = { kind: 'stop' as const, executionId: idOf(2), abandon: false };
const enters = { kind: 'enters' as const, executionId: idOf(2), stageName: 'Deploy' };

/** Samples of the pipelines' channels. */
export const PIPELINES_SAMPLES: ChannelSamples<Extract<RequestChannel, `pipelines.${string}`>> = {
  'pipelines.list': {
    good: { refresh: true },
    bad: [null, {}, { refresh: 1 }, { refresh: true, region: 'us-east-1' }],
    answer: [
      {
        ...{ region: 'us-east-1', readAt: 1, problem: null },
        pipelines: [
          { name: 'release', pipelineType: 'V2', executionMode: 'QUEUED', version: 3, updatedAt: 1 },
        ],
      },
    ],
  },
  'pipelines.glance': {
    good: { pipelines: [pipeline] },
    bad: [
      null,
      { pipelines: [{ region: 'us-east-1', name: 'a/b' }] },
      { pipelines: Array.from({ length: 61 }, () => pipeline) },
    ],
    answer: [glance],
  },
  'pipelines.scan': {
    good: { change: 'start' },
    bad: [null, {}, { change: 'pause' }, { change: true }],
    answer: { running: true, stopped: false, done: 1, total: 2, glances: [glance] },
  },
  'pipelines.get': {
    good: { pipeline },
    bad: [null, {}, { pipeline: 'release' }, { pipeline: { ...pipeline, region: '../x' } }],
    answer: { snapshot, runs: [run] },
  },
  'pipelines.changes': {
    good: { pipeline, known: ['digest'] },
    bad: [null, { pipeline }, { pipeline, known: 'digest' }, { pipeline, known: ['x'.repeat(65)] }],
    answer: {
      head: splitSnapshot(snapshot, [run]).head,
      parts: splitSnapshot(snapshot, [run]).parts.map((part, at) => ({
        digest: `digest ${at}`,
        part: at === 0 ? null : part,
      })),
    },
  },
  'pipelines.executions': {
    good: { pipeline, cursor: null },
    bad: [null, { pipeline }, { pipeline, cursor: 'x'.repeat(4001) }],
    answer: { executions: snapshot.executions, cursor: 'next' },
  },
  'pipelines.succeededIn': {
    good: { pipeline, stageName: 'Deploy' },
    bad: [null, { pipeline }, { pipeline, stageName: '' }, { pipeline, stageName: 'x'.repeat(101) }],
    answer: snapshot.executions,
  },
  'pipelines.execution': {
    good: { pipeline, executionId: idOf(2) },
    bad: [null, { pipeline }, { pipeline, executionId: '' }, { pipeline, executionId: 'x'.repeat(101) }],
    answer: {
      ...{ execution, pipelineVersion: 1, variables: [{ name: 'Stage', value: 'beta' }] },
      ...{ actions: snapshot.actions, runs: [run] },
    },
  },
  'pipelines.actions': {
    good: { pipeline, cursor: 'next' },
    bad: [null, { pipeline, cursor: 1 }, { cursor: null }],
    answer: { actions: snapshot.actions, cursor: null },
  },
  'pipelines.whatIf': {
    good: { pipeline, act: stop },
    bad: [
      null,
      { pipeline },
      { pipeline, act: { kind: 'delete' } },
      { pipeline, act: { ...stop, force: true } },
      { pipeline, act: { kind: 'stop', executionId: idOf(2) } },
    ],
    answer: {
      readAt: 1,
      prediction: {
        ...{ refusal: null, consequences: [enters], sentences: ['Execution 2 enters Deploy.'], unknowns: [] },
        afterwards: { when: 'Upload ends well', consequences: [enters], sentences: ['It enters.'] },
        advice: [
          {
            sentence: 'Disable the transition first.',
            act: {
              ...{ kind: 'disable-transition', stageName: 'Deploy', transitionType: 'Inbound' },
              transitionReason: 'Before a stop',
            },
          },
        ],
      },
    },
  },
  'pipelines.act': {
    good: { pipeline, act: stop, reason: 'ticket 4711', typedName: 'release' },
    bad: [
      null,
      { pipeline },
      {
        pipeline,
        act: { kind: 'disable-transition', stageName: 'Deploy', transitionType: 'Inbound' },
      },
      {
        pipeline,
        act: {
          ...{ kind: 'disable-transition', stageName: 'Deploy', transitionType: 'Inbound' },
          transitionReason: 'über Nacht',
        },
      },
      { pipeline, act: { kind: 'approval', stageName: 'Deploy', actionName: 'Ask', token: 't' } },
      { pipeline, act: stop, who: 'root' },
    ],
    answer: {
      ...{ outcome: 'took-effect', sentence: 'It is Stopping.', before: 'InProgress', after: 'Stopping' },
      compared: { asPredicted: [enters], didNotHappen: [], alsoHappened: [] },
      executionId: null,
    },
  },
  'pipelines.afterCare': {
    good: { pipeline },
    bad: [null, {}, { pipeline, all: true }],
    answer: [
      {
        ...run,
        externalExecutionId: 'x1',
        abandonedAt: 1,
        newerRunId: 'r2',
        work: 'running',
        canCancel: true,
        whyNotCancel: null,
      },
    ],
  },
  'pipelines.cancelWork': {
    good: { pipeline, runId: 'r1', reason: 'ticket 4711' },
    bad: [
      null,
      {},
      { pipeline, runId: '' },
      { runId: 'r1' },
      { pipeline, runId: 'r1', externalExecutionId: 'x1' },
    ],
    answer: { outcome: 'took-effect', sentence: 'The backend has cancelled it.' },
  },
};
