import { describe, expect, it } from 'vitest';
import { readClaimAnswer } from '#main/agent/decide/claim-answer.ts';
import { readResultAnswer } from '#main/agent/decide/result-answer.ts';
import { ActionDeskError, type ErrorCode } from '#shared/domain/errors.ts';
import { JOB_STATUSES, type JobResult } from '#shared/domain/job.ts';

const error = (code: ErrorCode) => new ActionDeskError(code, code);

describe('readClaimAnswer', () => {
  it.each(JOB_STATUSES)('takes the job for ours only when its status is InProgress (%s)', (status) => {
    expect(readClaimAnswer({ status }, false)).toBe(status === 'InProgress' ? 'ours' : 'someone-elses');
  });

  it.each([
    ['aws-invalid-nonce', false, 'someone-elses'],
    ['aws-invalid-nonce', true, 'unknown'],
    ['aws-invalid-client-token', false, 'token-refused'],
    ['aws-job-not-found', false, 'job-over'],
    ['throttled', false, 'not-now'],
    ['no-credentials', false, 'not-now'],
    ['aws-access-denied', false, 'not-now'],
    ['unreachable', false, 'unheard'],
    ['internal', true, 'unheard'],
    ['throttled', true, 'unheard'],
  ] as const)('reads %s with an unsettled try %s as %s', (code, unsettledTry, meaning) => {
    expect(readClaimAnswer({ error: error(code) }, unsettledTry)).toBe(meaning);
  });
});

describe('readResultAnswer', () => {
  const results: JobResult[] = [
    {
      kind: 'continue',
      continuationToken: '1',
      externalExecutionId: '1',
      percentComplete: 10,
      summary: null,
    },
    { kind: 'success', externalExecutionId: '1', summary: null, outputVariables: null },
    { kind: 'failure', type: 'JobFailed', message: 'no', externalExecutionId: '1' },
  ];
  const accepted = ['continuation-accepted', 'success-accepted', 'failure-accepted'];
  const sure = { maybeAccepted: false, deadlinePassed: false };

  it.each(results.map((result, index) => [result.kind, result, accepted[index]] as const))(
    'settles an accepted %s',
    (_kind, result, event) => {
      expect(readResultAnswer(null, result, sure)).toEqual({ kind: 'settle', event });
    },
  );

  it('takes InvalidJobState after a lost answer for the acceptance of that result', () => {
    for (const [index, result] of results.entries()) {
      const facts = { maybeAccepted: true, deadlinePassed: false };
      expect(readResultAnswer(error('aws-invalid-job-state'), result, facts)).toEqual({
        kind: 'settle',
        event: accepted[index],
      });
    }
  });

  it.each([
    [false, false],
    [false, true],
    [true, true],
  ])(
    'takes InvalidJobState otherwise for the end of the job (maybe accepted %s, deadline passed %s)',
    (maybeAccepted, deadlinePassed) => {
      for (const result of results) {
        expect(
          readResultAnswer(error('aws-invalid-job-state'), result, { maybeAccepted, deadlinePassed }),
        ).toEqual({ kind: 'settle', event: 'job-over' });
      }
    },
  );

  it.each([
    'unreachable',
    'throttled',
    'no-credentials',
    'aws-access-denied',
    'aws-other',
    'internal',
  ] as const)('keeps the result in the outbox on %s', (code) => {
    for (const result of results)
      expect(readResultAnswer(error(code), result, sure)).toEqual({ kind: 'retry' });
  });

  it('gives a result that CodePipeline refuses for good back to a person', () => {
    for (const result of results) {
      expect(readResultAnswer(error('aws-validation'), result, sure)).toEqual({
        kind: 'settle',
        event: 'result-refused',
      });
    }
  });
});
