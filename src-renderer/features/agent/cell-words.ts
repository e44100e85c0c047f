import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { CellMode, CellView } from '#shared/domain/agent-cell.ts';

interface CellWords {
  label: string;
  indicator: StatusIndicatorProps.Type;
  sentence: string;
}

const WORDS: Record<CellMode, CellWords> = {
  starting: {
    label: 'Starting',
    indicator: 'pending',
    sentence: 'The first poll has not been answered yet.',
  },
  polling: { label: 'Polling', indicator: 'success', sentence: 'CodePipeline answers and jobs are claimed.' },
  paused: {
    label: 'Paused',
    indicator: 'stopped',
    sentence: 'No polls; runs wait for their next job.',
  },
  draining: {
    label: 'Draining',
    indicator: 'in-progress',
    sentence: 'No new claims; what is in hand is being answered.',
  },
  throttled: {
    label: 'Throttled',
    indicator: 'warning',
    sentence: 'CodePipeline asked to slow down; polls go on at a longer interval by themselves.',
  },
  failing: {
    label: 'Cut off',
    indicator: 'error',
    sentence: 'Polls do not come through; they are tried again by themselves at longer intervals.',
  },
  'no-credentials': {
    label: 'No credentials',
    indicator: 'error',
    sentence: 'There are no usable AWS credentials; they are looked for again now and then.',
  },
  stopped: { label: 'Stopped', indicator: 'stopped', sentence: 'The agent is not running.' },
};

/** The words of a cell: a polling one says whether it is busy or idle. */
export function cellWords(cell: Pick<CellView, 'mode' | 'inHand' | 'pace'>): CellWords {
  const words = WORDS[cell.mode];
  if (cell.mode !== 'polling') return words;
  if (cell.pace === 'waiting-for-slot')
    return {
      ...words,
      label: 'Polling, full',
      sentence: 'No poll before a job in hand ends: every slot is taken.',
    };
  if (cell.pace === 'idle')
    return {
      ...words,
      label: 'Polling, idle',
      sentence: 'CodePipeline answers; nothing has come for a while, so it is asked less often.',
    };
  return cell.inHand > 0
    ? { ...words, label: 'Polling, busy' }
    : { ...words, label: 'Polling, idle', sentence: 'CodePipeline answers; no job in hand.' };
}

/** `Polling 4 · Paused 1`, commonest first, for the page's head. */
export function modeSummary(cells: readonly Pick<CellView, 'mode'>[]): string {
  const counts = new Map<CellMode, number>();
  for (const { mode } of cells) counts.set(mode, (counts.get(mode) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([mode, count]) => `${WORDS[mode].label} ${count}`)
    .join(' · ');
}

/** Whether pausing or resuming would change anything on these cells. */
export function controlsFor(cells: readonly Pick<CellView, 'mode'>[]): { pause: boolean; resume: boolean } {
  return {
    pause: cells.some(({ mode }) => mode !== 'paused' && mode !== 'stopped' && mode !== 'draining'),
    resume: cells.some(({ mode }) => mode === 'paused'),
  };
}
