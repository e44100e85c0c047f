import { z } from 'zod';

/** Native notifications; which are wanted is in the preferences. */
export const notificationsChannels = {
  /** Shows one at once, quiet hours or not. `shown` is false where the system has no notifications. */
  'notifications.test': {
    request: z.null(),
    response: z.object({ shown: z.boolean(), sentence: z.string() }),
  },
} as const;
