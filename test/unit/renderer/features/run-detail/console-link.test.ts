import { expect, it } from 'vitest';
import { pipelineConsoleUrl } from '#renderer/features/run-detail/console-link.ts';
import { aRun } from '#test/unit/renderer/a-run.ts';

it.each([
  [
    { region: 'eu-west-1', pipelineName: 'shop' },
    null,
    'https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/shop/view?region=eu-west-1',
  ],
  [
    { region: 'us-east-1', pipelineName: 'a b/c' },
    'e-1',
    'https://us-east-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/a%20b%2Fc/executions/e-1/timeline?region=us-east-1',
  ],
  [
    { region: 'cn-north-1', pipelineName: 'shop' },
    null,
    'https://console.amazonaws.cn/codesuite/codepipeline/pipelines/shop/view?region=cn-north-1',
  ],
  [
    { region: 'us-gov-west-1', pipelineName: 'shop' },
    null,
    'https://console.amazonaws-us-gov.com/codesuite/codepipeline/pipelines/shop/view?region=us-gov-west-1',
  ],
  [{ region: 'us-east-1', pipelineName: null }, null, null],
  [{ region: 'evil.example/', pipelineName: 'shop' }, null, null],
])('the console page of %o is known', (run, pipelineExecutionId, url) => {
  expect(pipelineConsoleUrl({ run: aRun(run), pipelineExecutionId })).toBe(url);
});
