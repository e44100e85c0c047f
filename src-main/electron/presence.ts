import type { Log } from '#main/agent/ports.ts';
import type { Notice } from './notifications-decision.ts';
import { watchTrayFacts, type TrayFactsWatch } from './tray-facts.ts';
import { openTray, type DeskTray } from './tray.ts';
import type { TrayChoice, TrayFacts } from './tray-words.ts';

/** Said once, when the window is closed for the first time and the agent goes on. */
export const STAYS_IN_TRAY: Notice = {
  title: 'Action Desk goes on in the tray',
  body: 'The agent goes on polling. The icon in the tray opens the window again, and so does a second start. Settings say what closing does.',
  path: '/settings',
};

/** What is seen of the application outside of its window: tray and badge. */
export interface Presence extends TrayFactsWatch {
  openTray(): void;
  /** Whether there is something in the tray to come back by. */
  inTray(): boolean;
}

export function createPresence(options: {
  readonly choose: (choice: TrayChoice) => void;
  readonly log: Log;
}): Presence {
  let tray: DeskTray | null = null;
  let latest: TrayFacts | null = null;
  const facts = watchTrayFacts((next) => {
    latest = next;
    tray?.show(next);
  }, options.log);
  return {
    ...facts,
    openTray() {
      tray = openTray(options.choose, options.log);
      if (tray && latest) tray.show(latest);
    },
    inTray: () => tray !== null,
  };
}
