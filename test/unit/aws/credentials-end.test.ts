import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createCodePipelineClients, type CredentialSource } from '#main/aws/clients.ts';
import { Secret } from '#shared/domain/secret.ts';

const MINUTE = 60_000;

function clientsWith(credentials: CredentialSource) {
  const clients = createCodePipelineClients({ credentials, callTimeoutMs: 1_000 });
  onTestFinished(() => clients.close());
  return clients;
}

/** A profile whose program gives credentials that end in so many minutes: the n-th time in `minutes[n]`. */
function aProfile(minutes: readonly number[]) {
  const folder = mkdtempSync(join(tmpdir(), 'action-desk-aws-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'give.cjs');
  const count = join(folder, 'count');
  writeFileSync(count, '');
  writeFileSync(
    program,
    `const fs = require('node:fs');
     fs.appendFileSync(${JSON.stringify(count)}, 'x');
     const at = Math.min(fs.readFileSync(${JSON.stringify(count)}).length, ${minutes.length}) - 1;
     const Expiration = new Date(Date.now() + ${JSON.stringify(minutes)}[at] * ${MINUTE}).toISOString();
     console.log(JSON.stringify({ Version: 1, AccessKeyId: 'AKIATEST', SecretAccessKey: 'a', SessionToken: 'b', Expiration }));`,
  );
  const config = join(folder, 'config');
  writeFileSync(config, `[profile vendor]\ncredential_process = "${process.execPath}" "${program}"\n`);
  vi.stubEnv('AWS_CONFIG_FILE', config);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'none'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  return { asked: () => readFileSync(count).length };
}

const minutesLeft = (endAt: number | null): number => Math.round(((endAt ?? NaN) - Date.now()) / MINUTE);

it('tells when credentials end, without asking for new ones while that is far off', async () => {
  const profile = aProfile([60]);
  const clients = clientsWith({ kind: 'profile', profile: 'vendor' });
  clients.of('us-east-1');
  expect(minutesLeft(await clients.credentialsEndAt())).toBe(60);
  expect(minutesLeft(await clients.credentialsEndAt())).toBe(60);
  expect(profile.asked()).toBe(1);
});

it('asks the provider for new ones before it says that they end soon', async () => {
  aProfile([10, 60]);
  const renewed = clientsWith({ kind: 'profile', profile: 'vendor' });
  renewed.of('us-east-1');
  expect(minutesLeft(await renewed.credentialsEndAt())).toBe(60);
});

it('says so where the provider has no newer ones', async () => {
  aProfile([10]);
  const ending = clientsWith({ kind: 'profile', profile: 'vendor' });
  ending.of('us-east-1');
  expect(minutesLeft(await ending.credentialsEndAt())).toBe(10);
});

it('knows no end of keys in hand, nor of credentials that nobody has used yet', async () => {
  const keys = { accessKeyId: 'AKIATEST', secretAccessKey: new Secret('a') };
  const clients = clientsWith({ kind: 'static', ...keys });
  expect(await clients.credentialsEndAt()).toBeNull();
  clients.of('us-east-1');
  expect(await clients.credentialsEndAt()).toBeNull();
});
