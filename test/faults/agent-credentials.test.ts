import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCodePipelineClients, type CredentialSource } from '#main/aws/clients.ts';
import { createJobService } from '#main/aws/job-service.ts';
import { aState, CLIENTS, CUSTOM_TYPE, REGION, THIRD_PARTY_TYPE } from '#test/support/fake-ports.ts';
import { createWorld } from '#test/unit/agent/agent-world.ts';

const MINUTE_MS = 60_000;
const OPERATIONS = ['poll', 'details', 'acknowledge', 'putResult'] as const;

describe("while the agent's own credentials are over (the SSO session has ended)", () => {
  /** A run whose backend has finished, just as the credentials end; `signIn` brings them back. */
  async function signedOut() {
    const world = createWorld();
    const job = world.service.add('job', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
    let status: 'running' | 'succeeded' = 'running';
    world.processor.answer = () => aState('153245', status);
    const release = world.service.hold('putResult');
    const desk = await world.open();
    await world.clock.advance(1_000);
    status = 'succeeded';
    const ends = OPERATIONS.map((operation) =>
      world.service.disturb(operation, { code: 'no-credentials', message: 'No usable AWS credentials.' }),
    );
    world.service.add('waiting');
    release();
    await world.clock.advance(10 * MINUTE_MS);
    return { world, job, desk, signIn: () => ends.forEach((end) => end()) };
  }

  it('each cell says so, and little is asked', async () => {
    const { world, desk } = await signedOut();
    for (const cell of desk.agent.cells())
      expect(cell).toMatchObject({ mode: 'no-credentials', lastError: 'No usable AWS credentials.' });
    const before = world.service.calls.length;
    await world.clock.advance(MINUTE_MS);
    expect(world.service.calls.length - before).toBeLessThan(15);
  });

  it('results wait in the outbox, say why, and go out when somebody signs in', async () => {
    const { world, job, desk, signIn } = await signedOut();
    const { state, runId } = await desk.run('job');
    expect(state).toBe('reporting');
    expect(desk.timeline(runId).join('\n')).toContain('No usable AWS credentials.');
    expect(job.results).toEqual([]);
    signIn();
    await world.clock.advance(MINUTE_MS);
    expect((await desk.run('job')).state).toBe('succeeded');
    expect((await desk.run('waiting')).state).toBe('succeeded');
    const results = [...world.service.jobs.values()].map((each) => each.results.map(({ kind }) => kind));
    expect(results.flat().filter((kind) => kind === 'success')).toHaveLength(2);
    expect(results.flat()).not.toContain('failure');
    expect(new Set(world.processor.starts).size).toBe(2);
  });
});

/** A CodePipeline that knows one access key, and a credentials file with another in its profile `vendor`. */
async function anExpiredProfile() {
  const folder = await mkdtemp(join(tmpdir(), 'action-desk-credentials-'));
  const file = join(folder, 'credentials');
  const write = (key: string) =>
    writeFile(
      file,
      `[vendor]\naws_access_key_id = ${key}\naws_secret_access_key = s\naws_session_token = t\n`,
    );
  await write('ASIAOLD');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_PROFILE', 'vendor');
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const server = createServer((request, response) => {
    const valid = String(request.headers.authorization).includes('Credential=ASIANEW/');
    const refusal = { __type: 'ExpiredTokenException', message: 'The security token has expired' };
    response.writeHead(valid ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
    request.resume().on('end', () => response.end(JSON.stringify(valid ? { jobs: [] } : refusal)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });
  const codepipelineEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const poll = (credentials: CredentialSource) => {
    const clients = createCodePipelineClients({ credentials, codepipelineEndpoint, callTimeoutMs: 5_000 });
    onTestFinished(() => clients.close());
    const jobs = createJobService(clients);
    const cell = { region: REGION, actionTypeId: CUSTOM_TYPE };
    return () => jobs.poll(cell, 1, new AbortController().signal);
  };
  return { write, poll };
}

it.each([{ kind: 'chain' }, { kind: 'profile', profile: 'vendor' }] as const)(
  'reads credentials anew that were replaced in their file, without a restart ($kind)',
  async (source) => {
    const { write, poll: pollWith } = await anExpiredProfile();
    const poll = pollWith(source);
    await expect(poll()).rejects.toMatchObject({ code: 'no-credentials' });
    await expect(poll()).rejects.toMatchObject({ code: 'no-credentials' });
    await write('ASIANEW');
    // The call that fails last was made with what was read before.
    await poll().catch(() => undefined);
    await expect(poll()).resolves.toEqual([]);
  },
);
