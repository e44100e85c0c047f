import type { Actor } from '#main/compose/runtime.ts';
import { osUser } from '#main/platform/os-user.ts';

/** The person at the window, with what was given for the act. */
export function actorOf(given: { reason?: string | undefined; typedName?: string | undefined }): Actor {
  return { who: osUser(), reason: given.reason || null, typedName: given.typedName };
}
