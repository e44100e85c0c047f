import { describe, it } from 'vitest';
import { hasAwsCli, titleFor } from '#test/support/aws-programs.ts';
import { openCliClient } from './cli-client.ts';
import { play } from './flow.ts';
import { essentialFlows } from './flows.ts';

// A process a call: half a second each on a machine that has nothing else to do, so a few run side by side.
describe.skipIf(!hasAwsCli)(titleFor('aws', 'the AWS CLI'), () => {
  it.concurrent.each(essentialFlows)('$sentence', { timeout: 180_000 }, (flow) => play(flow, openCliClient));
});
