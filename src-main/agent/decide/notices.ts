import type { CellView } from '#shared/domain/agent-cell.ts';
import type { Notice } from '#shared/domain/notice.ts';
import { SLOWEST_FACTOR } from './next-poll.ts';

/** What is looked at for the window's strip. Times are epoch milliseconds. */
export interface NoticeFacts {
  cells: readonly CellView[];
  pollIntervalMs: number;
  /** When the credentials end, where their provider tells it. */
  credentialsEndAt: number | null;
  /** The data folder's disk; `lowSince`: since when it has been seen nearly full. Null where it cannot be asked. */
  disk: { freeBytes: number; totalBytes: number; lowSince: number | null } | null;
}

const CREDENTIALS_WARNING_MS = 15 * 60_000;

/** So many intervals without an answer, and at least this long: one slow answer is no silence. */
const SILENT_INTERVALS = 3;
const SILENT_AT_LEAST_MS = 10_000;

const MB = 1024 * 1024;
const DISK_LOW = { bytes: 500 * MB, part: 0.02, partBelowBytes: 10 * 1024 * MB };
const DISK_CRITICAL_BYTES = 100 * MB;

const REGIONS_NAMED = 3;

/** Whether the disk is nearly full: below 500 MB, or below 2 % where that is less than 10 GB. */
export function isDiskLow(disk: { freeBytes: number; totalBytes: number }): boolean {
  const { freeBytes, totalBytes } = disk;
  if (freeBytes < DISK_LOW.bytes) return true;
  return freeBytes < totalBytes * DISK_LOW.part && freeBytes < DISK_LOW.partBelowBytes;
}

/** What a person has to know on every page, the most urgent first. Sentences stay the same while nothing changes. */
export function decideNotices(facts: NoticeFacts, now: number): Notice[] {
  const active = facts.cells.filter(polls);
  const notices = [
    credentials(active, facts.credentialsEndAt, now),
    ...silence(active, facts.pollIntervalMs, now),
    disk(facts.disk, now),
  ].filter((notice) => notice !== null);
  return notices.sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}

/** Neither paused by a person nor ending with the agent. */
function polls(cell: CellView): boolean {
  if (cell.switch === 'paused' || cell.mode === 'stopped') return false;
  return cell.mode !== 'draining' || cell.switch === 'draining';
}

function heardAt(cell: CellView): number {
  return Math.max(cell.lastAnswerAt ?? 0, cell.pollingSince);
}

function isSilent(cell: CellView, pollIntervalMs: number, now: number): boolean {
  const intervalMs = pollIntervalMs * (cell.pace === 'idle' ? SLOWEST_FACTOR : 1);
  return now - heardAt(cell) > Math.max(SILENT_INTERVALS * intervalMs, SILENT_AT_LEAST_MS);
}

function credentials(active: readonly CellView[], endAt: number | null, now: number): Notice | null {
  const without = active.filter((cell) => cell.mode === 'no-credentials');
  const act = { page: 'settings', label: 'Open settings' } as const;
  if (without.length > 0) {
    const where = without.length === active.length ? '' : ` in ${places(without)}`;
    return {
      kind: 'credentials',
      severity: 'error',
      since: Math.min(...without.map((cell) => cell.failingSince ?? now)),
      sentence: `There are no usable AWS credentials${where}: nothing is polled there, and results wait. Sign in again, or choose other credentials.`,
      ...saying(without),
      act,
    };
  }
  if (endAt === null || endAt - now > CREDENTIALS_WARNING_MS) return null;
  const ended = endAt <= now;
  return {
    kind: 'credentials',
    severity: ended ? 'error' : 'warning',
    since: ended ? endAt : endAt - CREDENTIALS_WARNING_MS,
    sentence: ended
      ? 'The AWS credentials have ended. Sign in again, or choose other credentials.'
      : 'The AWS credentials end soon, unless they are renewed: nothing is polled or answered from then on. Sign in again.',
    ...(ended ? {} : { endsAt: endAt }),
    act,
  };
}

function silence(active: readonly CellView[], pollIntervalMs: number, now: number): Notice[] {
  const silent = active.filter(
    (cell) => cell.mode !== 'no-credentials' && isSilent(cell, pollIntervalMs, now),
  );
  const full = silent.filter((cell) => cell.pace === 'waiting-for-slot');
  const cutOff = silent.filter((cell) => cell.pace !== 'waiting-for-slot');
  const act = { page: 'agent', label: 'Open the agent' } as const;
  const since = (cells: readonly CellView[]): number => Math.min(...cells.map(heardAt));
  const notices: Notice[] = [];
  if (cutOff.length > 0) {
    const wholly = regionsOf(cutOff).some((region) =>
      active.filter((cell) => cell.region === region).every((cell) => cutOff.includes(cell)),
    );
    const what =
      cutOff.length === active.length
        ? `No poll has been answered for three intervals, in ${places(cutOff)}`
        : `No poll of ${cutOff.length} of the ${active.length} cells at work has been answered for three intervals, in ${places(cutOff)}`;
    notices.push({
      kind: 'silence',
      severity: wholly ? 'error' : 'warning',
      since: since(cutOff),
      sentence: `${what}: new jobs are not seen there.`,
      ...saying(cutOff),
      act,
    });
  }
  if (full.length > 0) {
    notices.push({
      kind: 'slots',
      severity: 'warning',
      since: since(full),
      sentence: `Every slot is taken: ${full.length} of the ${active.length} cells at work have not polled for three intervals, in ${places(full)}.`,
      act,
    });
  }
  return notices;
}

function disk(facts: NoticeFacts['disk'], now: number): Notice | null {
  if (!facts || !isDiskLow(facts)) return null;
  return {
    kind: 'disk',
    severity: facts.freeBytes < DISK_CRITICAL_BYTES ? 'error' : 'warning',
    since: facts.lowSince ?? now,
    sentence:
      'The disk with the ledger is nearly full. When it is full, no new job is claimed. Free some space.',
    detail: `${megabytes(facts.freeBytes)} of ${megabytes(facts.totalBytes)} are free.`,
  };
}

function megabytes(bytes: number): string {
  const mb = bytes / MB;
  return mb < 1024 ? `${Math.floor(mb)} MB` : `${(mb / 1024).toFixed(1)} GB`;
}

function regionsOf(cells: readonly CellView[]): string[] {
  return [...new Set(cells.map((cell) => cell.region))];
}

function places(cells: readonly CellView[]): string {
  const regions = regionsOf(cells);
  const named = regions.slice(0, REGIONS_NAMED).join(', ');
  return regions.length <= REGIONS_NAMED
    ? named
    : `${named} and ${regions.length - REGIONS_NAMED} more regions`;
}

/** What was said to the cell that has failed for the longest time. */
function saying(cells: readonly CellView[]): { detail?: string } {
  const [longest] = cells
    .filter((cell) => cell.lastError !== null)
    .sort((a, b) => (a.failingSince ?? Infinity) - (b.failingSince ?? Infinity));
  return longest?.lastError ? { detail: longest.lastError } : {};
}
