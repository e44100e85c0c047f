import type { RunsColumn } from './runs-columns.tsx';

/** The columns that fit 1,280 pixels and that a call is answered with. */
export const USUAL_COLUMNS: readonly string[] = [
  'run',
  'state',
  'progress',
  'deadline',
  'region',
  'execution',
  'started',
];

/** The first column leads to the run: it is always there. */
const ALWAYS = 'run';

/** Columns and whether they show, in the order of the choice; columns that a choice of earlier does not know come last. */
export function columnChoice(
  all: readonly RunsColumn[],
  chosen: readonly string[] | null,
): { id: string; visible: boolean }[] {
  const known = (chosen ?? USUAL_COLUMNS).filter((id) => all.some((column) => column.id === id));
  const visible = known.includes(ALWAYS) ? known : [ALWAYS, ...known];
  const hidden = all.map(({ id }) => id).filter((id) => !visible.includes(id));
  return [...visible.map((id) => ({ id, visible: true })), ...hidden.map((id) => ({ id, visible: false }))];
}

/**
 * The columns to show, in their order, as wide as they were last made. What the table has `room` for beyond the usual widths
 * (in pixels; none unless given) goes to the columns that grow and were never made wider or narrower by hand.
 */
export function shownColumns(
  all: readonly RunsColumn[],
  chosen: readonly string[] | null,
  widths: Readonly<Record<string, number>>,
  room = 0,
): RunsColumn[] {
  const shown = columnChoice(all, chosen)
    .filter(({ visible }) => visible)
    .flatMap(({ id }) => all.find((column) => column.id === id) ?? [])
    .map((column) => ({ ...column, width: widths[column.id] ?? column.width }));
  const growing = shown.filter(({ id, grows }) => grows && widths[id] === undefined);
  const spare = Math.max(0, room - shown.reduce((sum, { width }) => sum + width, 0));
  const share = growing.length > 0 ? Math.floor(spare / growing.length) : 0;
  return shown.map((column) =>
    growing.includes(column) ? { ...column, width: column.width + share } : column,
  );
}

const STORAGE_KEY = 'action-desk.runs-widths';

/** The widths in pixels that columns were drawn to on this machine. */
export function rememberedWidths(): Record<string, number> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
    const entries = Object.entries(stored ?? {}) as [string, unknown][];
    return Object.fromEntries(
      entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= 60),
    );
  } catch {
    return {};
  }
}

/** Keeps the widths for the next start. */
export function rememberWidths(widths: Readonly<Record<string, number>>): void {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(widths));
}
