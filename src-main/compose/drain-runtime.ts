import { toActionDeskError } from '#shared/domain/errors.ts';
import type { Agent } from '../agent/agent.ts';
import type { Clock, Log } from '../agent/ports.ts';
import type { ActsUnderWay } from './acts-under-way.ts';
import type { BulkDesk } from './bulk-acts.ts';
import type { CommandDoor } from './command-door.ts';

/**
 * No new claims; acts under way and then what is in hand end within `drainMs`. Resources stay open. Never throws: a ledger that
 * cannot be read leaves what is in hand to the next start, which needs this folder's lock.
 */
export async function drainRuntime(
  parts: {
    agent: Agent;
    bulk: BulkDesk;
    acting: ActsUnderWay;
    door: CommandDoor;
    clock: Clock;
    log: Log;
  },
  drainMs: number,
): Promise<void> {
  const { agent, bulk, acting, door, clock, log } = parts;
  const endsAt = clock.monotonicMs() + drainMs;
  try {
    // Nothing new meanwhile: acts under way may take a while, and may leave more in hand.
    agent.control('pause', []);
    const acted = new AbortController();
    const actsEnd = Promise.all([bulk.close(), acting.ended()]);
    const inTime = Promise.race([actsEnd, clock.sleep(drainMs / 4, acted.signal)]);
    await Promise.all([door.drain(drainMs / 4), inTime]).finally(() => acted.abort());
    await agent.drain(Math.max(0, endsAt - clock.monotonicMs()));
  } catch (thrown) {
    log('error', 'drain-failed', { message: toActionDeskError(thrown).message });
  }
}
