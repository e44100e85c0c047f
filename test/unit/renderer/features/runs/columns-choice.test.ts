import { beforeEach, describe, expect, it } from 'vitest';
import {
  columnChoice,
  rememberedWidths,
  rememberWidths,
  shownColumns,
  USUAL_COLUMNS,
} from '#renderer/features/runs/columns-choice.ts';
import { RUNS_COLUMNS } from '#renderer/features/runs/runs-columns.tsx';

const idsOf = (chosen: string[] | null) => shownColumns(RUNS_COLUMNS, chosen, {}).map(({ id }) => id);

describe('the columns of the runs table', () => {
  beforeEach(() => localStorage.clear());

  it('shows the usual ones unless somebody chose', () => {
    expect(idsOf(null)).toEqual(USUAL_COLUMNS);
  });

  it('shows the chosen ones in their order, always with the one that leads to the run', () => {
    expect(idsOf(['jobs', 'run', 'gone', 'state'])).toEqual(['jobs', 'run', 'state']);
    expect(idsOf(['jobs'])).toEqual(['run', 'jobs']);
    expect(columnChoice(RUNS_COLUMNS, ['run'])).toHaveLength(RUNS_COLUMNS.length);
  });

  it('remembers widths, and drops what is none', () => {
    rememberWidths({ run: 300 });
    expect(shownColumns(RUNS_COLUMNS, null, rememberedWidths())[0]).toMatchObject({ id: 'run', width: 300 });
    localStorage.setItem('action-desk.runs-widths', '{"run":"wide","state":1');
    expect(rememberedWidths()).toEqual({});
    localStorage.setItem('action-desk.runs-widths', '{"run":"wide","state":1}');
    expect(rememberedWidths()).toEqual({});
  });

  it('has the width of a small window in its usual columns', () => {
    const width = shownColumns(RUNS_COLUMNS, null, {}).reduce((sum, column) => sum + Number(column.width), 0);
    expect(width).toBeLessThanOrEqual(1020);
  });

  it('gives the room of a wide window to customer and state, but not where a hand has set their width', () => {
    const widthsIn = (widths: Record<string, number>, room: number) =>
      shownColumns(RUNS_COLUMNS, null, widths, room).map(({ id, width }) => [id, width]);
    const [usual, wide] = [widthsIn({}, 0), widthsIn({}, 1600)];
    expect(wide.filter((_column, at) => wide[at]?.[1] !== usual[at]?.[1]).map(([id]) => id)).toEqual([
      'run',
      'state',
    ]);
    expect(wide.reduce((sum, [, width]) => sum + Number(width), 0)).toBeGreaterThan(1590);
    expect(Object.fromEntries(widthsIn({ run: 300, state: 200 }, 1600))).toMatchObject({
      run: 300,
      state: 200,
    });
  });
});
