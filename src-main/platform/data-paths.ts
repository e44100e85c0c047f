import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

const APP_FOLDER = 'Action Desk';

/** The part of the process that decides where an application keeps its data. */
export interface Platform {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
}

function thisPlatform(): Platform {
  return { platform: process.platform, env: process.env, home: homedir() };
}

/**
 * The application's own folder, the same that Electron's `userData` gives:
 * `$XDG_CONFIG_HOME` or `~/.config`, `~/Library/Application Support`, `%APPDATA%`, then `Action Desk`.
 */
export function appFolder({ platform, env, home }: Platform = thisPlatform()): string {
  switch (platform) {
    case 'win32':
      return win32.join(env['APPDATA'] || win32.join(home, 'AppData', 'Roaming'), APP_FOLDER);
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', APP_FOLDER);
    default: {
      // A relative path there is invalid and to be ignored. Source: XDG Base Directory Specification.
      const configHome = env['XDG_CONFIG_HOME'];
      return posix.join(configHome?.startsWith('/') ? configHome : posix.join(home, '.config'), APP_FOLDER);
    }
  }
}

/** The data folder of one environment: its ledger, its lock, its key. */
export function environmentFolder(name: string, platform: Platform = thisPlatform()): string {
  const path = platform.platform === 'win32' ? win32 : posix;
  return path.join(appFolder(platform), 'environments', name);
}
