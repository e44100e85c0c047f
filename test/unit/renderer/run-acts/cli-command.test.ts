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

  it.each(['file:///etc/passwd', 'fileb://secret', 'https://backend.example/runs/7', 'FILE://x'])(
    'lets the AWS CLI load nothing for the value %s',
    (continuationToken) => {
      const parameters = { jobId: 'job-2', clientToken: '[secret]', continuationToken };
      expect(awsCommand({ operation: 'PutThirdPartyJobSuccessResult', parameters }, 'us-east-1')).toBe(
        [
          'aws codepipeline put-third-party-job-success-result',
          '--region us-east-1',
          `--cli-input-json '{"jobId":"job-2","clientToken":"<client token>","continuationToken":"${continuationToken}"}'`,
        ].join(' \\\n  '),
      );
    },
  );

  it.each([
    ['--endpoint-url', `--continuation-token=--endpoint-url`],
    ['$(id)`id`', `--continuation-token '$(id)\`id\`'`],
    ['=ls', `--continuation-token '=ls'`],
    ['a\nb; rm -r .', `--continuation-token 'a\nb; rm -r .'`],
    [`'; id; '`, `--continuation-token ''\\''; id; '\\'''`],
  ])('hands %j to the AWS CLI as one value', (continuationToken, words) => {
    const command = awsCommand(
      { operation: 'PutJobSuccessResult', parameters: { continuationToken } },
      'us-east-1',
    );
    expect(command?.endsWith(`\n  ${words}`)).toBe(true);
  });

  it('makes no command of a call to the backend', () => {
    expect(awsCommand({ operation: 'POST startUrl', parameters: {} }, 'us-east-1')).toBeNull();
  });
});
