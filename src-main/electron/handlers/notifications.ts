import type { Handlers } from '../answer-request.ts';
import type { Notice } from '../notifications-decision.ts';

const TRIAL: Notice = {
  title: 'Action Desk',
  body: 'This is how you are called when a run needs a person. A click opens the runs.',
  path: '/runs',
};

/** `show` answers false where the system has no notifications. */
export function notificationsHandlers(
  show: (notice: Notice) => boolean,
): Pick<Handlers, 'notifications.test'> {
  return {
    'notifications.test': () => {
      const shown = show(TRIAL);
      const sentence = shown
        ? 'Handed to the system. If nothing appears, its own settings hold notifications back.'
        : 'This system has no notifications, or no service that shows them.';
      return Promise.resolve({ shown, sentence });
    },
  };
}
