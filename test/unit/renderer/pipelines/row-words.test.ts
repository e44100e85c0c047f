import { expect, it } from 'vitest';
import { triggerWords } from '#renderer/features/pipelines/history/row-words.ts';

it.each([
  ['CloudWatchEvent', 'arn:aws:events:us-east-1:111122223333:rule/nightly', 'CloudWatchEvent: rule/nightly'],
  [
    'StartPipelineExecution',
    'arn:aws:sts::111122223333:assumed-role/ops/ada',
    'StartPipelineExecution: assumed-role/ops/ada',
  ],
  ['Webhook', 'arn:aws:codepipeline:us-east-1:111122223333:webhook:main', 'Webhook: webhook:main'],
  ['PollForSourceChanges', 'Checkout', 'PollForSourceChanges: Checkout'],
  ['CreatePipeline', null, 'CreatePipeline'],
  [null, null, ''],
] as const)('says of the trigger %s with %s: %s', (triggerType, triggerDetail, words) => {
  expect(triggerWords({ triggerType, triggerDetail })).toBe(words);
});
