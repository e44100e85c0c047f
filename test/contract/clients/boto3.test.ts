import { describe, it } from 'vitest';
import { hasBoto3, titleFor } from '#test/support/aws-programs.ts';
import { openBoto3Client } from './boto3-client.ts';
import { play } from './flow.ts';
import { flows } from './flows.ts';

describe.skipIf(!hasBoto3)(titleFor('boto3', 'boto3'), () => {
  it.each(flows)('$sentence', { timeout: 60_000 }, (flow) => play(flow, openBoto3Client));
});
