import type { Notice } from '#shared/domain/notice.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import type { Log, RunLedger, RunRecord } from '../agent/ports.ts';
import { listBackups, takeBackup } from '../store/ledger-backups.ts';
import { openKeptLedger, suspectLedger } from '../store/open-kept-ledger.ts';
import type { OpenOptions, StoreDatabase } from '../store/open-database.ts';
import { openJournal, type OwedResult } from '../store/run-journal.ts';
import { createOwedLookup, createRunLookup, withOwed } from '../store/run-lookups.ts';
import { isDamage } from '../store/store-error.ts';
import { mendedSentence } from './mended-sentence.ts';

/** The first backup waits until the start is over; one is due when the newest is this old. */
const FIRST_BACKUP_MS = 60_000;
const BACKUP_EVERY_MS = 60 * 60_000;
/** After clients were changed, once for all of a burst: nobody can tell their tokens again. */
const BACKUP_SOON_MS = 10_000;

/** Keeps the ledger of one agent: mends it at start, backs it up, watches its writes and tells what is wrong with it. */
export interface LedgerKeeper {
  readonly db: StoreDatabase;
  notices(): readonly Notice[];
  /** Damage found while the agent works, which the next start mends; null without. */
  damage(): Pick<Notice, 'since' | 'sentence'> | null;
  /** The same ledger; what its calls end in is seen. */
  watching(ledger: RunLedger): RunLedger;
  /** After the commit; null where only its timeline grew, or where it was merged into another run: answers false then. */
  runChanged(runId: string, run: RunRecord | null, owed: readonly OwedResult[]): boolean;
  /** From now on backups are taken; `live` are the runs that the agent begins with. */
  begin(live: readonly RunRecord[]): void;
  /** Something changed that no journal holds: a backup is taken soon. */
  backupSoon(): void;
  close(): Promise<void>;
}

export interface LedgerKeeperOptions {
  dataDir: string;
  open: OpenOptions;
  now: () => number;
  log: Log;
  /** What `notices` answers has changed. */
  onNotices: () => void;
  /** Damage was found while the agent works: nothing new may be taken. */
  onDamage: () => void;
  /** The one of `store/` unless given. */
  takeBackup?: typeof takeBackup;
}

const noticeOf = (
  severity: Notice['severity'],
  since: number,
  sentence: string,
  detail?: string,
): Notice => ({
  ...{ kind: 'ledger', severity, since, sentence },
  ...(detail === undefined ? {} : { detail }),
});

/** Throws what opening the ledger throws, where it is not damage that could be mended. */
export async function openLedgerKeeper(options: LedgerKeeperOptions): Promise<LedgerKeeper> {
  const { dataDir, log, now, onNotices } = options;
  const { db, mended } = await openKeptLedger(dataDir, options.open, now());
  let history: Notice | null = null;
  let trouble: Notice | null = null;
  let damage: Notice | null = null;
  if (mended) {
    history = noticeOf('warning', now(), mendedSentence(mended), mended.what);
    log('error', 'ledger-mended', { ...mended, restored: mended.restored?.file ?? null });
  }
  let journal: ReturnType<typeof openJournal> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let dueAt = Infinity;
  let backingUp: Promise<void> | null = null;
  let dueAgain = false;
  let closed = false;
  const hasRun = createRunLookup(db);
  const owedOf = createOwedLookup(db);

  function damaged(thrown: unknown): void {
    if (damage) return;
    const { message } = toActionDeskError(thrown);
    const sentence =
      'The ledger file is damaged: nothing new is taken. The agent starts again to mend it; where it does not within a minute, start it yourself.';
    damage = noticeOf('error', now(), sentence, message);
    log('error', 'ledger-damaged', { message });
    try {
      suspectLedger(dataDir);
    } catch (later) {
      log('error', 'ledger-not-marked', { message: toActionDeskError(later).message });
    }
    options.onDamage();
    onNotices();
  }

  function worked(): void {
    if (!trouble) return;
    trouble = null;
    log('info', 'ledger-writable-again');
    onNotices();
  }

  function failed(thrown: unknown): void {
    if (isDamage(thrown)) return damaged(thrown);
    const error = toActionDeskError(thrown);
    if (trouble || error.code !== 'internal' || !error.retryable) return;
    const sentence =
      'The ledger cannot be written: no job is claimed and no result is sent until it can be again.';
    trouble = noticeOf('error', now(), sentence, error.message);
    log('error', 'ledger-not-writable', { message: error.message });
    onNotices();
  }

  async function backUp(): Promise<void> {
    const whole = journal?.backupBegun();
    try {
      await (options.takeBackup ?? takeBackup)(dataDir, now(), options.open);
      whole?.();
      log('info', 'ledger-backed-up');
    } catch (thrown) {
      if (isDamage(thrown)) damaged(thrown);
      else log('warn', 'ledger-not-backed-up', { message: toActionDeskError(thrown).message });
    }
  }

  function plan(delayMs: number): void {
    const at = performance.now() + delayMs;
    if (closed || damage || at >= dueAt) return;
    dueAt = at;
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => {
      dueAt = Infinity;
      // The one under way copies what was there when it began.
      if (backingUp) return void (dueAgain = true);
      backingUp = backUp().finally(() => {
        backingUp = null;
        plan(dueAgain ? 0 : BACKUP_EVERY_MS);
        dueAgain = false;
      });
    }, delayMs);
    timer.unref();
  }

  return {
    db,
    notices: () => [damage, trouble, history].filter((notice) => notice !== null),
    damage: () => damage,
    watching: (ledger) =>
      new Proxy(ledger, {
        get(target, name: keyof RunLedger) {
          const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
          return async (...args: unknown[]) => {
            try {
              const answer = await method(...args);
              if (!READS.has(name)) worked();
              return answer;
            } catch (thrown) {
              failed(thrown);
              throw thrown;
            }
          };
        },
      }),
    runChanged(runId, run, owed) {
      if (run) journal?.note(withOwed(run, () => owed));
      // A damaged file may answer that nothing is there.
      if (run || damage || hasRun(runId)) return true;
      journal?.drop(runId);
      return false;
    },
    begin(live) {
      journal = openJournal(
        dataDir,
        live.map((run) => withOwed(run, () => owedOf(run.runId))),
      );
      const newest = listBackups(dataDir)[0]?.at ?? -Infinity;
      const dueInMs = Math.min(BACKUP_EVERY_MS, newest + BACKUP_EVERY_MS - now());
      plan(mended ? 0 : Math.max(FIRST_BACKUP_MS, dueInMs));
    },
    backupSoon: () => plan(BACKUP_SOON_MS),
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      await backingUp;
      await journal?.written();
      db.close();
    },
  };
}

/** They say nothing of whether the file can be written. */
const READS: ReadonlySet<keyof RunLedger> = new Set([
  ...(['find', 'findByJob', 'outputArtifacts', 'unsettledResult', 'unsettledResults'] as const),
  ...(['unsettledResultsOf', 'liveRuns', 'runsWaitingForToken'] as const),
]);
