import type { CellView } from '#shared/domain/agent-cell.ts';
import type { RunLane } from '#shared/domain/run-lanes.ts';

/** The lanes that the tray counts, the most pressing first. */
export const TRAY_LANES = ['needs-token', 'at-risk', 'waiting-for-you'] as const satisfies readonly RunLane[];
export type TrayLane = (typeof TRAY_LANES)[number];

/** What the tray tells of the environment at work; null stands for what is not known, with no environment at work. */
export interface TrayFacts {
  readonly environment: string;
  readonly lanes: Readonly<Record<TrayLane, number>> | null;
  /** Runs in any of the lanes, each once. */
  readonly calling: number;
  readonly cells: readonly Pick<CellView, 'switch'>[];
}

/** What a menu entry does when it is chosen. */
export type TrayChoice =
  { kind: 'open' } | { kind: 'go'; path: string } | { kind: 'pause' } | { kind: 'resume' } | { kind: 'quit' };

/** One entry of the menu; `choice` null is a dividing line. */
export interface TrayEntry {
  readonly label: string;
  readonly enabled: boolean;
  readonly choice: TrayChoice | null;
}

const LANE_WORDS: Record<TrayLane, string> = {
  'needs-token': 'Needs token',
  'at-risk': 'At risk',
  'waiting-for-you': 'Waiting for you',
};
const LINE: TrayEntry = { label: '', enabled: false, choice: null };

/** The hover text: a line for the environment, and one for what calls. */
export function trayTooltip({ environment, lanes }: TrayFacts): string {
  const head = `Action Desk – ${environment}`;
  if (!lanes) return `${head}\nnot at work`;
  const counts = TRAY_LANES.filter((lane) => lanes[lane] > 0).map(
    (lane) => `${LANE_WORDS[lane]}: ${lanes[lane]}`,
  );
  return `${head}\n${counts.length > 0 ? counts.join(', ') : 'nothing waits for a person'}`;
}

/** The menu from top to bottom. */
export function trayMenu({ lanes, cells }: TrayFacts): TrayEntry[] {
  return [
    { label: 'Open Action Desk', enabled: true, choice: { kind: 'open' } },
    LINE,
    ...TRAY_LANES.map((lane) => ({
      label: `${LANE_WORDS[lane]}: ${lanes ? lanes[lane] : '–'}`,
      enabled: lanes !== null,
      choice: { kind: 'go' as const, path: `/runs?lane=${lane}` },
    })),
    LINE,
    {
      label: 'Pause all cells',
      enabled: cells.some((cell) => cell.switch !== 'paused'),
      choice: { kind: 'pause' },
    },
    {
      label: 'Resume all cells',
      enabled: cells.some((cell) => cell.switch !== 'on'),
      choice: { kind: 'resume' },
    },
    LINE,
    { label: 'Quit', enabled: true, choice: { kind: 'quit' } },
  ];
}
