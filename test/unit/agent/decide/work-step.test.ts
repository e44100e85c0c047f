import { describe, expect, it } from 'vitest';
import { decideWorkStep, type WorkFacts } from '#main/agent/decide/work-step.ts';
import type { WorkAnswer, WorkState } from '#main/agent/ports.ts';
import { asRunId } from '#shared/domain/ids.ts';

const minute = 60_000;

function facts(answer: WorkAnswer, run: Partial<WorkFacts['run']> = {}): WorkFacts {
  return {
    run: {
      runId: asRunId('run-1'),
      attempt: 1,
      externalExecutionId: null,
      percentComplete: null,
      deadlineAt: 60 * minute,
      backendUnreachableSince: null,
      protocol: 'custom',
      ...run,
    },
    answer,
    now: 0,
    backendGraceMs: 30 * minute,
    jobTimeoutMs: 60 * minute,
  };
}

function state(given: Partial<WorkState>): WorkAnswer {
  return {
    kind: 'state',
    httpStatus: 200,
    state: {
      externalExecutionId: '153245',
      status: 'running',
      percentComplete: null,
      summary: null,
      failure: null,
      outputVariables: null,
      ...given,
    },
  };
}

const silence: WorkAnswer = {
  kind: 'unavailable',
  message: 'The backend cannot be reached: ECONNREFUSED.',
  httpStatus: null,
};

describe('decideWorkStep', () => {
  it('answers running work with its id as continuation token', () => {
    expect(decideWorkStep(facts(state({ percentComplete: 40, summary: 'ramp-up' })))).toEqual({
      kind: 'report',
      result: {
        kind: 'continue',
        continuationToken: '153245',
        externalExecutionId: '153245',
        percentComplete: 40,
        summary: 'ramp-up',
      },
    });
  });

  it('never reports 100% together with a token', () => {
    expect(decideWorkStep(facts(state({ percentComplete: 100 })))).toMatchObject({
      result: { kind: 'continue', percentComplete: 99 },
    });
  });

  it('ends succeeded work without a token, with output variables for custom actions only', () => {
    const succeeded = state({ status: 'succeeded', outputVariables: { p95: '412' } });
    expect(decideWorkStep(facts(succeeded))).toMatchObject({
      result: { kind: 'success', outputVariables: { p95: '412' } },
    });
    expect(decideWorkStep(facts(succeeded, { protocol: 'third-party' }))).toMatchObject({
      result: { kind: 'success', outputVariables: null },
    });
  });

  it('always sends the external execution id with a failure', () => {
    const failed = state({ status: 'failed', failure: { type: 'JobFailed', message: 'too slow' } });
    expect(decideWorkStep(facts(failed))).toEqual({
      kind: 'report',
      result: { kind: 'failure', type: 'JobFailed', message: 'too slow', externalExecutionId: '153245' },
    });
  });

  it('gives a failure without reason a message', () => {
    expect(decideWorkStep(facts(state({ status: 'failed' })))).toMatchObject({
      result: { message: 'The work failed; the backend gave no reason.' },
    });
  });

  it('takes a refused start for a configuration error, and a refused status for silence', () => {
    const rejected: WorkAnswer = { kind: 'rejected', message: 'TestPlan is missing', httpStatus: 400 };
    expect(decideWorkStep(facts(rejected))).toMatchObject({
      result: { type: 'ConfigurationError', message: 'TestPlan is missing' },
    });
    expect(decideWorkStep(facts(rejected, { externalExecutionId: '7' })).kind).toBe('ask-again');
  });

  it.each([
    ['is asked again while the deadline is far', {}, 'ask-again'],
    ['is asked again within the grace', { backendUnreachableSince: -29 * minute }, 'ask-again'],
    ['is kept alive near the deadline', { deadlineAt: 2 * minute }, 'continue'],
    ['fails after the grace', { backendUnreachableSince: -30 * minute }, 'failure'],
  ] as const)('a silent backend %s', (_what, run, expected) => {
    const decision = decideWorkStep(facts(silence, run));
    expect(decision.kind === 'report' ? decision.result.kind : decision.kind).toBe(expected);
  });

  it('keeps an unconfirmed start alive with its idempotency key as token', () => {
    expect(decideWorkStep(facts(silence, { deadlineAt: minute, attempt: 3 }))).toMatchObject({
      result: { kind: 'continue', continuationToken: 'action-desk:run-1-3', externalExecutionId: null },
    });
  });

  it('keeps confirmed work alive with its own id and the last progress', () => {
    expect(
      decideWorkStep(
        facts(silence, { deadlineAt: minute, externalExecutionId: '153245', percentComplete: 60 }),
      ),
    ).toMatchObject({
      result: { kind: 'continue', continuationToken: '153245', percentComplete: 60 },
    });
  });

  it('fails with SystemUnavailable and the last reason when the grace is over', () => {
    expect(decideWorkStep(facts(silence, { backendUnreachableSince: -45 * minute }))).toMatchObject({
      result: { type: 'SystemUnavailable', message: expect.stringContaining('45 min') as string },
    });
  });

  it('keeps short jobs alive in their last quarter', () => {
    const short = { ...facts(silence, { deadlineAt: 20_000 }), jobTimeoutMs: minute };
    expect(decideWorkStep(short).kind).toBe('ask-again');
    expect(decideWorkStep({ ...short, now: 6_000 }).kind).toBe('report');
  });
});
