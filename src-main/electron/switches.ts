import { resolve } from 'node:path';

/** How this start differs from a plain one: for development, tests and machines without a display. */
export interface Switches {
  /** `--until-done`: practise, exit with 0 or 1, leave screenshots. */
  readonly untilDone: boolean;
  /** Absolute path of the user-data folder, or null for the system's own place. */
  readonly userData: string | null;
  /** The simulator's scenario; undefined for its default. */
  readonly scenario: string | undefined;
  /** Animations off, so that tests and screenshots see settled pages. */
  readonly hideMotion: boolean;
  /** The display was made by the start script: screenshots stand in for looking. */
  readonly virtualDisplay: boolean;
  /** Somebody sits in front of the window: modal boxes may be shown. */
  readonly attended: boolean;
}

/**
 * Reads `--until-done` and the variables ACTION_DESK_USER_DATA, ACTION_DESK_SCENARIO, ACTION_DESK_HIDE_MOTION=1 and
 * ACTION_DESK_VIRTUAL_DISPLAY=1. Unknown arguments belong to Chromium and are left alone.
 */
export function readSwitches(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Switches {
  const untilDone = argv.includes('--until-done');
  const virtualDisplay = environment.ACTION_DESK_VIRTUAL_DISPLAY === '1';
  const motionHidden = environment.ACTION_DESK_HIDE_MOTION === '1';
  return {
    untilDone,
    userData: environment.ACTION_DESK_USER_DATA ? resolve(environment.ACTION_DESK_USER_DATA) : null,
    scenario: environment.ACTION_DESK_SCENARIO || undefined,
    hideMotion: untilDone || motionHidden,
    virtualDisplay,
    attended: !untilDone && !motionHidden && !virtualDisplay,
  };
}
