import { copyFile, cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BACKUP_FOLDER } from '#main/store/ledger-backups.ts';
import { DATABASE_FILE } from '#main/store/open-store.ts';
import type { Ledger } from '#test/support/simulator.ts';

/**
 * What is lost at a death: `all` but the clients and the run folders of command processors (a program that runs on this machine
 * can be known by them only), or the `database`, so that the journal of runs and a backup that knows the clients are left.
 */
export type LossExtent = 'all' | 'database';

/**
 * What CodePipeline had of a run when its agent lost its database, and with it, but for the last kind, all that the run could
 * be rebuilt from.
 *
 *   rebuilt        the journal of runs was left: the run ends as if nothing had been lost.
 *   run-over       the final result was accepted: nothing is left to be done, and nothing may be done.
 *   job-to-come    the next job was not claimed, or not made yet: it is handed out (again), and its token tells how to go on.
 *   unanswerable   the open job was claimed. Its id is nowhere but in the lost database, and CodePipeline hands out no job
 *                  that is claimed: only the time-out remains, and nothing may be started or reported.
 */
export interface LedgerLoss {
  readonly kind: 'rebuilt' | 'run-over' | 'job-to-come' | 'unanswerable';
  /** Jobs of the chain that were over. */
  readonly answered: number;
}

/** Reads from the simulator's ledger what can become of a chain whose agent has lost so much. */
export function readLoss(
  ledger: Pick<Ledger, 'jobs' | 'chains'>,
  chainId: string,
  extent: LossExtent,
): LedgerLoss {
  const jobs = ledger.jobs.filter((job) => job.chainId === chainId);
  const open = jobs.filter(({ status }) => ['Queued', 'Dispatched', 'InProgress'].includes(status));
  const answered = jobs.length - open.length;
  if (extent === 'database') return { kind: 'rebuilt', answered };
  if (ledger.chains.find((chain) => chain.chainId === chainId)?.final != null)
    return { kind: 'run-over', answered };
  const claimed = open.some(({ status }) => status === 'InProgress');
  return { kind: claimed ? 'unanswerable' : 'job-to-come', answered };
}

/** Where command processors keep their run folders. */
const KEPT = 'commands';

/** Takes from `dataDir` what is lost; the database in `freshDir` knows the clients. Nobody may have either of them open. */
export async function loseDatabase(dataDir: string, freshDir: string, extent: LossExtent): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const isLost = extent === 'all' ? name !== KEPT : name.startsWith(DATABASE_FILE);
    if (isLost) await rm(join(dataDir, name), { recursive: true, force: true });
  }
  if (extent === 'all') return cp(freshDir, dataDir, { recursive: true });
  const backups = join(dataDir, BACKUP_FOLDER);
  await mkdir(backups, { recursive: true });
  await copyFile(join(freshDir, DATABASE_FILE), join(backups, 'ledger-20260101T000000Z.db'));
}
