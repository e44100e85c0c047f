import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActionTypeId } from '@aws-sdk/client-codepipeline';
import { environmentSchema } from '#shared/domain/environment.ts';
import { actionTypes } from '../support/simulator.ts';

/** Credentials that any simulator takes, and nothing else of the machine's AWS set-up. */
export const vendorCredentials = {
  AWS_ACCESS_KEY_ID: 'AKIATEST',
  AWS_SECRET_ACCESS_KEY: 'test-secret',
  AWS_SESSION_TOKEN: '',
  AWS_PROFILE: '',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/**
 * Writes `environments.json` with one environment, `vendor`, in use: an action type (the third-party load test) in us-east-1 at
 * the simulator with that endpoint, worked on by its backend or by hand; S3 is there too, unless it is elsewhere.
 */
export async function storeVendorEnvironment(
  userData: string,
  endpoint: string,
  processor: 'http' | 'manual',
  s3 = endpoint,
  actionType: ActionTypeId = actionTypes.thirdParty,
): Promise<void> {
  const runs = `${endpoint}/_backend/runs`;
  const environment = environmentSchema.parse({
    name: 'vendor',
    credentials: { kind: 'chain' },
    endpoints: { codepipeline: endpoint, s3 },
    regions: ['us-east-1'],
    pollSeconds: 1,
    actionTypes: [
      {
        ...actionType,
        processor:
          processor === 'manual'
            ? { kind: 'manual' }
            : { kind: 'http', startUrl: runs, statusUrl: `${runs}/{ExternalExecutionId}` },
      },
    ],
  });
  await mkdir(userData, { recursive: true });
  const file = { version: 1, active: 'vendor', environments: [environment] };
  await writeFile(join(userData, 'environments.json'), JSON.stringify(file));
}

/** The files below a folder that hold the text, in UTF-8 or UTF-16; empty when it is nowhere. */
export async function filesWith(folder: string, text: string): Promise<string[]> {
  const needles = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const hits: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = join(entry.parentPath, entry.name);
    // Chromium's own files come and go while it runs.
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    if (needles.some((needle) => bytes.includes(needle))) hits.push(file);
  }
  return hits;
}
