import type { CellAction, CellSwitch, CellView } from '#shared/domain/agent-cell.ts';

/** What to tell after a switch was turned, from the cells as they were read back. */
export interface ControlReport {
  tone: 'success' | 'warning' | 'error';
  text: string;
}

const TURNED: Record<Exclude<CellAction, 'poll-now'>, { to: CellSwitch; done: string }> = {
  pause: { to: 'paused', done: 'Paused' },
  drain: { to: 'draining', done: 'Draining' },
  resume: { to: 'on', done: 'Resumed' },
};

const cellsOf = (count: number): string => `${count} ${count === 1 ? 'cell' : 'cells'}`;

/** Whether a switch took effect on `keys`, by the cells as they are `after`. */
export function switchReport(
  action: Exclude<CellAction, 'poll-now'>,
  keys: readonly string[],
  after: readonly CellView[],
): ControlReport {
  const touched = after.filter((cell) => keys.includes(cell.key));
  const { to, done } = TURNED[action];
  const turned = touched.filter((cell) => cell.switch === to).length;
  return {
    tone: turned === touched.length ? 'success' : 'warning',
    text: `${done} ${turned} of ${cellsOf(touched.length)}.`,
  };
}

/** How the polls that were asked for at `at` (epoch ms) ended; null while some have not. */
export function pollReport(
  keys: readonly string[],
  at: number,
  cells: readonly CellView[],
  late: boolean,
): ControlReport | null {
  const asked = cells.filter((cell) => keys.includes(cell.key));
  const polled = asked.filter((cell) => cell.lastPollAt !== null && cell.lastPollAt >= at);
  if (polled.length < asked.length) {
    if (!late) return null;
    return {
      tone: 'warning',
      text: `No effect yet on ${asked.length - polled.length} of ${cellsOf(asked.length)}: they wait for a slot, for their turn or for an answer.`,
    };
  }
  const failed = polled.filter((cell) => cell.lastError !== null).length;
  return failed === 0
    ? { tone: 'success', text: `Polled ${cellsOf(polled.length)}: CodePipeline answered.` }
    : { tone: 'error', text: `Polled ${cellsOf(polled.length)}: ${failed} without an answer.` };
}
