import { describe, expect, it } from 'vitest';
import { hideSecrets, secretValues } from '#main/agent/decide/hide-secrets.ts';
import type { WorkAnswer } from '#main/agent/ports.ts';

const configuration = new Map([
  ['ApiKey', 'canary-key-1'],
  ['Licence', 'canary-licence'],
  ['Pin-secret', '1234'],
  ['TestPlan', 'checkout-peak'],
]);
const secrets = secretValues(configuration, new Set(['Licence']));

describe('secret configuration in a backend’s words', () => {
  it('is what is declared or looks secret, and long enough to be told from other words', () => {
    expect(secrets).toEqual(['canary-key-1', 'canary-licence']);
  });

  it('is hidden in a refusal', () => {
    const answer: WorkAnswer = {
      kind: 'rejected',
      message: 'Key canary-key-1 is not valid (canary-key-1).',
      httpStatus: 401,
    };
    expect(hideSecrets(answer, secrets)).toEqual({
      kind: 'rejected',
      message: 'Key [secret] is not valid ([secret]).',
      httpStatus: 401,
    });
  });

  it('is hidden in summary and failure, while ids and other words stay', () => {
    const answer: WorkAnswer = {
      kind: 'state',
      httpStatus: 200,
      state: {
        externalExecutionId: 'canary-licence',
        status: 'failed',
        percentComplete: 10,
        summary: 'checkout-peak with canary-licence',
        failure: { type: 'JobFailed', message: 'canary-key-1 expired' },
        outputVariables: null,
      },
    };
    expect(hideSecrets(answer, secrets)).toMatchObject({
      state: {
        externalExecutionId: 'canary-licence',
        summary: 'checkout-peak with [secret]',
        failure: { message: '[secret] expired' },
      },
    });
  });
});
