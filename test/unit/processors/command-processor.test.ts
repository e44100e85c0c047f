import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { recordedProcess, WRAPPER_SCRIPT } from '#main/processors/command-wrapper.ts';
import { openRunFolders } from '#main/processors/run-folder.ts';
import { aRequest, createCommandWorld, KEY, never, type CommandWorld } from './command-world.ts';

const runFolder = (world: CommandWorld): string => join(world.data, 'runs', KEY);

/** The process group of the run's work, ended when the test is over. */
async function group(world: CommandWorld): Promise<number> {
  const { pid } = (await recordedProcess(openRunFolders(world.data).of(KEY))) ?? { pid: 0 };
  expect(pid).toBeGreaterThan(1);
  onTestFinished(() => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // Ended already.
    }
  });
  return pid;
}

/** Resolves when the process is gone. */
async function gone(pid: number): Promise<void> {
  const state = (): string => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] ?? '';
    } catch {
      return '';
    }
  };
  while (!['', 'Z'].includes(state())) await new Promise((resolve) => setTimeout(resolve, 5));
}

const WAITS = `mark('begun'); say({ percentComplete: 10, summary: 'warming up' }); await told('go'); mark('done');`;

describe('the work of a command', () => {
  it('gives the request to the program untouched and reports success for exit code 0', async () => {
    const world = createCommandWorld(
      `say({ externalExecutionId: 4711, percentComplete: 40 }); say({ outputVariables: { P95: '210' }, summary: 'all well' });`,
    );
    const processor = world.processor();
    expect(await world.start(processor)).toMatchObject({
      kind: 'state',
      state: { externalExecutionId: '4711' },
    });
    expect(await world.end(processor, '4711')).toEqual({
      ...{ externalExecutionId: '4711', status: 'succeeded', percentComplete: 40, summary: 'all well' },
      ...{ failure: null, outputVariables: { P95: '210' } },
    });
    const request = aRequest();
    expect(world.inputs()).toEqual([
      {
        ...{ runId: 'run-1', attempt: 1, region: 'us-east-1', actionTypeId: request.actionTypeId },
        ...{ configuration: Object.fromEntries(request.configuration), inputArtifacts: [] },
        ...{ pipelineContext: request.pipelineContext, outputArtifacts: [] },
      },
    ]);
  });

  it('tells progress while the program runs, under the idempotency key where the program names no id', async () => {
    const world = createCommandWorld(WAITS);
    const processor = world.processor();
    expect(await world.start(processor)).toMatchObject({
      state: { externalExecutionId: KEY, status: 'running', percentComplete: 10, summary: 'warming up' },
    });
    expect(await world.status(processor)).toMatchObject({ state: { status: 'running' } });
    world.tell('go');
    expect((await world.end(processor)).status).toBe('succeeded');
  });

  it('fails with the last lines of standard error, secrets and control characters taken out', async () => {
    const world = createCommandWorld(
      `for (let n = 0; n < 100; n += 1) console.error('line ' + n); console.error('\\u001b[31mno login with ' + process.env.DB_PASSWORD); process.exit(3);`,
    );
    const processor = world.processor({ environment: { DB_PASSWORD: 'canary-55-pw' } });
    await world.start(processor);
    const { status, failure } = await world.end(processor);
    expect(status).toBe('failed');
    expect(failure?.type).toBe('JobFailed');
    expect(failure?.message).toMatch(
      /^The program ended with exit code 3\.\nline 81\n[^]*\nno login with \[secret\]$/,
    );
  });

  it('takes the failure that the program reports, whatever its exit code', async () => {
    const words = { type: 'RevisionUnavailable', message: 'the input has no plan' };
    const world = createCommandWorld(`say(${JSON.stringify({ status: 'failed', failure: words })});`);
    const processor = world.processor();
    await world.start(processor);
    expect(await world.end(processor)).toMatchObject({ status: 'failed', failure: words });
  });

  it('passes over nonsense and over lines without end, and counts a last line that was not ended', async () => {
    const world = createCommandWorld(
      `console.log('hello'); console.log('[1'); say({ percentComplete: 'many' }); process.stdout.write('x'.repeat(300000) + '\\n'); say({ percentComplete: 70 }); process.stdout.write('{"summary":"the end"}');`,
    );
    const processor = world.processor();
    await world.start(processor);
    expect(await world.end(processor)).toMatchObject({
      status: 'succeeded',
      percentComplete: 70,
      summary: 'the end',
    });
  });

  it('knows no shell: arguments arrive as they are written', async () => {
    const args = ['$(id)', '`id`', "a'b", '; exit 1', '', '-x', 'ü 漢'];
    const world = createCommandWorld(`say({ summary: JSON.stringify(process.argv.slice(2)) });`);
    const processor = world.processor({ args });
    await world.start(processor);
    expect(JSON.parse((await world.end(processor)).summary ?? '')).toEqual(args);
  });

  it("hands down no variable of the agent's own but the few that programs need", async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'canary-aws';
    onTestFinished(() => void delete process.env['AWS_SECRET_ACCESS_KEY']);
    const world = createCommandWorld(
      `say({ summary: [process.env.AWS_SECRET_ACCESS_KEY, process.env.PLAN, !!process.env.PATH].join() });`,
    );
    const processor = world.processor({ environment: { PLAN: 'peak' } });
    await world.start(processor);
    expect((await world.end(processor)).summary).toBe(',peak,true');
  });

  it('keeps everything of a run private and writes no request to the disk', async () => {
    const world = createCommandWorld(WAITS);
    await world.start(world.processor());
    await group(world);
    for (const name of ['.', 'in', 'out', 'work', 'stdout', 'process'])
      expect([name, statSync(join(runFolder(world), name)).mode & 0o077]).toEqual([name, 0]);
    const files = readdirSync(world.data, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
    for (const file of files)
      expect(readFileSync(join(file.parentPath, file.name), 'utf8')).not.toContain('canary-4471');
  });

  it('has its exit code even when it was ended by a signal to all of it', async () => {
    const world = createCommandWorld(WAITS);
    const processor = world.processor();
    await world.start(processor);
    process.kill(-(await group(world)), 'SIGTERM');
    expect((await world.end(processor)).failure).toEqual({
      ...{ type: 'JobFailed', message: 'The program ended with exit code 143.' },
    });
  });

  it('cancels the program with all it has started', async () => {
    const world = createCommandWorld(
      `const other = require('node:child_process').spawn('sh', ['-c', 'trap "" TERM; sleep 600'], { stdio: 'ignore' }); mark(other.pid); say({}); process.on('SIGTERM', () => process.exit(0)); setInterval(() => 1, 1000);`,
    );
    const processor = world.processor();
    await world.start(processor);
    const pid = await group(world);
    const cancelled = {
      status: 'failed',
      failure: { type: 'JobFailed', message: 'The program was cancelled.' },
    };
    expect(await processor.cancel(KEY, never)).toMatchObject({ state: cancelled });
    await gone(pid);
    await gone(Number(world.marks()[0]));
    expect(await world.status(processor)).toMatchObject({ state: cancelled });
    expect(await world.start(processor)).toMatchObject({ state: cancelled });
    expect(world.marks()).toHaveLength(1);
  });
});

describe('a command after a restart of the agent', () => {
  it('is taken up where it stands: one run of the program, the right end', async () => {
    const world = createCommandWorld(WAITS);
    await world.start(world.processor());
    const after = world.processor();
    expect(await world.start(after)).toMatchObject({ state: { status: 'running', percentComplete: 10 } });
    expect(await world.status(world.processor())).toMatchObject({ state: { status: 'running' } });
    world.tell('go');
    expect((await world.end(after)).status).toBe('succeeded');
    expect((await world.end(world.processor())).status).toBe('succeeded');
    expect(world.marks()).toEqual(['begun', 'done']);
  });

  it('is run once when it is started many times at the same moment', async () => {
    const world = createCommandWorld(WAITS);
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.start(world.processor())));
    expect(answers.every((answer) => answer.kind === 'state')).toBe(true);
    world.tell('go');
    await world.end(world.processor());
    expect(world.marks()).toEqual(['begun', 'done']);
  });

  it('is found by the id that the program gave, without knowing the key', async () => {
    const world = createCommandWorld(`say({ externalExecutionId: 'load/77' }); await told('go');`);
    await world.start(world.processor());
    await group(world);
    const work = { idempotencyKey: 'another-run-1', request: () => Promise.resolve(aRequest()) };
    const answer = await world.processor().status('load/77', never, work);
    expect(answer).toMatchObject({ kind: 'state', state: { status: 'running' } });
    expect(await world.processor().status('load/78', never, work)).toMatchObject({ kind: 'unavailable' });
  });

  it('fails as SystemUnavailable when program and wrapper were killed', async () => {
    const world = createCommandWorld(WAITS);
    await world.start(world.processor());
    const pid = await group(world);
    process.kill(-pid, 'SIGKILL');
    await gone(pid);
    const { status, failure } = await world.end(world.processor());
    expect([status, failure?.type]).toEqual(['failed', 'SystemUnavailable']);
    await world.start(world.processor());
    expect(world.marks()).toEqual(['begun']);
  });

  it('is not mistaken for another process that has its process id by now, nor is that one signalled', async () => {
    const world = createCommandWorld(WAITS);
    await world.start(world.processor());
    const pid = await group(world);
    process.kill(-pid, 'SIGKILL');
    await gone(pid);
    const file = join(runFolder(world), 'process');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid)));
    expect(await world.processor().cancel(KEY, never)).toMatchObject({
      state: { status: 'failed', failure: { type: 'SystemUnavailable' } },
    });
  });

  it('does not begin when the wrapper died between its claim and its first word', async () => {
    const world = createCommandWorld(WAITS);
    const claim = join(runFolder(world), 'claim');
    mkdirSync(claim, { recursive: true });
    expect(await world.start(world.processor())).toMatchObject({ state: { status: 'running' } });
    utimesSync(claim, new Date(0), new Date(0));
    expect(await world.start(world.processor())).toMatchObject({
      state: { status: 'failed', failure: { type: 'SystemUnavailable' } },
    });
    expect(world.marks()).toEqual([]);
  });

  it('does not begin when its process id cannot be written down, as on a full disk', async () => {
    const world = createCommandWorld(WAITS);
    mkdirSync(join(runFolder(world), 'process.part'), { recursive: true });
    await world.start(world.processor());
    utimesSync(join(runFolder(world), 'claim'), new Date(0), new Date(0));
    expect(await world.start(world.processor())).toMatchObject({
      state: { status: 'failed', failure: { type: 'SystemUnavailable' } },
    });
    expect(world.marks()).toEqual([]);
  });

  it('begins nothing when the agent died while it handed over the request', () => {
    const world = createCommandWorld(WAITS);
    const { folder } = world;
    const args = ['-c', WRAPPER_SCRIPT, 'wrapper', folder, folder];
    const program = join(folder, 'program.cjs');
    execFileSync('/bin/sh', [...args, program], { input: '{"runId": "run-1", "conf' });
    expect(readdirSync(folder)).toEqual(['program.cjs']);
  });

  it('forgets runs that ended long ago, and never one that has not ended', async () => {
    const world = createCommandWorld(`say({ externalExecutionId: 'old' });`);
    const processor = world.processor();
    await world.start(processor);
    await world.end(processor, 'old');
    mkdirSync(join(world.data, 'runs', 'unfinished-1', 'claim'), { recursive: true });
    const folders = openRunFolders(world.data);
    await folders.sweep(Date.now() + 10_000, 60_000);
    expect(await folders.byId('old')).not.toBeNull();
    await folders.sweep(Date.now() + 61_000, 60_000);
    expect(await folders.byId('old')).toBeNull();
    expect(readdirSync(join(world.data, 'runs'))).toEqual(['unfinished-1']);
  });
});

describe('the artifacts of a command', () => {
  const artifact = (name: string) => ({ name, revision: null, location: { bucket: 'b', key: `k/${name}` } });
  const change = {
    inputArtifacts: [artifact('App')],
    outputArtifacts: [artifact('../Report'), artifact('Log')],
  };

  it('are in files that the request names, and are uploaded once after exit code 0', async () => {
    const world = createCommandWorld(
      `mark(readFileSync(input.inputArtifacts[0].file, 'utf8')); for (const { file } of input.outputArtifacts) writeFileSync(file, 'result');`,
    );
    const uploads: string[] = [];
    let broken = true;
    world.artifacts.fetch = (place, _access, { file, maxBytes }) => {
      expect([place.key, maxBytes]).toEqual(['k/App', 5_000_000]);
      writeFileSync(file, 'source');
      return Promise.resolve(6);
    };
    world.artifacts.upload = (file, place) => {
      if (broken && place.key === 'k/Log')
        return Promise.reject(new ActionDeskError('unreachable', 'S3 is away', { retryable: true }));
      uploads.push(`${place.key} ${readFileSync(file, 'utf8')}`);
      return Promise.resolve();
    };
    const processor = world.processor({
      fetchInputArtifacts: true,
      uploadOutputArtifacts: true,
      maxArtifactMegabytes: 5,
    });
    await world.start(processor, change);
    await expect(world.end(processor, KEY, change)).rejects.toThrow('S3 is away');
    broken = false;
    expect((await world.end(world.processor({ uploadOutputArtifacts: true }), KEY, change)).status).toBe(
      'succeeded',
    );
    expect(uploads).toEqual(['k/../Report result', 'k/Log result']);
    expect(world.marks()).toEqual(['source']);
    expect(world.inputs()[0]).toMatchObject({
      inputArtifacts: [{ file: join(runFolder(world), 'in/1-App.zip') }],
      outputArtifacts: [
        { file: join(runFolder(world), 'out/1-___Report.zip') },
        { file: join(runFolder(world), 'out/2-Log.zip') },
      ],
    });
    expect(readdirSync(runFolder(world))).not.toContain('in');
  });

  it.each([
    ['not-found', 'RevisionUnavailable'],
    ['aws-access-denied', 'PermissionError'],
    ['invalid-input', 'ConfigurationError'],
  ] as const)('fail the run before the program starts when S3 says %s', async (code, type) => {
    const world = createCommandWorld(`mark('begun');`);
    world.artifacts.fetch = () => Promise.reject(new ActionDeskError(code, 'no'));
    const processor = world.processor({ fetchInputArtifacts: true });
    expect(await world.start(processor, change)).toMatchObject({
      state: { status: 'failed', failure: { type, message: 'The input artifact App cannot be fetched: no' } },
    });
    expect(await world.status(processor)).toMatchObject({ state: { status: 'failed' } });
    expect(world.marks()).toEqual([]);
  });

  it('are tried again when S3 cannot be reached, without a start', async () => {
    const world = createCommandWorld(`mark('begun');`);
    world.artifacts.fetch = () =>
      Promise.reject(new ActionDeskError('unreachable', 'away', { retryable: true }));
    const processor = world.processor({ fetchInputArtifacts: true });
    expect(await world.start(processor, change)).toMatchObject({ kind: 'unavailable', message: 'away' });
    expect(world.marks()).toEqual([]);
  });

  it('fail the run when the program has left none, whatever its exit code', async () => {
    const world = createCommandWorld(`say({ status: 'succeeded' });`);
    const processor = world.processor({ uploadOutputArtifacts: true });
    await world.start(processor, change);
    const { failure } = await world.end(processor, KEY, change);
    expect(failure?.message).toMatch(/^The program left no output artifact \.\.\/Report/);
  });
});

describe('the program of a command', () => {
  it.each([
    ['/no/such/program', 'expected a program that this user may run, and /no/such/program is none'],
    ['no-such-program-4711', 'expected a program in PATH, and there is no no-such-program-4711'],
    ['/tmp', 'expected a program that this user may run, and /tmp is none'],
  ])('is looked for at start-up: %s', (command, sentence) => {
    const world = createCommandWorld('');
    expect(() => world.processor({ command })).toThrow(`processor.command: ${sentence}`);
  });

  it('is found in PATH', async () => {
    const world = createCommandWorld('');
    const processor = world.processor({ command: 'true' });
    await world.start(processor);
    expect((await world.end(processor)).status).toBe('succeeded');
  });

  it('fails the run when it has gone since', async () => {
    const world = createCommandWorld('');
    const processor = world.processor();
    rmSync(join(world.folder, 'program.cjs'));
    await world.start(processor);
    expect((await world.end(processor)).failure?.message).toContain('exit code 127');
  });

  it('has to be run in a folder that is there', () => {
    const world = createCommandWorld('');
    expect(() => world.processor({ workFolder: '/no/such/folder' })).toThrow('processor.workFolder');
  });
});
