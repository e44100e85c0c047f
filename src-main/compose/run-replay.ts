import type { RunBundle } from '#shared/domain/run-bundle.ts';
import type { RunDetail, TimelineEntry } from '#shared/domain/run.ts';
import { isFinal } from '#shared/domain/run-state.ts';
import type { Replay } from '../simulator/scenarios/replay.ts';

export type { Replay };

/** Longer work is shortened to this, so that the story can be watched. */
const LONGEST_WORK_SECONDS = 120;
/** A backend that had not ended when the run was exported, or when a person ended the run, goes on for so long. */
const UNENDED_SECONDS = 3600;
const SHORTENED_TIMEOUT_SECONDS = 90;
const PLACEHOLDER = 'replayed-secret';
const MADE_UP_CLIENT = '00000000-0000-4000-8000-000000000001';
const CLIENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const inOrder = (timeline: readonly TimelineEntry[]): TimelineEntry[] =>
  [...timeline].sort((a, b) => a.at - b.at || a.id - b.id);

function field(payload: unknown, name: string): unknown {
  return typeof payload === 'object' && payload !== null
    ? (payload as Record<string, unknown>)[name]
    : undefined;
}

function failureIn(payload: unknown): string {
  const message = field(field(payload, 'failure'), 'message') ?? field(payload, 'summary');
  return typeof message === 'string' && message !== '' ? message : 'The work failed';
}

/** What the backend's answers told of its work: how long it took and how it ended. */
function backendOf(lines: readonly TimelineEntry[]): Replay['backend'] {
  const answers = lines.filter(({ kind, outcome }) => kind === 'backend' && outcome === 'ok');
  const first = answers[0];
  const end = answers.findLast(({ payload }) =>
    ['succeeded', 'failed'].includes(String(field(payload, 'status'))),
  );
  if (!first || !end) return { durationSeconds: UNENDED_SECONDS, outcome: 'succeed', failureMessage: '' };
  const took = (end.at - first.at) / 1000;
  const failed = field(end.payload, 'status') === 'failed';
  return {
    durationSeconds: Math.min(LONGEST_WORK_SECONDS, Math.max(0, took)),
    outcome: failed ? 'fail' : 'succeed',
    failureMessage: failed ? failureIn(end.payload).slice(0, 10_000) : '',
  };
}

/** The exception's name, which AWS's own words begin with; null where no answer came. */
const exceptionIn = (sentence: string): string | null =>
  /^([A-Z][A-Za-z]{2,80}): /.exec(sentence)?.[1] ?? null;

const BACKEND_CALLS: Readonly<Record<string, string>> = {
  start: 'start',
  status: 'status',
  cancel: 'cancel',
};

/** One call that went wrong, as the simulator lets it go wrong; null for what is no call. */
function faultOf(line: TimelineEntry): Omit<Replay['faults'][number], 'after' | 'times'> | null {
  const backend = line.kind === 'backend' ? BACKEND_CALLS[line.operation] : undefined;
  if (line.kind === 'backend' && backend === undefined) return null;
  if (line.kind !== 'backend' && line.kind !== 'codepipeline') return null;
  if (backend !== undefined) {
    const status = field(line.payload, 'httpStatus');
    const known = typeof status === 'number' && status >= 400 && status <= 599;
    return {
      operation: `backend:${backend}`,
      kind: known ? 'error' : 'disconnect',
      errorType: 'BackendRefusal',
      status: known ? status : null,
      message: known ? line.sentence.slice(0, 10_000) || null : null,
    };
  }
  const errorType = exceptionIn(line.sentence);
  return {
    operation: line.operation,
    kind: errorType === null ? 'disconnect' : 'error',
    errorType: errorType ?? 'InternalFailure',
    status: null,
    message: null,
  };
}

/** Every refused or failed call, after as many good ones of its operation as there were before it. */
function faultsOf(lines: readonly TimelineEntry[]): Replay['faults'] {
  const faults: Replay['faults'] = [];
  const goodCalls = new Map<string, number>();
  for (const line of lines) {
    const fault = faultOf(line);
    if (!fault) continue;
    const { operation } = fault;
    if (line.outcome === 'ok') goodCalls.set(operation, (goodCalls.get(operation) ?? 0) + 1);
    if (line.outcome !== 'refused' && line.outcome !== 'failed') continue;
    const after = goodCalls.get(operation) ?? 0;
    const last = faults.findLast((one) => one.operation === operation);
    if (
      last &&
      after === 0 &&
      JSON.stringify({ ...last, after: 0, times: 0 }) === JSON.stringify({ ...fault, after: 0, times: 0 })
    ) {
      last.times += 1;
      continue;
    }
    // Each fault counts the good calls since the one before it.
    faults.push({ ...fault, after, times: 1 });
    goodCalls.set(operation, 0);
  }
  return faults.slice(0, 500);
}

const median = (values: readonly number[]): number | null =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;

function timingOf({ run, jobs }: RunDetail): Replay['timing'] {
  const gaps = jobs.flatMap((job, at) => {
    const before = jobs[at - 1]?.answeredAt ?? null;
    return before === null ? [] : [(job.polledAt - before) / 1000];
  });
  const timeouts = jobs.flatMap(({ deadlineAt, polledAt }) =>
    deadlineAt === null ? [] : [(deadlineAt - polledAt) / 1000],
  );
  const timeout = Math.max(1, median(timeouts) ?? 3600);
  return {
    continueAfterSeconds: Math.min(30, Math.max(0, median(gaps) ?? 2)),
    jobTimeoutSeconds: run.state === 'expired' ? Math.min(timeout, SHORTENED_TIMEOUT_SECONDS) : timeout,
  };
}

function clientOf({ run, timeline }: RunDetail): Replay['client'] {
  if (run.protocol !== 'third-party') return null;
  const first = inOrder(timeline).find(
    ({ operation }) => operation === 'needs token' || operation.startsWith('Get'),
  );
  return {
    clientId: run.clientId !== null && CLIENT_ID.test(run.clientId) ? run.clientId : MADE_UP_CLIENT,
    label: (run.clientLabel ?? 'Replayed client').slice(0, 200),
    onFile: first?.operation !== 'needs token',
  };
}

/**
 * The story of an exported run for the simulator.
 *
 * Replayed: region, action type, the client (with a made-up token, missing where it was missing), configuration (secrets are
 * placeholders), names of artifacts, place in the pipeline, the pace of jobs and their time-out, how long the backend worked
 * (at most 2 min) and how it ended, and each refused or failed call to CodePipeline and the backend after as many good calls of
 * its kind as before. Not replayed: what people did (the run waits where they stepped in), the contents of artifacts, times
 * to the second and the exact number of keep-alives, and the pipeline around the action. Work of a local program is
 * played by the simulated backend.
 */
export function replayOf({ detail }: Pick<RunBundle, 'detail'>): Replay {
  const { run } = detail;
  const lines = inOrder(detail.timeline);
  const { category, owner, provider, version } = run.actionTypeId;
  const { executionUrl: url, externalExecutionId: external } = run;
  const template =
    url !== null && external !== null && url.includes(encodeURIComponent(external))
      ? url.replaceAll(encodeURIComponent(external), '{ExternalExecutionId}')
      : null;
  return {
    format: 'action-desk-replay',
    version: 1,
    region: run.region,
    actionType: {
      ...{ category, owner, provider, version },
      processor: run.processorKind === 'manual' ? 'manual' : 'http',
      executionUrlTemplate: template?.startsWith('https://') ? template : null,
    },
    client: clientOf(detail),
    configuration: Object.fromEntries(
      detail.configuration.map(({ key, value, secret }) => [
        key,
        secret || value === null ? PLACEHOLDER : value,
      ]),
    ),
    secretConfiguration: detail.configuration.filter(({ secret }) => secret).map(({ key }) => key),
    inputArtifacts: detail.inputArtifacts.map(({ name }) => name),
    outputArtifacts: detail.outputArtifacts.map(({ name }) => name),
    pipeline: {
      pipelineName: run.pipelineName ?? 'replayed-pipeline',
      stageName: run.stageName ?? 'Replayed',
      actionName: run.actionName ?? 'Run',
    },
    timing: timingOf(detail),
    backend: backendOf(lines),
    faults: faultsOf(lines),
  };
}

/** What a person should know before watching: what the replay leaves out of this run, a sentence each. */
export function leftOut({ detail }: Pick<RunBundle, 'detail'>): string[] {
  const { run, timeline, configuration } = detail;
  const took = run.finishedAt === null ? 0 : (run.finishedAt - run.createdAt) / 1000;
  return [
    timeline.some(({ kind }) => kind === 'engineer')
      ? 'People stepped in: their acts are not replayed, the run waits where they did.'
      : null,
    took > LONGEST_WORK_SECONDS ? 'The backend’s work is shortened to two minutes.' : null,
    configuration.some(({ secret }) => secret)
      ? 'Secret values of the configuration are placeholders.'
      : null,
    run.processorKind === 'command' ? 'The simulated backend stands in for the local program.' : null,
    isFinal(run.state) ? null : 'The run was not over when it was exported: its backend goes on working.',
  ].filter((sentence) => sentence !== null);
}
