import { describe, expect, it } from 'vitest';
import { toServiceError } from '#main/aws/service-errors.ts';

const named = (name: string, more: object = {}): Error =>
  Object.assign(new Error('the words of the service'), { name }, more);

describe('toServiceError', () => {
  it.each([
    ['InvalidNonceException', 'aws-invalid-nonce', false],
    ['InvalidClientTokenException', 'aws-invalid-client-token', false],
    ['InvalidJobStateException', 'aws-invalid-job-state', false],
    ['JobNotFoundException', 'aws-job-not-found', false],
    ['ActionTypeNotFoundException', 'aws-action-type-not-found', false],
    ['ValidationException', 'aws-validation', false],
    ['OutputVariablesSizeExceededException', 'aws-output-variables-size', false],
    ['AccessDeniedException', 'aws-access-denied', false],
    ['ThrottlingException', 'throttled', true],
    ['ExpiredTokenException', 'no-credentials', true],
    ['CredentialsProviderError', 'no-credentials', true],
    ['TimeoutError', 'unreachable', true],
  ])('%s becomes %s', (name, code, retryable) => {
    const error = toServiceError(named(name), 'PollForJobs');
    expect(error).toMatchObject({ code, retryable });
    expect(error.message.length).toBeGreaterThan(5);
  });

  it('takes an unknown exception with a 4xx for a refusal, and everything else for no answer', () => {
    expect(toServiceError(named('NewException', { $metadata: { httpStatusCode: 400 } }), 'x').code).toBe(
      'aws-other',
    );
    expect(toServiceError(named('InternalFailure', { $metadata: { httpStatusCode: 500 } }), 'x').code).toBe(
      'unreachable',
    );
    expect(toServiceError(named('SyntaxError'), 'x').code).toBe('unreachable');
    expect(toServiceError('nothing at all', 'x').code).toBe('unreachable');
  });
});

it.each([
  ['connect', 'not-connected'],
  ['read', 'unreachable'],
  ['write', 'unreachable'],
])('takes a network that went away during %s for %s: a request may have left before', (syscall, code) => {
  const thrown = Object.assign(new Error(`${syscall} ENETUNREACH`), { code: 'ENETUNREACH', syscall });
  expect(toServiceError(thrown, 'AcknowledgeJob').code).toBe(code);
});
