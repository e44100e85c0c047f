import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { environmentSchema, type Environment } from '#shared/domain/environment.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { issueSentences } from '#shared/domain/validation.ts';

/** Name of the environment that is built in and never stored. */
export const PRACTICE = 'practice';

const fileSchema = z.strictObject({
  version: z.literal(1),
  active: z.string(),
  environments: z.array(z.unknown()),
});

/** The stored environments, held in memory; every change is on the disk before its promise resolves. */
export interface EnvironmentFile {
  list(): readonly Environment[];
  /** Null when no environment has this name; `practice` is never found here. */
  find(name: string): Environment | null;
  active(): string;
  /** What could not be read at the last opening, as a sentence for people; null when all was well. */
  readonly problem: string | null;
  save(environment: Environment): Promise<void>;
  /** Throws `not-found`, or `not-allowed-now` for the active one. The environment's data folder stays. */
  remove(name: string): Promise<void>;
  /** Throws `not-found` for a name that is neither stored nor `practice`. */
  setActive(name: string): Promise<void>;
}

interface Contents {
  active: string;
  environments: Environment[];
  problem: string | null;
}

/**
 * Opens `environments.json`. A file that is damaged, wholly or in one entry, is first copied to
 * `<file>.damaged-<digest>`; then what can be read is used and `problem` says what could not. The file itself stays as it
 * is, and the problem with it, until something is saved.
 */
export async function openEnvironmentFile(file: string): Promise<EnvironmentFile> {
  const contents = await readContents(file);
  let { active, environments } = contents;
  let lastWrite: Promise<void> = Promise.resolve();

  const find = (name: string) => environments.find((environment) => environment.name === name) ?? null;
  const notFound = (name: string) =>
    new ActionDeskError('not-found', `There is no environment with the name ${JSON.stringify(name)}.`);

  /** Changes take turns, so that two quick ones cannot overwrite each other's file; memory follows the disk. */
  const write = (change: () => { active: string; environments: Environment[] }): Promise<void> => {
    const turn = lastWrite.then(async () => {
      const next = change();
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFileAtomic(file, `${JSON.stringify({ version: 1, ...next }, null, 2)}\n`, { mode: 0o600 });
      ({ active, environments } = next);
    });
    lastWrite = turn.catch(() => undefined);
    return turn;
  };

  return {
    list: () => environments,
    find,
    active: () => active,
    problem: contents.problem,
    save: (environment) =>
      write(() => ({
        active,
        environments: find(environment.name)
          ? environments.map((kept) => (kept.name === environment.name ? environment : kept))
          : [...environments, environment],
      })),
    remove: (name) =>
      write(() => {
        if (!find(name)) throw notFound(name);
        if (name === active) {
          throw new ActionDeskError(
            'not-allowed-now',
            'This environment is in use: switch to another one first.',
          );
        }
        return { active, environments: environments.filter((environment) => environment.name !== name) };
      }),
    setActive: (name) =>
      write(() => {
        if (name !== PRACTICE && !find(name)) throw notFound(name);
        return { active: name, environments };
      }),
  };
}

async function readContents(file: string): Promise<Contents> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new ActionDeskError('store-damaged', `${file} cannot be read: ${error.code ?? error.message}.`, {
      cause: error,
    });
  });
  if (text === null) return { active: PRACTICE, environments: [], problem: null };
  const { active, environments, faults } = parseContents(text);
  if (faults.length === 0) return { active, environments, problem: null };
  const aside = `${file}.damaged-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  await writeFileAtomic(aside, text, { mode: 0o600 });
  return {
    active,
    environments,
    problem: `The list of environments is damaged (${faults.join('; ')}). The file was kept as ${aside}; ${
      environments.length === 0 ? 'no environment' : `only ${environments.map((e) => e.name).join(', ')}`
    } could be read from it.`,
  };
}

function parseContents(text: string): { active: string; environments: Environment[]; faults: string[] } {
  const nothing = { active: PRACTICE, environments: [] };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ...nothing, faults: ['it is not JSON'] };
  }
  const outer = fileSchema.safeParse(json);
  if (!outer.success) return { ...nothing, faults: issueSentences(outer.error).slice(0, 2) };
  const environments: Environment[] = [];
  const faults: string[] = [];
  outer.data.environments.forEach((entry, index) => {
    const parsed = environmentSchema.safeParse(entry);
    if (parsed.success && !environments.some(({ name }) => name === parsed.data.name)) {
      environments.push(parsed.data);
    } else {
      const fault = parsed.success ? 'name: used twice' : issueSentences(parsed.error)[0];
      faults.push(`environments[${index}].${fault ?? 'not valid'}`);
    }
  });
  const { active } = outer.data;
  if (active === PRACTICE || environments.some(({ name }) => name === active)) {
    return { active, environments, faults };
  }
  return {
    active: PRACTICE,
    environments,
    faults: [...faults, 'active: names an environment that is not there'],
  };
}
