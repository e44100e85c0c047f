import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The project folder, as the argument that makes Electron run this application. */
export const projectFolder = resolve(import.meta.dirname, '../..');

/** What the set-up chose: see scripts/setup/toolchain.mjs for the meaning of each field. */
export interface Toolchain {
  readonly node: string;
  readonly electron: string;
  readonly electronDist: string;
  readonly electronVersion: string;
  readonly electronOrigin: 'override' | 'official' | 'fallback';
  readonly sqliteBinding: string | null;
}

/** Reads the record of the last set-up. Throws with the command to run when there has been none. */
export const readToolchain = (): Toolchain => {
  const file = resolve(projectFolder, 'node_modules/.cache/action-desk/toolchain.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Toolchain;
  } catch (cause) {
    throw new Error('Electron has not been set up: run `node scripts/setup.mjs`', { cause });
  }
};

/** The environment for a started application: the given one, and the SQLite binary that fits its Electron. */
export const electronEnvironment = (extra: Readonly<Record<string, string>> = {}): Record<string, string> => {
  const inherited = Object.entries(process.env).filter(([name]) => name !== 'ELECTRON_RUN_AS_NODE');
  const { sqliteBinding } = readToolchain();
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    ...(sqliteBinding === null ? {} : { ACTION_DESK_SQLITE_BINDING: sqliteBinding }),
    ...extra,
  };
};

/**
 * Options for Playwright's `_electron.launch`: the chosen Electron on the built application. Arguments of the
 * application follow the folder.
 */
export const electronLaunchOptions = (
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): {
  executablePath: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  chromiumSandbox: boolean;
} => ({
  executablePath: readToolchain().electron,
  args: [projectFolder, ...args],
  // As root Chromium's sandbox cannot be set up; everywhere else the tests run with it.
  chromiumSandbox: process.getuid?.() !== 0,
  cwd: projectFolder,
  env: electronEnvironment(environment),
});
