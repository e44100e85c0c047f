import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { loadAgentConfig } from '../config/agent-config.ts';
import { environmentFolder } from '../platform/data-paths.ts';
import { DEFAULT_KEY_FILE, openKeyFile } from '../vault/key-file.ts';
import type { KeyHandle } from '../vault/key-handle.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';

export interface FolderFlags {
  data?: string;
  config?: string;
  keyFile?: string;
}

/** Where the desktop keeps a key that only the user's keyring can unwrap. */
const KEYRING_KEY = 'key.wrapped';

/** Adds the flags that name a data folder and its vault. */
export function withFolderFlags(command: Command): Command {
  return command
    .option('--data <dir>', "data folder (default: the app's own folder for the environment, else practice)")
    .addOption(
      new Option('--config <file>', 'configuration of a headless agent, for its vault').conflicts('keyFile'),
    )
    .option('--key-file <file>', 'key file of the vault (default: "key" in the data folder)');
}

/** A data folder and its key file, as the flags and the configuration name them. */
export interface DataFolder {
  dir: string;
  keyFile: string;
}

export function dataFolderOf(flags: FolderFlags): DataFolder {
  const config = flags.config === undefined ? null : loadAgentConfig(resolve(flags.config));
  const dir = resolve(flags.data ?? environmentFolder(config?.environment ?? 'practice'));
  const own = join(dir, DEFAULT_KEY_FILE);
  if (flags.keyFile === undefined && !config && existsSync(join(dir, KEYRING_KEY))) {
    return { dir, keyFile: '' };
  }
  return { dir, keyFile: flags.keyFile === undefined ? (config?.keyFile ?? own) : resolve(flags.keyFile) };
}

/** The key, for reading: null where there is none yet. Makes nothing. */
export function existingKey({ keyFile }: DataFolder): KeyHandle | null {
  return keyFile !== '' && existsSync(keyFile) ? openKeyFile(keyFile) : null;
}

/** The key, for adding secrets: made on first use. Throws where the folder belongs to the desktop's keyring. */
export function keyForWriting({ dir, keyFile }: DataFolder): KeyHandle {
  if (keyFile !== '') return openKeyFile(keyFile);
  throw new ActionDeskError(
    'vault-unavailable',
    `The tokens in ${dir} are under a key in the desktop's keyring: add clients in the window, or name a key file with --key-file.`,
  );
}
