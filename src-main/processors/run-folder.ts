import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FAILURE_TYPES } from '#shared/domain/job.ts';
import type { WorkState } from '../agent/ports.ts';

/** The end of a run's work, written down once and never changed. */
export type WorkOutcome = Pick<
  WorkState,
  'status' | 'percentComplete' | 'summary' | 'failure' | 'outputVariables'
> & { status: 'succeeded' | 'failed' };

const outcomeSchema = z.object({
  status: z.enum(['succeeded', 'failed']),
  percentComplete: z.number().nullable(),
  summary: z.string().nullable(),
  failure: z.object({ type: z.enum(FAILURE_TYPES), message: z.string() }).nullable(),
  outputVariables: z.record(z.string(), z.string()).nullable(),
});

/**
 * The private folder (mode 0700) of one idempotency key. `claim`, `process`, `exit`, `stdout` and `stderr` are the wrapper's
 * (`command-wrapper.ts`); `id` and `outcome.json` are the processor's; `in/` and `out/` hold artifacts until the outcome.
 */
export interface RunFolder {
  readonly key: string;
  /** Absolute path of a file or folder in it. */
  path(name: string): string;
  /** Makes the folder and its `in/`, `out/` and `work/`. */
  make(): Promise<void>;
  has(name: string): Promise<boolean>;
  /** Null where there is no such file. */
  read(name: string): Promise<string | null>;
  /** The file is there whole or not at all; mode 0600. */
  write(name: string, text: string): Promise<void>;
  outcome(): Promise<WorkOutcome | null>;
  /** Writes the outcome down, then lets go of artifacts and of the program's own files. */
  settle(outcome: WorkOutcome): Promise<WorkOutcome>;
}

/** The run folders of one agent, with an index from external execution ids to them. */
export interface RunFolders {
  of(key: string): RunFolder;
  /** The folder whose work was given this id; null where this machine knows none. */
  byId(externalExecutionId: string): Promise<RunFolder | null>;
  remember(externalExecutionId: string, key: string): Promise<void>;
  /** Removes folders whose outcome is older than `maxAgeMs`; those without one stay. */
  sweep(now: number, maxAgeMs: number): Promise<void>;
}

/** Keys come from CodePipeline's tokens too: what is not plainly one of ours must not be a path. */
const PLAIN_KEY = /^[0-9A-Za-z][0-9A-Za-z-]{0,80}$/;
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.${randomUUID()}.part`;
  await writeFile(part, text, { mode: 0o600, flush: true });
  await rename(part, path);
}

function openFolder(root: string, key: string): RunFolder {
  const home = join(root, 'runs', PLAIN_KEY.test(key) ? key : `key-${hashOf(key)}`);
  const path = (name: string): string => join(home, name);
  return {
    key,
    path,
    async make() {
      for (const name of ['in', 'out', 'work']) await mkdir(path(name), { recursive: true, mode: 0o700 });
    },
    has: (name) =>
      stat(path(name)).then(
        () => true,
        () => false,
      ),
    read: (name) => readOrNull(path(name)),
    write: (name, text) => writeWhole(path(name), text),
    async outcome() {
      const text = await readOrNull(path('outcome.json'));
      return text === null ? null : outcomeSchema.parse(JSON.parse(text));
    },
    async settle(outcome) {
      await writeWhole(path('outcome.json'), JSON.stringify(outcome));
      for (const name of ['in', 'out', 'work']) await rm(path(name), { recursive: true, force: true });
      return outcome;
    },
  };
}

export function openRunFolders(root: string): RunFolders {
  const idFile = (id: string): string => join(root, 'ids', hashOf(id));
  return {
    of: (key) => openFolder(root, key),
    async byId(id) {
      const key = await readOrNull(idFile(id));
      return key === null ? null : openFolder(root, key);
    },
    async remember(id, key) {
      await mkdir(join(root, 'ids'), { recursive: true, mode: 0o700 });
      await writeWhole(idFile(id), key);
    },
    async sweep(now, maxAgeMs) {
      const names = await readdir(join(root, 'runs')).catch(() => []);
      for (const name of names) {
        const home = join(root, 'runs', name);
        const settled = await stat(join(home, 'outcome.json')).catch(() => null);
        if (!settled || now - settled.mtimeMs < maxAgeMs) continue;
        const id = await readOrNull(join(home, 'id'));
        if (id !== null) await rm(idFile(id), { force: true });
        await rm(home, { recursive: true, force: true });
      }
    },
  };
}
