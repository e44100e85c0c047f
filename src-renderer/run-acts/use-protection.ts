import type { Protection } from '#shared/domain/environment.ts';
import { whyReadOnly } from '#shared/domain/protection.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';

/** What the environment at work asks of people. Until it is known, it asks nothing: the main process decides in any case. */
export function useProtection(): {
  environment: string;
  protection: Protection;
  /** Why no act at all can be done here, or null. */
  readOnly: string | null;
} {
  const info = useAnswer('app.info', null).data;
  const environment = info?.environment ?? '';
  const protection = info?.protection ?? 'open';
  return { environment, protection, readOnly: whyReadOnly(protection, environment) };
}
