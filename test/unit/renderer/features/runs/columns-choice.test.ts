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
    expect(width).toBeLessThanOrEqual(1040);
  });
});
