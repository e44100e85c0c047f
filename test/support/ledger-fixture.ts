import { asClientId, asJobId, asRunId, type RunId } from '#shared/domain/ids.ts';
import type { ActionTypeId } from '#shared/domain/action-type.ts';
import type { JobDetails, JobResult } from '#shared/domain/job.ts';
import type { RunEvent } from '#shared/domain/run-state.ts';
import { Secret } from '#shared/domain/secret.ts';
import type { RunLedger, RunPatch, SeenJob, TimelineLine } from '#main/agent/ports.ts';
import { createAuditLog } from '#main/store/audit-log.ts';
import { createClientStore } from '#main/store/client-store.ts';
import { createHoldStore } from '#main/store/hold-store.ts';
import { openStore } from '#main/store/open-store.ts';
import { createRunLedger } from '#main/store/run-ledger.ts';
import { createRunNotes } from '#main/store/run-notes.ts';
import { createCipher } from '#main/vault/cipher.ts';
import { createKeyHandle } from '#main/vault/key-handle.ts';

/**
 * A ledger with runs in every state, as the version of its day wrote it. The files in test/fixtures are kept for ever: a
 * later version opens each of them. `node test/support/make-ledger-fixture.ts` writes one; it never replaces one.
 */
export const FIXTURE_NOW = 1_800_000_000_000;
export const FIXTURE_KEY = createKeyHandle(Buffer.alloc(32, 7));
export const FIXTURE_CLIENT = {
  clientId: asClientId('3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d'),
  label: 'Contoso Retail',
  token: 'a made-up client token',
};
const CUSTOM: ActionTypeId = { category: 'Test', owner: 'Custom', provider: 'Load', version: '1' };

function aSeenJob(name: string, change: Partial<SeenJob> = {}, details: Partial<JobDetails> = {}): SeenJob {
  const jobId = asJobId(name);
  const protocol = change.actionTypeId?.owner === 'ThirdParty' ? 'third-party' : 'custom';
  return {
    ...{ job: { region: 'us-east-1', protocol, jobId }, actionTypeId: CUSTOM, processorKind: 'http' },
    ...{ clientId: null, clientLabel: null, secretKeys: new Set(['ApiKey']) },
    details: {
      ...{ jobId, nonce: null, accountId: '111122223333', continuationToken: null },
      configuration: new Map([
        ['Plan', 'checkout'],
        ['ApiKey', 'never stored'],
      ]),
      pipelineContext: {
        ...{ pipelineName: 'storefront', stageName: 'Verify', actionName: 'Load', pipelineArn: null },
        ...{ pipelineExecutionId: null, actionExecutionId: null },
      },
      inputArtifacts: [{ name: 'App', revision: 'r1', location: { bucket: 'bucket', key: 'app.zip' } }],
      ...{ outputArtifacts: [], artifactCredentials: null, encryptionKeyId: null },
      ...details,
    },
    ...{ executionUrlTemplate: 'https://example.com/runs/{ExternalExecutionId}', seenAt: FIXTURE_NOW },
    deadlineAt: FIXTURE_NOW + 3_600_000,
    ...change,
  };
}

const goOnWith = (token: string): JobResult => ({
  ...{ kind: 'continue', continuationToken: token, externalExecutionId: token },
  ...{ percentComplete: 40, summary: 'ramp-up' },
});
const succeededAs = (id: string): JobResult => ({
  ...{ kind: 'success', externalExecutionId: id, summary: 'passed', outputVariables: { Verdict: 'passed' } },
});
const failedAs = (id: string): JobResult => ({
  ...{ kind: 'failure', type: 'JobFailed', message: 'The load test failed', externalExecutionId: id },
});

/** Brings one run, named after its job, through events to a state. */
function scribe(ledger: RunLedger) {
  const line = (name: string, operation: string): TimelineLine => ({
    ...{ jobId: asJobId(name), at: FIXTURE_NOW, kind: 'agent', operation, outcome: 'info' },
    ...{ durationMs: 1, sentence: `${operation}.`, payload: { of: name } },
  });
  const apply = async (name: string, event: RunEvent, patch: RunPatch = {}): Promise<void> => {
    const moved = await ledger.apply(runIdOf(name), event, patch, FIXTURE_NOW, [line(name, event)]);
    if (!moved) throw new Error(`${event} is not possible for ${name}`);
  };
  return {
    apply,
    see: (seen: SeenJob) => ledger.jobSeen(seen, runIdOf(seen.job.jobId)),
    async claim(name: string, by: 'claimed-by-agent' | 'claimed-by-engineer' = 'claimed-by-agent') {
      await apply(name, 'claim-started', { claimingSince: FIXTURE_NOW });
      await apply(name, by, {
        claimingSince: null,
        heldBy: by === 'claimed-by-agent' ? 'agent' : 'engineer',
      });
    },
    async write(name: string, result: JobResult) {
      const { externalExecutionId } = result;
      const patch = { externalExecutionId };
      const lines = [line(name, 'result written')];
      const row = await ledger.writeResult(runIdOf(name), result, patch, FIXTURE_NOW, lines);
      if (!row) throw new Error(`no result can be written for ${name}`);
      return row.outboxId;
    },
    settle: (outboxId: number, name: string, event: RunEvent) =>
      ledger.settleResult(outboxId, event, {}, FIXTURE_NOW, [line(name, event)]),
  };
}

function runIdOf(name: string): RunId {
  return asRunId(`run-${name}`);
}

/** Writes the ledger into an empty folder and closes it; the file has no write-ahead log beside it. */
export async function writeLedgerFixture(folder: string): Promise<void> {
  const db = await openStore(folder);
  const ledger = createRunLedger(db, { onRunChanged: () => undefined });
  const run = scribe(ledger);
  const client = { clientId: FIXTURE_CLIENT.clientId, clientLabel: FIXTURE_CLIENT.label };
  const thirdParty = { ...client, actionTypeId: { ...CUSTOM, owner: 'ThirdParty' as const } };
  const stranger = asClientId('c15a94be-7f38-4e02-9b6d-2d80f7a3e5c3');

  await run.see(aSeenJob('polled'));
  await run.see(
    aSeenJob('needs-token', { ...thirdParty, clientId: stranger, clientLabel: null, details: null }),
  );
  await run.apply('needs-token', 'token-missing', { message: 'No client token is stored.' });
  await run.see(aSeenJob('waiting-for-engineer', { processorKind: 'manual' }));
  await run.apply('waiting-for-engineer', 'held-for-engineer');
  await run.see(aSeenJob('claiming'));
  await run.apply('claiming', 'claim-started', { claimingSince: FIXTURE_NOW });
  await run.see(aSeenJob('working'));
  await run.claim('working');
  await run.see(aSeenJob('with-engineer', { processorKind: 'manual' }));
  await run.claim('with-engineer', 'claimed-by-engineer');
  await run.see(aSeenJob('lost'));
  await run.apply('lost', 'claim-started');
  await run.apply('lost', 'claim-lost', { message: 'Another worker claimed this job.' });
  await run.see(aSeenJob('expired'));
  await run.apply('expired', 'job-over', { message: 'CodePipeline no longer has this job.' });

  const ended = { succeeded: succeededAs('153240'), failed: failedAs('153241') };
  for (const [name, result] of Object.entries(ended)) {
    await run.see(aSeenJob(name));
    await run.claim(name);
    await run.settle(
      await run.write(name, result),
      name,
      name === 'failed' ? 'failure-accepted' : 'success-accepted',
    );
  }
  const started = { 'between-jobs': '153242', 'working-on': '153243' };
  for (const [name, token] of Object.entries(started)) {
    await run.see(aSeenJob(name, thirdParty));
    await run.claim(name);
    await run.settle(await run.write(name, goOnWith(token)), name, 'continuation-accepted');
  }
  await run.see(aSeenJob('working-on-2', thirdParty, { continuationToken: '153243' }));
  await run.claim('working-on');
  await run.see(aSeenJob('reporting', thirdParty));
  await run.claim('reporting');
  await run.write('reporting', succeededAs('153244'));
  await run.see(aSeenJob('reporting-again'));
  await run.claim('reporting-again');
  const unheard = await run.write('reporting-again', failedAs('153245'));
  const next = { tryAt: FIXTURE_NOW + 500, error: 'no answer in time', mayHaveArrived: true };
  await ledger.postponeResult(unheard, next, FIXTURE_NOW, []);

  const { clientId, label, token } = FIXTURE_CLIENT;
  createClientStore(db, createCipher(FIXTURE_KEY)).add(
    { clientId, label, token: new Secret(token) },
    FIXTURE_NOW,
  );
  createAuditLog(db).record({
    ...{ at: FIXTURE_NOW, who: 'sam', act: 'acknowledge', subject: 'run-with-engineer', reason: null },
    ...{ outcome: 'took-effect', before: 'waiting-for-engineer', after: 'with-engineer' },
  });
  createRunNotes(db, { who: 'sam', session: 'fixture' }, () => FIXTURE_NOW).add(
    'run-with-engineer',
    'The customer was called.',
    FIXTURE_NOW,
  );
  createHoldStore(db).add(
    { region: 'eu-west-3', actionType: null },
    { who: 'sam', reason: 'maintenance', at: FIXTURE_NOW },
  );
  db.raw.pragma('journal_mode = DELETE');
  db.raw.pragma('page_size = 1024');
  db.raw.exec('vacuum');
  db.close();
}
