import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { BulkResult } from '#shared/domain/bulk.ts';

/** `1 run`, `312 runs`. */
export function runsInWords(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'run' : 'runs'}`;
}

/** How the result of one run is said. */
export const RESULT_WORDS: Record<BulkResult, { label: string; indicator: StatusIndicatorProps.Type }> = {
  waiting: { label: 'Waiting', indicator: 'pending' },
  running: { label: 'Under way', indicator: 'in-progress' },
  'took-effect': { label: 'Took effect', indicator: 'success' },
  'no-effect': { label: 'No effect', indicator: 'error' },
  overtaken: { label: 'Overtaken', indicator: 'warning' },
  refused: { label: 'Refused', indicator: 'error' },
  'not-tried': { label: 'Not tried', indicator: 'stopped' },
};
