import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { S3Client } from '@aws-sdk/client-s3';
import type { SimulatorUnderTest } from '../support/simulator.ts';

/** Credentials as the SDK takes them. */
export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Known to every scenario, so that their signatures are verified. */
export const scenarioKeys: Keys = {
  accessKeyId: 'AKIASIMULATOR0EXAMPLE',
  secretAccessKey: 'simulator-secret-access-key',
};

/** Known to nobody. */
export const guest: Keys = { accessKeyId: 'AKIATEST', secretAccessKey: 'test-secret' };

/** A client of S3 with these credentials, in path style, with one attempt a call. */
export function s3For(
  simulator: SimulatorUnderTest,
  credentials: Keys,
  region = 'us-east-1',
  more = {},
): S3Client {
  const { endpoint } = simulator;
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1, ...more });
}

/** A client of CodePipeline in us-east-1 with these credentials, with one attempt a call. */
export function pipelineFor(simulator: SimulatorUnderTest, credentials: Keys, more = {}): CodePipelineClient {
  const { endpoint } = simulator;
  return new CodePipelineClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1, ...more });
}
