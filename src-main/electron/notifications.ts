import { Notification } from 'electron';
import type { CallClock } from './call-people.ts';
import { notificationBody } from './notification-body.ts';
import type { Notice } from './notifications-decision.ts';

/** How many are kept so that a click on them still leads somewhere. */
const MOST_KEPT = 20;

/** The system's notifications. `open` is called with the page of one that was clicked. */
export function createNativeNotifications(open: (path: string) => void): {
  /** False where the system has none: then nothing was shown. */
  readonly show: (notice: Notice) => boolean;
} {
  // One that nobody holds is collected, and its click is lost with it.
  const kept: Notification[] = [];
  return {
    show({ title, body, path }) {
      if (!Notification.isSupported()) return false;
      const notification = new Notification({ title, body: notificationBody(body, process.platform) });
      notification.on('click', () => open(path));
      kept.push(notification);
      if (kept.length > MOST_KEPT) kept.shift();
      notification.show();
      return true;
    },
  };
}

/** The computer's own time. */
export const systemCallClock: CallClock = {
  now: Date.now,
  minuteOfDay: () => new Date().getHours() * 60 + new Date().getMinutes(),
  every(ms, call) {
    const timer = setInterval(call, ms);
    return () => clearInterval(timer);
  },
};
