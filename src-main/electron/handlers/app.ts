import type { Handlers } from '../answer-request.ts';
import { PRACTICE } from '../environment-file.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';
import type { Theme } from '../window-state.ts';

/** What the application handlers need of Electron, so that this file can do without it. */
export interface Shell {
  readonly version: string;
  readonly electronVersion: string;
  readonly reducedMotion: boolean;
  /** Answers false for a link that may not be opened. */
  openLink(url: string): Promise<boolean>;
  copyText(text: string): Promise<void>;
  setTheme(theme: Theme): void;
  /** Whether the window holds something typed that is not stored. */
  setUnsaved(unsaved: boolean): void;
}

/** The application itself. `fileProblem` is what could not be read of the stored environments. */
export function appHandlers(
  host: RuntimeHost,
  shell: Shell,
  fileProblem: string | null,
): Pick<
  Handlers,
  'app.info' | 'app.notices' | 'app.openLink' | 'app.copyText' | 'app.setTheme' | 'app.setUnsaved'
> {
  return {
    'app.info': async () => {
      const startProblem = await host.startProblem();
      const runtime = startProblem === null ? await host.runtime() : null;
      return {
        version: shell.version,
        electronVersion: shell.electronVersion,
        environment: host.environment(),
        practice: host.environment() === PRACTICE,
        protection: runtime?.protection ?? 'open',
        simulatorEndpoint: runtime?.simulatorEndpoint ?? null,
        tokenKeeping: runtime?.tokenKeeping ?? { kept: false, sentence: 'No environment is at work.' },
        reducedMotion: shell.reducedMotion,
        startProblem: startProblem ?? fileProblem,
      };
    },
    'app.notices': async () => ((await host.startProblem()) === null ? (await host.runtime()).notices() : []),
    'app.openLink': async ({ url }) => ({ opened: await shell.openLink(url) }),
    'app.copyText': async ({ text }) => {
      await shell.copyText(text);
      return null;
    },
    'app.setUnsaved': ({ unsaved }) => {
      shell.setUnsaved(unsaved);
      return Promise.resolve(null);
    },
    'app.setTheme': ({ theme }) => {
      shell.setTheme(theme);
      return Promise.resolve(null);
    },
  };
}
