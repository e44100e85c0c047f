import { isFinal } from '#shared/domain/run-state.ts';
import type { RunDetail, RunJob, TimelineEntry } from '#shared/domain/run.ts';
import type { RunNote } from '#shared/domain/run-note.ts';
import { timelineGroups } from './timeline-groups.ts';

/** Why nothing happened between two lines, as far as the lines themselves tell. */
export type Silence = 'next-job' | 'unclaimed' | 'next-try' | 'with-engineer' | 'at-work';

/** One thing that is read in the timeline. Times are epoch milliseconds. */
export type StoryPart =
  | { kind: 'line'; at: number; entry: TimelineEntry }
  /** At least three calls in a row that differ in nothing but time and figures. */
  | { kind: 'alike'; at: number; entries: readonly TimelineEntry[] }
  | { kind: 'gap'; at: number; until: number; silence: Silence }
  | { kind: 'note'; at: number; note: RunNote };

/** A job with what happened in it; `job` is null for what belongs to no job. */
export interface StoryJob {
  job: RunJob | null;
  parts: readonly StoryPart[];
}

/** A job, or at least three jobs in a row that went the same way. */
export type StoryChapter = { kind: 'job'; job: StoryJob } | { kind: 'jobs'; jobs: readonly StoryJob[] };

/** What is left out. An empty set of kinds leaves out nothing. */
export interface StoryFilter {
  kinds: ReadonlySet<TimelineEntry['kind']>;
  problemsOnly: boolean;
}

export const EVERYTHING: StoryFilter = { kinds: new Set(), problemsOnly: false };

/** A pause shorter than this is the pace of polling, not a gap. */
export const SHORTEST_GAP_MS = 5000;
const FEWEST_ALIKE = 3;

export function isProblem(entry: Pick<TimelineEntry, 'outcome'>): boolean {
  return entry.outcome === 'refused' || entry.outcome === 'failed';
}

export function isFiltered(filter: StoryFilter): boolean {
  return filter.problemsOnly || filter.kinds.size > 0;
}

function passes(entry: TimelineEntry, { kinds, problemsOnly }: StoryFilter): boolean {
  return (kinds.size === 0 || kinds.has(entry.kind)) && (!problemsOnly || isProblem(entry));
}

/** Figures change from one keep-alive to the next; what is said does not. */
const pattern = ({ kind, operation, outcome, sentence }: TimelineEntry): string =>
  [kind, operation, outcome, sentence.replace(/\d+([.,]\d+)*/g, '#')].join('\n');

function folded(parts: readonly StoryPart[]): StoryPart[] {
  const out: StoryPart[] = [];
  for (let at = 0; at < parts.length;) {
    const part = parts[at];
    if (!part) break;
    let end = at + 1;
    if (part.kind === 'line') {
      const like = pattern(part.entry);
      for (let next = parts[end]; next?.kind === 'line' && pattern(next.entry) === like; next = parts[end])
        end += 1;
    }
    const run = parts.slice(at, end).flatMap((one) => (one.kind === 'line' ? [one.entry] : []));
    if (run.length >= FEWEST_ALIKE) out.push({ kind: 'alike', at: part.at, entries: run });
    else out.push(...parts.slice(at, end));
    at = end;
  }
  return out;
}

/** When a line's call began: lines are written at the call's end. */
const began = (entry: TimelineEntry): number => entry.at - (entry.durationMs ?? 0);

function silenceBefore(
  next: TimelineEntry,
  before: TimelineEntry,
  facts: { newJob: boolean; claimed: boolean; manual: boolean },
): Silence {
  if (facts.newJob) return 'next-job';
  if (!facts.claimed) return 'unclaimed';
  if (isProblem(before)) return 'next-try';
  if (facts.manual || next.kind === 'engineer') return 'with-engineer';
  return 'at-work';
}

const isClaim = ({ operation, outcome }: TimelineEntry): boolean =>
  operation.startsWith('Acknowledge') && outcome === 'ok';

/** What went the same way in two jobs: the calls by pattern, however often the same one was made. */
const course = ({ parts }: StoryJob): string =>
  [
    ...new Set(
      parts.flatMap((part) =>
        part.kind === 'line' ? [pattern(part.entry)] : part.kind === 'alike' ? part.entries.map(pattern) : [],
      ),
    ),
  ].join('\f');

const isQuiet = ({ job, parts }: StoryJob): boolean =>
  job?.state === 'answered' &&
  parts.length > 0 &&
  parts.every((part) => part.kind === 'gap' || (part.kind !== 'note' && !entriesOf(part).some(isProblem)));

/** The lines of a part, in order of time. */
export function entriesOf(part: StoryPart): readonly TimelineEntry[] {
  return part.kind === 'line' ? [part.entry] : part.kind === 'alike' ? part.entries : [];
}

/** The job that was handed out last stays open to the eye: what happens next happens after it. */
function inChapters(jobs: readonly StoryJob[]): StoryChapter[] {
  const newest = jobs.at(-1);
  const chapters: StoryChapter[] = [];
  for (let at = 0; at < jobs.length;) {
    const first = jobs[at];
    if (!first) break;
    let end = at + 1;
    if (first !== newest && isQuiet(first)) {
      const like = course(first);
      const goesOn = (next: StoryJob | undefined): boolean =>
        next !== undefined && next !== newest && isQuiet(next) && course(next) === like;
      while (goesOn(jobs[end])) end += 1;
    }
    const run = jobs.slice(at, end);
    if (run.length >= FEWEST_ALIKE) chapters.push({ kind: 'jobs', jobs: run });
    else chapters.push(...run.map((job): StoryChapter => ({ kind: 'job', job })));
    at = end;
  }
  return chapters;
}

/**
 * The timeline as it is read, oldest first: lines under their jobs, notes at their time, gaps where nothing was called for
 * 5 s, repeats and jobs that went the same way folded. A filter leaves gaps and folds of jobs out: they would not be true of
 * what is left.
 */
export function timelineStory(
  detail: Pick<RunDetail, 'jobs' | 'timeline' | 'run'>,
  notes: readonly RunNote[],
  filter: StoryFilter = EVERYTHING,
): StoryChapter[] {
  const narrowed = isFiltered(filter);
  const manual = detail.run.processorKind === 'manual';
  let before: TimelineEntry | null = null;
  const waiting = narrowed ? [] : [...notes].sort((a, b) => a.at - b.at);
  const jobs = timelineGroups(detail, false).map(({ job, entries }): StoryJob => {
    const parts: StoryPart[] = [];
    let claimed = job === null;
    let newJob = before !== null;
    for (const entry of entries) {
      if (before && !narrowed && began(entry) - before.at >= SHORTEST_GAP_MS) {
        const silence = silenceBefore(entry, before, { newJob, claimed, manual });
        parts.push({ kind: 'gap', at: before.at, until: began(entry), silence });
      }
      while (waiting[0] && waiting[0].at < entry.at) {
        const [note] = waiting.splice(0, 1);
        if (note) parts.push({ kind: 'note', at: note.at, note });
      }
      if (passes(entry, filter)) parts.push({ kind: 'line', at: entry.at, entry });
      claimed ||= isClaim(entry);
      newJob = false;
      before = entry;
    }
    return { job, parts: folded(parts) };
  });
  const rest = waiting.map((note): StoryPart => ({ kind: 'note', at: note.at, note }));
  if (rest.length > 0) {
    const last = jobs.pop();
    jobs.push({ job: last?.job ?? null, parts: [...(last?.parts ?? []), ...rest] });
  }
  const shown = narrowed ? jobs.filter(({ parts }) => parts.length > 0) : jobs;
  return narrowed ? shown.map((job) => ({ kind: 'job', job })) : inChapters(shown);
}

/** Since when nothing has happened in a run that is not over (epoch ms); null for one that is, or without lines. */
export function silentSince(detail: Pick<RunDetail, 'timeline' | 'run'>): number | null {
  if (isFinal(detail.run.state)) return null;
  return detail.timeline.reduce<number | null>((last, { at }) => Math.max(last ?? 0, at), null);
}

/** The first line that was refused or failed; null where all went well. */
export function firstProblem(timeline: readonly TimelineEntry[]): TimelineEntry | null {
  return [...timeline].sort((a, b) => a.at - b.at || a.id - b.id).find(isProblem) ?? null;
}
