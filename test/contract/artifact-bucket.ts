import { ListBucketsCommand } from '@aws-sdk/client-s3';
import type { SimulatorUnderTest } from '../support/simulator.ts';

/** The name of the artifact bucket of a region. */
export async function artifactBucket(simulator: SimulatorUnderTest, region = 'us-east-1'): Promise<string> {
  const { Buckets = [] } = await simulator.s3().send(new ListBucketsCommand());
  const found = Buckets.find((bucket) => bucket.Name?.startsWith(`codepipeline-${region}-`))?.Name;
  if (found === undefined) throw new Error(`no artifact bucket in ${region}`);
  return found;
}
