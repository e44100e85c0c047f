import { describe, expect, it } from 'vitest';
import { awsCommand } from '#renderer/run-acts/cli-command.ts';

describe('awsCommand', () => {
  it('names operation, region and parameters as the AWS CLI does, and marks secrets', () => {
    const parameters = {
      jobId: 'job-2',
      clientToken: '[secret]',
      failureDetails: { type: 'JobFailed', message: "It's over", externalExecutionId: undefined },
      left: undefined,
    };
    expect(awsCommand({ operation: 'PutThirdPartyJobFailureResult', parameters }, 'us-east-1')).toBe(
      [
        'aws codepipeline put-third-party-job-failure-result',
        '--region us-east-1',
        '--job-id job-2',
        "--client-token '<client token>'",
        `--failure-details '{"type":"JobFailed","message":"It'\\''s over"}'`,
      ].join(' \\\n  '),
    );
  });

  it('makes no command of a call to the backend', () => {
    expect(awsCommand({ operation: 'POST startUrl', parameters: {} }, 'us-east-1')).toBeNull();
  });
});
