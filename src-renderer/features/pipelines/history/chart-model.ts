import { shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { ActionRow, ActionStatus, ExecutionMode, ExecutionRow } from '#shared/domain/pipeline.ts';

/** A time that an execution spent in a stage, or in front of it. Epoch milliseconds. */
export interface ChartSpan {
  readonly kind: 'held' | 'waited';
  readonly executionId: string;
  readonly stageName: string;
  readonly from: number;
  readonly to: number;
  /** Of a held one the actions' worst; of a waiting one null. */
  readonly status: ActionStatus | null;
  /** Whether it goes on at present. */
  readonly open: boolean;
  /** Of a waiting one: who was in the stage meanwhile, in the order of entering. */
  readonly heldBy: readonly string[];
  /** Of a waiting one that was overtaken there: by whom, where it is known. */
  readonly superseded: { readonly by: string | null } | null;
  /** Below which of the others of the stage it is drawn; from 0. */
  readonly lane: number;
}

export interface Chart {
  readonly stages: readonly {
    readonly name: string;
    readonly lanes: number;
    readonly spans: readonly ChartSpan[];
  }[];
  readonly executions: readonly string[];
}

type Raw = Omit<ChartSpan, 'lane' | 'heldBy'>;

/** Shorter than this between two stages nobody waited: CodePipeline itself takes a moment. */
const SHORTEST_WAIT_MS = 1_500;

/**
 * Who was in which stage when, and who waited in front of it for whom, from the action executions. A stage is held from its first
 * action to its last; a retry after a failure holds it anew, since a failure lets it go.
 */
export function chartOf(given: {
  mode: ExecutionMode;
  stageNames: readonly string[];
  executions: readonly ExecutionRow[];
  actions: readonly ActionRow[];
  now: number;
}): Chart {
  const { mode, executions, actions, now } = given;
  const names = [...new Set([...given.stageNames, ...actions.map(({ stageName }) => stageName)])];
  const ids = [...new Set(actions.map(({ executionId }) => executionId))];
  const held = ids.flatMap((id) => names.flatMap((name) => holds(id, name, actions, now)));
  const waited =
    mode === 'PARALLEL'
      ? []
      : ids.flatMap((id) => {
          const row = executions.find(({ executionId }) => executionId === id);
          return waits(id, row, names, held, now);
        });
  return {
    executions: ids,
    stages: names.map((name) => {
      const there = held.filter((span) => span.stageName === name).toSorted((a, b) => a.from - b.from);
      const before = waited.filter((span) => span.stageName === name).toSorted((a, b) => a.from - b.from);
      const inside = laned(there, 0);
      const inFront = laned(before, inside.lanes);
      const spans = [...inside.spans, ...inFront.spans].map((span) => ({
        ...span,
        heldBy:
          span.kind === 'waited'
            ? there
                .filter(
                  (one) => one.executionId !== span.executionId && one.from < span.to && one.to > span.from,
                )
                .map(({ executionId }) => executionId)
            : [],
      }));
      return { name, lanes: Math.max(1, inFront.lanes), spans };
    }),
  };
}

function holds(executionId: string, stageName: string, actions: readonly ActionRow[], now: number): Raw[] {
  const rows = actions
    .filter((row) => row.executionId === executionId && row.stageName === stageName && row.startedAt !== null)
    .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0));
  const found: { from: number; to: number; statuses: ActionStatus[] }[] = [];
  for (const row of rows) {
    const from = row.startedAt ?? 0;
    const to = row.status === 'InProgress' ? now : Math.max(from, row.updatedAt ?? from);
    const last = found.at(-1);
    const isOver = last && from > last.to && last.statuses.some(isBad);
    if (last && !isOver) {
      last.to = Math.max(last.to, to);
      last.statuses.push(row.status);
    } else found.push({ from, to, statuses: [row.status] });
  }
  return found.map(({ from, to, statuses }) => {
    const open = statuses.includes('InProgress');
    const status = open ? 'InProgress' : (statuses.find(isBad) ?? 'Succeeded');
    return { kind: 'held', executionId, stageName, from, to, status, open, superseded: null };
  });
}

const isBad = (status: ActionStatus): boolean => status === 'Failed' || status === 'Abandoned';

function waits(
  executionId: string,
  row: ExecutionRow | undefined,
  names: readonly string[],
  held: readonly Raw[],
  now: number,
): Raw[] {
  const mine = held.filter((span) => span.executionId === executionId);
  return names.flatMap((name, at): Raw[] => {
    const next = names[at + 1];
    const here = mine.filter(({ stageName }) => stageName === name).at(-1);
    if (!here || next === undefined || here.status !== 'Succeeded') return [];
    const entered = mine.find(({ stageName }) => stageName === next);
    const isLast = !mine.some(({ from }) => from > here.to);
    const ended = row && row.status !== 'InProgress' && row.status !== 'Stopping';
    if (!entered && (!isLast || !row || (ended && row.status === 'Succeeded'))) return [];
    const to = entered?.from ?? (ended ? (row?.updatedAt ?? here.to) : now);
    const superseded = !entered && row?.status === 'Superseded' ? { by: row.supersededBy } : null;
    if (to - here.to < SHORTEST_WAIT_MS && superseded === null) return [];
    return [
      {
        kind: 'waited',
        executionId,
        stageName: next,
        from: here.to,
        to: Math.max(to, here.to),
        status: null,
        open: !entered && !ended,
        superseded,
      },
    ];
  });
}

function laned(spans: readonly Raw[], first: number): { spans: Omit<ChartSpan, 'heldBy'>[]; lanes: number } {
  const ends: number[] = [];
  const placed = spans.map((span) => {
    const free = ends.findIndex((end) => end <= span.from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = span.to;
    return { ...span, lane: first + lane };
  });
  return { spans: placed, lanes: first + ends.length };
}

/** One span as a sentence; `length` says milliseconds, `moment` an instant. */
export function spanWords(
  span: ChartSpan,
  length: (ms: number) => string,
  moment: (at: number) => string,
): string {
  const who = `Execution ${shortExecution(span.executionId)}`;
  const from = moment(span.from);
  const lasting = length(span.to - span.from);
  if (span.kind === 'held') {
    const held = span.open
      ? `is in ${span.stageName} since ${from}, for ${lasting}`
      : `was in ${span.stageName} from ${from} for ${lasting}`;
    return `${who} ${held}: ${span.status ?? ''}.`;
  }
  const holders = span.heldBy.map(shortExecution);
  const reason =
    holders.length > 0
      ? ` while ${holders.length === 1 ? 'execution' : 'executions'} ${holders.join(', ')} held it`
      : '';
  const end =
    span.superseded === null
      ? ''
      : ` There it was superseded${span.superseded.by ? ` by ${shortExecution(span.superseded.by)}` : ''}.`;
  const since = span.open ? `since ${from}, for ${lasting}` : `from ${from} for ${lasting}`;
  return `${who} ${span.open ? 'waits' : 'waited'} in front of ${span.stageName} ${since}${reason}.${end}`;
}
