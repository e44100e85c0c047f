import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withFolder } from '#test/support/desk.ts';
import { projectFolder } from '#test/support/electron-path.ts';
import { actionTypes } from '#test/support/simulator.ts';
import { percentile, printTable } from './bench-world.ts';
import { fillLedger } from './filled-ledger.ts';
import { openPollRecorder, type PollRecorder } from './poll-recorder.ts';

/*
 * From the start of the process to its first poll at CodePipeline: the headless agent as it is built for release, with an
 * empty ledger and with a year's, beside a program that does nothing but poll once through the same SDK.
 */
const RUNS = Number(process.env['BENCH_LEDGER'] ?? 100_000);
const LIVE = Number(process.env['BENCH_LIVE'] ?? 200);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
const REGION = 'us-east-1';

const built = join(projectFolder, 'out', 'main', 'cli.js');
const cli = existsSync(built) ? built : join(projectFolder, 'src-main', 'cli.ts');
const environment = {
  ...process.env,
  AWS_ACCESS_KEY_ID: 'AKIDTEST',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
};

async function writeConfig(folder: string, endpoint: string): Promise<void> {
  const processor = {
    ...{ kind: 'http', startUrl: `${endpoint}/runs`, statusUrl: `${endpoint}/runs/{ExternalExecutionId}` },
    passArtifactCredentials: false,
  };
  const config = {
    ...{ environment: 'bench', regions: [REGION], pollSeconds: 10, maxConcurrentRuns: 50 },
    actionTypes: [{ ...actionTypes.custom, processor }],
    vault: { keyFile: join(folder, 'key') },
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
}

/** Milliseconds from the spawn to the first poll; the program is killed then. */
async function msToFirstPoll(recorder: PollRecorder, args: readonly string[]): Promise<number> {
  const first = recorder.nextPoll();
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: projectFolder,
    env: { ...environment, AWS_ENDPOINT_URL_CODEPIPELINE: recorder.endpoint },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  const at = await Promise.race([
    first,
    exited.then(() => Promise.reject(new Error(`${args.join(' ')} ended without a poll`))),
  ]);
  child.kill('SIGKILL');
  await exited;
  return at - started;
}

const recorder = await openPollRecorder();
await withFolder((empty) =>
  withFolder(async (full) => {
    const { category, owner, provider, version } = actionTypes.custom;
    const actionTypeKey = [category, owner, provider, version].join('/');
    for (const folder of [empty, full]) await writeConfig(folder, recorder.endpoint);
    await fillLedger(full, RUNS, { region: REGION, actionTypeKey, count: LIVE });
    const cells = JSON.stringify([{ region: REGION, actionTypeId: actionTypes.custom }]);
    const agentOn = (folder: string): string[] => [
      ...[cli, 'agent', '--config', join(folder, 'config.json'), '--data', folder],
    ];
    const programs = {
      [`agent, ${RUNS} runs, ${10 * RUNS} events, ${LIVE} live`]: agentOn(full),
      'agent, empty ledger': agentOn(empty),
      'bare SDK script': ['test/bench/bare-poller.mjs', recorder.endpoint, cells, '10000'],
    };
    const times = new Map(Object.keys(programs).map((name) => [name, [] as number[]]));
    // The first round fills the file cache and is not counted.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [name, args] of Object.entries(programs)) {
        const ms = await msToFirstPoll(recorder, args);
        if (round > 0) times.get(name)?.push(ms);
      }
    }
    printTable(`restart: ms from the start of the process to its first poll (${ROUNDS} rounds)`, [
      ['', 'median', 'min', 'max'],
      ...[...times].map(([name, each]) => [
        name,
        ...[percentile(each, 0.5), Math.min(...each), Math.max(...each)].map((ms) => ms.toFixed(0)),
      ]),
      ['aim', '2000', '', ''],
    ]);
  }),
);
recorder.close();
