import { describe, it } from 'vitest';
import { play } from './flow.ts';
import { flows } from './flows.ts';
import { openSdkClient } from './sdk-client.ts';

describe('the AWS SDK for JavaScript', () => {
  it.each(flows)('$sentence', (flow) => play(flow, openSdkClient));
});
