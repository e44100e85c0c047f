import type { CellAction, CellView } from '#shared/domain/agent-cell.ts';
import type { PaletteEntry } from './entries.ts';

const ACTIONS: readonly {
  action: CellAction;
  label: string;
  words: string;
  idle: (cell: Pick<CellView, 'switch'>) => boolean;
  why: string;
}[] = [
  {
    action: 'poll-now',
    label: 'Poll all cells now',
    words: 'refresh ask codepipeline',
    idle: () => false,
    why: '',
  },
  {
    action: 'pause',
    label: 'Pause all cells',
    words: 'stop polling hold',
    idle: (cell) => cell.switch === 'paused',
    why: 'Every cell is paused.',
  },
  {
    action: 'drain',
    label: 'Drain all cells',
    words: 'finish no new claims',
    idle: (cell) => cell.switch === 'draining',
    why: 'Every cell is draining.',
  },
  {
    action: 'resume',
    label: 'Resume all cells',
    words: 'start polling on',
    idle: (cell) => cell.switch === 'on',
    why: 'Every cell is on.',
  },
];

/** What can be done to all cells at once. */
export function agentEntries(
  cells: readonly Pick<CellView, 'switch'>[],
  run: (action: CellAction) => void,
): PaletteEntry[] {
  return ACTIONS.map(({ action, label, words, idle, why }) => ({
    id: `agent ${action}`,
    group: 'Agent',
    label,
    words: `agent ${words}`,
    why: cells.length === 0 ? 'No cell is set up.' : cells.every(idle) ? why : null,
    to: () => run(action),
  }));
}
