import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ArtifactStore, Processor, WorkAnswer, WorkRequest, WorkState } from '#main/agent/ports.ts';
import { createSystemClock } from '#main/platform/clock.ts';
import { createCommandProcessor } from '#main/processors/command-processor.ts';
import { commandProcessorSchema } from '#shared/domain/command-processor.ts';
import { asRunId } from '#shared/domain/ids.ts';

export const never = new AbortController().signal;

/** A private folder with a program and everything it leaves; the processor can be made anew on it, as after a restart. */
export interface CommandWorld {
  folder: string;
  /** Run folders; `runs/<key>` is that of a key. */
  data: string;
  artifacts: ArtifactStore;
  /** What each start of the program found on its standard input. */
  inputs(): Record<string, unknown>[];
  /** Appended to by programs that say `mark(word)`. */
  marks(): string[];
  /** A file that a program which says `await told(name)` waits for. */
  tell(name: string): void;
  processor(config?: Record<string, unknown>): Processor;
  start(processor: Processor, change?: Partial<WorkRequest>, signal?: AbortSignal): Promise<WorkAnswer>;
  status(processor: Processor, id?: string, change?: Partial<WorkRequest>): Promise<WorkAnswer>;
  /** Asks until the work is no longer running. */
  end(processor: Processor, id?: string, change?: Partial<WorkRequest>): Promise<WorkState>;
}

export const KEY = 'run-1-1';

/** Runs `body` with `input` (the request), `say(report)`, `mark(word)` and `told(name)` at hand. */
function programText(folder: string, body: string): string {
  return `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync, writeFileSync, watch } = require('node:fs');
const folder = ${JSON.stringify(folder)};
const text = readFileSync(0, 'utf8');
const input = JSON.parse(text);
appendFileSync(folder + '/inputs', text);
const say = (report) => process.stdout.write(JSON.stringify(report) + '\\n');
const mark = (word) => appendFileSync(folder + '/marks', word + '\\n');
const told = (name) => new Promise((resolve) => {
  const file = folder + '/' + name;
  const look = () => existsSync(file) && (watcher.close(), resolve());
  const watcher = watch(folder, look);
  look();
});
// A test that failed leaves nothing running.
setInterval(() => existsSync(folder) || process.exit(9), 200).unref();
(async () => {${body}})();
`;
}

const lines = (file: string): string[] => {
  try {
    return readFileSync(file, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
};

export function createCommandWorld(body: string): CommandWorld {
  const folder = mkdtempSync(join(tmpdir(), 'action-desk-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const program = join(folder, 'program.cjs');
  writeFileSync(program, programText(folder, body), { mode: 0o700 });
  const refused = (): Promise<never> => Promise.reject(new Error('no artifact was expected'));
  const world: CommandWorld = {
    folder,
    data: join(folder, 'data'),
    artifacts: { exists: refused, fetch: refused, upload: refused },
    inputs: () => lines(join(folder, 'inputs')).map((line) => JSON.parse(line) as Record<string, unknown>),
    marks: () => lines(join(folder, 'marks')),
    tell: (name) => writeFileSync(join(folder, name), ''),
    processor: (config = {}) =>
      createCommandProcessor(commandProcessorSchema.parse({ kind: 'command', command: program, ...config }), {
        folder: world.data,
        artifacts: world.artifacts,
        clock: createSystemClock(),
        log: () => undefined,
      }),
    start: (processor, change = {}, signal = never) => processor.start(aRequest(change), KEY, signal),
    status: (processor, id = KEY, change = {}) =>
      processor.status(id, never, {
        idempotencyKey: KEY,
        request: () => Promise.resolve(aRequest(change)),
      }),
    async end(processor, id = KEY, change = {}) {
      for (;;) {
        const answer = await world.status(processor, id, change);
        if (answer.kind !== 'state') throw new Error(answer.message);
        if (answer.state.status !== 'running') return answer.state;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
  return world;
}

export function aRequest(change: Partial<WorkRequest> = {}): WorkRequest {
  return {
    runId: asRunId('run-1'),
    attempt: 1,
    region: 'us-east-1',
    actionTypeId: { category: 'Test', owner: 'Custom', provider: 'Load', version: '1' },
    clientId: null,
    configuration: new Map([['ApiKey', "a 'quoted' \\ $HOME `id` canary-4471\n"]]),
    pipelineContext: {
      ...{ pipelineName: 'shop', stageName: 'Verify', actionName: 'Load', pipelineArn: null },
      ...{ pipelineExecutionId: null, actionExecutionId: null },
    },
    ...{ inputArtifacts: [], outputArtifacts: [], artifactCredentials: null },
    artifactAccess: {
      region: 'us-east-1',
      encryptionKeyId: null,
      credentials: () => Promise.reject(new Error('no credentials were expected')),
    },
    ...change,
  };
}
