import { app } from 'electron';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Switches } from './switches.ts';

/**
 * Chooses the user-data folder, makes it (mode 0700) and answers its path. `--until-done` gets one of its own unless
 * another is named, so that it neither meets a running console nor depends on its settings.
 */
export function chooseUserData(switches: Switches): string {
  const usual = app.getPath('userData');
  const folder = switches.userData ?? (switches.untilDone ? join(usual, 'until-done') : usual);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  app.setPath('userData', folder);
  return folder;
}
