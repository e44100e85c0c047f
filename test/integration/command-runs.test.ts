import { existsSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { commandProcessorSchema } from '#shared/domain/command-processor.ts';
import { headlessActionTypeSchema } from '#shared/domain/environment.ts';
import { openDesk, withFolder } from '#test/support/desk.ts';
import { startHeadlessAgent, type HeadlessAgent } from '#test/support/headless-agent.ts';
import { actionTypes, contoso, withSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

/** Says that it has begun, waits for the file `go`, and leaves what it was given as its result. */
const PROGRAM = `#!${process.execPath}
const { appendFileSync, copyFileSync, existsSync, readFileSync, watch } = require('node:fs');
const folder = require('node:path').dirname(__filename);
const input = JSON.parse(readFileSync(0, 'utf8'));
appendFileSync(folder + '/begun', input.runId + '-' + input.attempt + '\\n');
console.log(JSON.stringify({ percentComplete: 30, summary: 'measuring' }));
const end = () => {
  if (!existsSync(folder + '/go')) return;
  const [source] = input.inputArtifacts;
  for (const { file } of input.outputArtifacts) if (file) copyFileSync(source.file, file);
  console.log(JSON.stringify({ percentComplete: 100, summary: 'measured', outputVariables: { P95: '210' } }));
  process.exit(0);
};
watch(folder, end);
end();
`;

interface CommandRun {
  simulator: SimulatorUnderTest;
  agent(processor?: Record<string, unknown>): Promise<HeadlessAgent>;
  /** Resolves when the program has begun. */
  begun(): Promise<void>;
  /** The idempotency keys with which the program was run. */
  starts(): string[];
  go(): void;
}

const quick = { scenario: 'bare', continueAfterSeconds: 0.2, redeliverAfterSeconds: 1, now: Date.now };

function withCommand(work: (run: CommandRun) => Promise<void>): Promise<void> {
  return withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        const program = join(folder, 'program.cjs');
        writeFileSync(program, PROGRAM, { mode: 0o700 });
        const begun = join(folder, 'begun');
        const processor = {
          kind: 'command',
          command: program,
          fetchInputArtifacts: true,
          uploadOutputArtifacts: true,
        };
        const agents: HeadlessAgent[] = [];
        try {
          await work({
            simulator,
            async agent(change = {}) {
              const served = { ...actionTypes.custom, processor: { ...processor, ...change } };
              const agent = await startHeadlessAgent(simulator, folder, { actionTypes: [served] });
              agents.push(agent);
              return agent;
            },
            begun: () =>
              new Promise((resolve) => {
                const look = (): void => {
                  if (!existsSync(begun)) return;
                  watcher.close();
                  resolve();
                };
                const watcher = watch(folder, look);
                look();
              }),
            starts: () => readFileSync(begun, 'utf8').trim().split('\n'),
            go: () => writeFileSync(join(folder, 'go'), ''),
          });
        } finally {
          writeFileSync(join(folder, 'go'), '');
          await Promise.all(agents.map((agent) => agent.end('SIGKILL')));
        }
      }),
    quick,
  );
}

const order = { inputArtifacts: ['App'], outputArtifacts: ['Report'] };

const hasSucceeded = (line: Record<string, unknown>): boolean =>
  line['event'] === 'run-state' && line['state'] === 'succeeded';

/** The bytes of the only artifact of this name in the artifact buckets. */
async function artifactBytes(simulator: SimulatorUnderTest, name: string): Promise<Buffer> {
  const s3 = simulator.s3();
  const { Buckets = [] } = await s3.send(new ListBucketsCommand());
  for (const { Name } of Buckets) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: Name }));
    const found = Contents.filter(({ Key }) => Key?.includes(`/${name}/`));
    if (found.length === 0) continue;
    expect(found).toHaveLength(1);
    const open = await s3.send(new ListMultipartUploadsCommand({ Bucket: Name }));
    expect(open.Uploads ?? []).toEqual([]);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: Name, Key: found[0]?.Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }
  throw new Error(`no artifact ${name} is in S3`);
}

describe('a run whose work is a program on this machine', () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'is taken up again after a %s of the agent: run once, the artifacts byte for byte',
    (signal) =>
      withCommand(async (run) => {
        const { simulator } = run;
        const { chainId } = await simulator.job(order);
        const first = await run.agent();
        await run.begun();
        await first.logged('progress', (line) => line['percentComplete'] === 30);
        await first.end(signal);
        const second = await run.agent();
        await second.logged('the start', (line) => line['event'] === 'agent-started');
        run.go();
        await second.logged('success', hasSucceeded);

        expect(run.starts()).toHaveLength(1);
        const ledger = await simulator.ledger();
        expect(ledger.chains.find((chain) => chain.chainId === chainId)?.final).toBe('succeeded');
        const results = ledger.jobs.flatMap((job) => job.results);
        for (const { results: ofJob } of ledger.jobs) {
          const [accepted] = ofJob.filter((result) => result.accepted);
          // Killed between CodePipeline's answer and its row in the ledger, the agent sends the same again.
          for (const refused of ofJob.filter((result) => !result.accepted)) {
            expect(signal).toBe('SIGKILL');
            expect(refused).toMatchObject({
              error: 'InvalidJobStateException',
              operation: accepted?.operation,
            });
            expect(refused.continuationToken).toBe(accepted?.continuationToken);
          }
        }
        expect(results[0]).toMatchObject({ percentComplete: 30, externalExecutionId: run.starts()[0] });
        expect(results.at(-1)).toMatchObject({ summary: 'measured', outputVariables: { P95: '210' } });
        const report = await artifactBytes(simulator, 'Report');
        expect(report.equals(await artifactBytes(simulator, 'App'))).toBe(true);
        expect(report.subarray(0, 2).toString()).toBe('PK');
      }),
  );

  it('renews credentials that S3 calls ended, for input and output', () =>
    withCommand(async (run) => {
      const { simulator } = run;
      // Three times each, since the SDK sends a request that S3 answers with 5xx three times by itself.
      for (const operation of ['s3:GetObject', 's3:PutObject'])
        await simulator.fault({ operation, kind: 'error', errorType: 'ExpiredToken', times: 3 });
      await simulator.job(order);
      run.go();
      const agent = await run.agent();
      await agent.logged('success', hasSucceeded);
      expect((await simulator.ledger()).calls['GetJobDetails']).toBe(2);
      const report = await artifactBytes(simulator, 'Report');
      expect(report.equals(await artifactBytes(simulator, 'App'))).toBe(true);
      expect(run.starts()).toHaveLength(1);
    }));

  it('serves a third-party job, and tells its customer no secret that the program says at its end', () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          const program = join(folder, 'fails.cjs');
          const said = `console.error('no login with ' + JSON.parse(text).configuration.ApiKey); process.exitCode = 7;`;
          const text = `#!${process.execPath}\nconst text = require('node:fs').readFileSync(0, 'utf8');\n${said}\n`;
          writeFileSync(program, text, { mode: 0o700 });
          const processor = commandProcessorSchema.parse({ kind: 'command', command: program });
          const types = [
            { ...actionTypes.thirdParty, processor },
            { ...actionTypes.custom, processor },
          ];
          const desk = await openDesk(simulator.endpoint, folder, {
            settings: {
              ...{ regions: ['us-east-1'], pollSeconds: 0.05, maxConcurrentRuns: 20 },
              actionTypes: types.map((type) => headlessActionTypeSchema.parse(type)),
            },
          });
          const configuration = { ApiKey: 'canary-api-key-9917' };
          await simulator.job({ clientId: contoso.clientId, configuration });
          const failed = await desk.run('failure', (run) => run.state === 'failed');
          expect(failed.processorKind).toBe('command');
          expect(failed.message).toBe('The program ended with exit code 7.\nno login with [secret]');
          const results = (await simulator.ledger()).jobs.flatMap((job) => job.results);
          expect(results.at(-1)?.failureDetails).toEqual({
            type: 'JobFailed',
            message: failed.message,
            externalExecutionId: `${failed.runId}-1`,
          });
          expect(JSON.stringify([await desk.detail(failed.runId), desk.logged])).not.toContain('canary-api');
          await desk.close();
        }),
      quick,
    ));

  it('is refused at start-up, in one line, where the program is not there', () =>
    withCommand(async (run) => {
      const agent = await run.agent({ command: '/no/such/program' });
      expect(await agent.ended()).toEqual({
        exitCode: 1,
        errors:
          'processor.command: expected a program that this user may run, and /no/such/program is none\n',
      });
    }));

  it('is refused at start-up where a field is not known', () =>
    withCommand(async (run) => {
      const agent = await run.agent({ shell: true });
      const { exitCode, errors } = await agent.ended();
      expect(exitCode).toBe(1);
      expect(errors).toMatch(/^[^\n]*actionTypes\[0\]\.processor[^\n]*shell[^\n]*\n$/);
    }));
});
