import { execFile, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';

/** Keys as a program of AWS takes them from its environment or from a job. */
export interface ProgramKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** The scenario's own: their signatures are verified, those of other long-term keys only in part. */
export const scenarioKeys: ProgramKeys = {
  accessKeyId: 'AKIASIMULATOR0EXAMPLE',
  secretAccessKey: 'simulator-secret-access-key',
};

/** How a program ended. `code` is null where it had to be killed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A python process that answers a line of JSON with a line of JSON. */
export interface JsonLines {
  /** Rejects when the process has ended, or takes longer than a minute. */
  ask(question: object): Promise<unknown>;
  close(): Promise<void>;
}

const probeMs = 15_000;
const callMs = 60_000;
// A profile, a proxy or an endpoint of the person who runs the tests must not reach these programs.
const nowhere = `${tmpdir()}/there-is-no-such-aws-file`;

/** Whether there is an AWS CLI on the PATH; asked once. */
export const hasAwsCli = answers('aws', ['--version']);

/** Whether there is a python3 with boto3 on the PATH; asked once. */
export const hasBoto3 = answers('python3', ['-c', 'import boto3']);

/** The title of a suite, with the reason where it is skipped. */
export function titleFor(program: 'aws' | 'boto3', title: string): string {
  if (program === 'aws') return hasAwsCli ? title : `${title} (skipped: there is no \`aws\` on the PATH)`;
  return hasBoto3 ? title : `${title} (skipped: there is no python3 with boto3 on the PATH)`;
}

/** Runs the AWS CLI against an endpoint; resolves however it ends. One attempt per call, no pager, JSON out. */
export function runAws(
  args: readonly string[],
  where: { endpoint: string; region: string; keys: ProgramKeys; folder: string },
): Promise<Ended> {
  const { endpoint, region, keys, folder } = where;
  const all = ['--endpoint-url', endpoint, '--region', region, '--output', 'json', ...args];
  return run('aws', all, { ...programEnvironment(keys), HOME: folder }, folder);
}

/** Runs a python script with a text as its input; resolves however it ends. */
export function runPython(script: string, args: readonly string[], input: string): Promise<Ended> {
  return run('python3', [script, ...args], programEnvironment(scenarioKeys), tmpdir(), input);
}

/** Starts a python script that answers line by line. */
export function openPython(script: string): JsonLines {
  const child = spawn('python3', ['-u', script], {
    env: programEnvironment(scenarioKeys),
    cwd: tmpdir(),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdin.on('error', () => undefined);
  return {
    ask: async (question) => {
      const killer = setTimeout(() => child.kill('SIGKILL'), callMs);
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const line = await lines.next();
      clearTimeout(killer);
      if (line.done === true) throw new Error(`${script} has ended: ${stderr}`);
      return JSON.parse(line.value) as unknown;
    },
    close: async () => {
      child.stdin.end();
      const killer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(killer);
    },
  };
}

function programEnvironment(keys: ProgramKeys): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_CONFIG_FILE: nowhere,
    AWS_SHARED_CREDENTIALS_FILE: nowhere,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
    NO_PROXY: '*',
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken !== undefined && { AWS_SESSION_TOKEN: keys.sessionToken }),
  };
}

function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
  input = '',
): Promise<Ended> {
  return new Promise((resolve) => {
    const limits = { timeout: callMs, killSignal: 'SIGKILL', maxBuffer: 64_000_000 } as const;
    const child = execFile(program, args, { env, cwd, ...limits }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, stdout, stderr });
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function answers(program: string, args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore', timeout: probeMs }).status === 0;
}
