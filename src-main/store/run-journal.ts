import { appendFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '#main/agent/ports.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { JobResult } from '#shared/domain/job.ts';
import { isFinal } from '#shared/domain/run-state.ts';

/** Beside the ledger: a line of JSON for each step of a run, so that a restored backup can be brought up to date. */
export const JOURNAL_FILE = 'live-runs.jsonl';

/** Final runs are kept until a backup has them, and no more than this: without its line a run ends by the service's word. */
const MOST_FINAL_RUNS = 5_000;

/** The file is written anew when it has this many lines more than there are runs to tell of. */
const MOST_STALE_LINES = 2_000;

/** A result in the outbox of a run that is reporting, and the job that it is for. */
export interface OwedResult {
  jobId: JobId;
  result: JobResult;
}

/** A run as its line tells of it. `owed` is there while it is reporting; lines of earlier versions have none. */
export interface JournalledRun extends RunRecord {
  owed?: readonly OwedResult[];
}

/**
 * What CodePipeline does not tell again when the ledger is lost: which jobs this agent has claimed, under which idempotency
 * key, the backend's ids, and what may have been answered. A line is in the file before the agent acts on its step, without a
 * flush: it is for a damaged ledger, and what a power cut takes from it the ledger still has.
 */
export interface RunJournal {
  /**
   * Remembers a run as it is now: when this returns, the line outlives the process. Never throws: where it cannot be written,
   * the file is written anew with the next one.
   */
  note(run: JournalledRun): void;
  /** The run was merged into another one. */
  drop(runId: string): void;
  /** A backup begins: answers a function to call when it is whole, which drops the final runs that it holds. */
  backupBegun(): () => void;
  /** Resolves when nobody writes the file anew. */
  written(): Promise<void>;
}

interface Line {
  text: string;
  step: string;
  isFinal: boolean;
}

const stepOf = (run: JournalledRun): string =>
  JSON.stringify([
    ...[run.state, run.heldBy, run.attempt, run.currentJobId, run.externalExecutionId],
    ...[run.continuationToken, run.claimingSince, run.deadlineAt, run.owed?.map(({ jobId }) => jobId)],
  ]);

/** The newest line of each run. A line that is cut off or is none of ours is passed over. */
export function readJournal(dataDir: string): JournalledRun[] {
  const file = join(dataDir, JOURNAL_FILE);
  if (!existsSync(file)) return [];
  const newest = new Map<string, JournalledRun>();
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    try {
      const run = JSON.parse(text) as JournalledRun;
      if (typeof run.runId !== 'string') continue;
      newest.delete(run.runId);
      if (typeof run.state === 'string') newest.set(run.runId, run);
    } catch {
      // The last line of a process that was ended, or a damaged one.
    }
  }
  return [...newest.values()];
}

/** Goes on with the journal in `dataDir`; `live` are the runs of the ledger, which tells more than an old journal. */
export function openJournal(dataDir: string, live: readonly JournalledRun[]): RunJournal {
  const file = join(dataDir, JOURNAL_FILE);
  const lines = new Map<string, Line>();
  let stale = 0;
  /** An earlier process, or a full disk, may have left half a line at the end. */
  let torn = true;
  /** While the file is written anew: what was added meanwhile. */
  let added: string[] | null = null;
  let writing = Promise.resolve();

  /** The line to write; null where the run has made no step. */
  function keep(run: JournalledRun): string | null {
    const known = lines.get(run.runId);
    const line = { text: JSON.stringify(run), step: stepOf(run), isFinal: isFinal(run.state) };
    if (known?.step === line.step) return null;
    lines.delete(run.runId);
    lines.set(run.runId, line);
    return `${line.text}\n`;
  }

  function dropOldFinals(): void {
    let most = [...lines.values()].filter((line) => line.isFinal).length - MOST_FINAL_RUNS;
    for (const [runId, line] of lines) if (line.isFinal && most-- > 0) lines.delete(runId);
  }

  async function replaceBy(text: string, meanwhile: readonly string[]): Promise<void> {
    try {
      await writeFile(`${file}.new`, text, { mode: 0o600 });
      if (meanwhile.length > 0) appendFileSync(`${file}.new`, meanwhile.join(''));
      renameSync(`${file}.new`, file);
      torn = false;
    } catch {
      // A full disk: tried again with the next line.
      stale = Infinity;
    }
    added = null;
  }

  function writeAnew(): void {
    if (added) return;
    dropOldFinals();
    stale = 0;
    added = [];
    writing = replaceBy([...lines.values()].map(({ text }) => `${text}\n`).join(''), added);
  }

  /** A few microseconds: the line goes to the system, which keeps it when this process is killed. */
  function append(text: string): void {
    added?.push(text);
    try {
      appendFileSync(file, torn ? `\n${text}` : text, { mode: 0o600 });
      torn = false;
      stale += 1;
    } catch {
      torn = true;
      stale = Infinity;
    }
    if (stale > MOST_STALE_LINES) writeAnew();
  }

  const present = new Set(live.map((run) => run.runId));
  for (const run of readJournal(dataDir)) if (isFinal(run.state) && !present.has(run.runId)) keep(run);
  for (const run of live) keep(run);
  writeAnew();

  return {
    note(run) {
      const text = keep(run);
      if (text !== null) append(text);
    },
    drop(runId) {
      if (lines.delete(runId)) append(`${JSON.stringify({ runId })}\n`);
    },
    backupBegun() {
      const finals = [...lines].filter(([, line]) => line.isFinal);
      return () => {
        for (const [runId, line] of finals) if (lines.get(runId) === line) lines.delete(runId);
        stale = Infinity;
      };
    },
    async written() {
      await writing;
    },
  };
}
