import type { ActionCategory } from '@aws-sdk/client-codepipeline';
import { buildZip } from './build-zip.ts';
import {
  buildOutputFiles,
  deploymentOutputFiles,
  loadTestReportFiles,
  testReportFiles,
} from './sample-files.ts';

/** Zips made once per simulation and put wherever an action needs one: a thousand executions share their bytes. */
export interface SampleZips {
  /** What bare jobs get as input. */
  readonly inputs: readonly Buffer[];
  /** What the vendor's load test uploads. */
  readonly report: Buffer;
  readonly test: Buffer;
  readonly deployment: Buffer;
}

const applications = ['checkout-service', 'payments-api', 'mobile-backend'] as const;

/** Makes the zips, all entries dated `now` (epoch milliseconds). */
export function makeSampleZips(now: number): SampleZips {
  return {
    inputs: applications.map((name) => buildZip(buildOutputFiles(name), now)),
    report: buildZip(loadTestReportFiles('153245'), now),
    test: buildZip(testReportFiles(applications[0]), now),
    deployment: buildZip(deploymentOutputFiles(applications[0]), now),
  };
}

/** The zip that suits what an action of that category does. */
export function outputZipOf(samples: SampleZips, category: ActionCategory): Buffer {
  if (category === 'Test') return samples.test;
  if (category === 'Build' || category === 'Compute' || category === 'Source') {
    return samples.inputs[0] ?? samples.test;
  }
  return samples.deployment;
}
