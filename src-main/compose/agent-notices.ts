import type { CellView } from '#shared/domain/agent-cell.ts';
import { noticeKey, type Notice } from '#shared/domain/notice.ts';
import { decideNotices, isDiskLow, type NoticeFacts } from '../agent/decide/notices.ts';
import type { Clock } from '../agent/ports.ts';
import type { DiskSpace } from '../platform/disk-space.ts';

/** Silence shows by the passing of time alone. */
const LOOK_EVERY_MS = 2_000;

/** Disk and credentials change slowly, and asking for them costs a system call or a file. */
const ASK_EVERY_MS = 60_000;

/** Where the facts come from. */
export interface NoticeSources {
  cells(): readonly CellView[];
  pollIntervalMs: number;
  /** Epoch ms, null where the provider does not tell. A rejection counts as null. */
  credentialsEndAt(): Promise<number | null>;
  /** A rejection counts as unknown. */
  diskSpace(): Promise<DiskSpace>;
  /** What other parts of the runtime have to tell. */
  more(): readonly Notice[];
}

/** Looks after the notices of a runtime; `onChange` is called when what they say has changed. */
export function watchNotices(
  sources: NoticeSources,
  clock: Clock,
  onChange: () => void,
): { notices(): Notice[]; close(): Promise<void> } {
  const closing = new AbortController();
  let credentialsEndAt: number | null = null;
  let disk: NoticeFacts['disk'] = null;
  let shown = '';

  const notices = (): Notice[] => {
    const { pollIntervalMs } = sources;
    const facts = { cells: sources.cells(), pollIntervalMs, credentialsEndAt, disk };
    return [...sources.more(), ...decideNotices(facts, clock.now())];
  };

  async function ask(): Promise<void> {
    const [space, endAt] = await Promise.all([
      sources.diskSpace().catch(() => null),
      // Until a poll was answered nobody knows whether there are any, and looking for them may take seconds.
      sources.cells().some((cell) => cell.lastAnswerAt !== null)
        ? sources.credentialsEndAt().catch(() => null)
        : null,
    ]);
    credentialsEndAt = endAt;
    disk = space && { ...space, lowSince: isDiskLow(space) ? (disk?.lowSince ?? clock.now()) : null };
  }

  async function look(): Promise<void> {
    let askedAt = -Infinity;
    let asking: Promise<void> | null = null;
    while (!closing.signal.aborted) {
      if (!asking && clock.monotonicMs() - askedAt >= ASK_EVERY_MS) {
        askedAt = clock.monotonicMs();
        asking = ask().finally(() => (asking = null));
        // A program that tells credentials, or a disk behind a network, may never answer: nobody waits for it.
        await Promise.race([asking, clock.sleep(LOOK_EVERY_MS, closing.signal)]);
      }
      const now = notices().map(noticeKey).join('\n');
      if (now !== shown) {
        shown = now;
        onChange();
      }
      await clock.sleep(LOOK_EVERY_MS, closing.signal);
    }
  }

  const looking = look();
  return {
    notices,
    async close() {
      closing.abort();
      await looking;
    },
  };
}
