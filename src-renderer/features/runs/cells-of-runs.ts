import { createContext, useContext } from 'react';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { CellView } from '#shared/domain/agent-cell.ts';
import type { RunSummary } from '#shared/domain/run.ts';

const keyOf = ({ region, actionTypeId }: Pick<RunSummary, 'region' | 'actionTypeId'>): string =>
  `${region} ${actionTypeKey(actionTypeId)}`;

/** The agent's cells by what they poll. */
export type CellsByWhat = ReadonlyMap<string, CellView>;

export function cellsByWhat(cells: readonly CellView[]): CellsByWhat {
  return new Map(cells.map((cell) => [keyOf(cell), cell]));
}

/** Undefined while the cells are not known. */
export const CellsContext = createContext<CellsByWhat | undefined>(undefined);

/** The cell that a run's jobs come through: null where the agent has none, undefined while that is not known. */
export function useCellOf(run: RunSummary): CellView | null | undefined {
  const cells = useContext(CellsContext);
  return cells === undefined ? undefined : (cells.get(keyOf(run)) ?? null);
}
