import type { AgentBudget, RegionBudget } from '#shared/domain/agent-budget.ts';
import type { CellView } from '#shared/domain/agent-cell.ts';
import type { CellHistory } from '#shared/domain/agent-history.ts';
import { pollsPerMinute } from './cell-past.ts';
import { CONDITION_WORDS, conditionOf } from './cell-words.ts';

/** A region as the budget's table shows it. `budget` is null before its first call. */
export interface BudgetRow {
  region: string;
  budget: RegionBudget | null;
  pollsPerMinute: number;
  /** Why it polls as often as it does: what its cells are at, the commonest first. */
  why: string;
}

function paceWords(cell: CellView): string {
  const condition = conditionOf(cell);
  if (condition !== 'busy' && condition !== 'idle') return CONDITION_WORDS[condition].label.toLowerCase();
  if (cell.pace === 'idle') return 'slower while idle';
  return cell.pace === 'more-waiting' ? 'at once, more waits' : 'at the set interval';
}

/** One row a region, in the order of the cells. */
export function budgetRows(
  cells: readonly CellView[],
  pasts: ReadonlyMap<string, CellHistory>,
  budget: AgentBudget,
): BudgetRow[] {
  const regions = [...new Set(cells.map((cell) => cell.region))];
  return regions.map((region) => {
    const here = cells.filter((cell) => cell.region === region);
    const counts = new Map<string, number>();
    for (const cell of here) counts.set(paceWords(cell), (counts.get(paceWords(cell)) ?? 0) + 1);
    const why = [...counts]
      .sort((a, b) => b[1] - a[1])
      .map(([words, count]) => `${count} ${words}`)
      .join(' · ');
    return {
      region,
      budget: budget.regions.find((one) => one.region === region) ?? null,
      pollsPerMinute: here.reduce((total, cell) => total + pollsPerMinute(pasts.get(cell.key)), 0),
      why,
    };
  });
}

/** `3 of 20 slots in use, 2 waiting`: the bound on taking jobs up. */
export function slotsInWords({ slots }: AgentBudget): string {
  const waiting = slots.waiting === 0 ? 'nothing waits' : `${slots.waiting} waiting`;
  return `${slots.used} of ${slots.max} slots in use, ${waiting}`;
}
