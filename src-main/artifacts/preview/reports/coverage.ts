import type { ReportTable } from '#shared/domain/artifact-preview.ts';
import { count, counted, percent, reportTable } from './table-rows.ts';
import { walkXml } from './walk-xml.ts';

/** Covered and total lines and branches of one file (or package). */
interface Covered {
  name: string;
  lines: [covered: number, total: number];
  branches: [covered: number, total: number];
}

const none = (name: string): Covered => ({ name, lines: [0, 0], branches: [0, 0] });

/** Least covered first, by lines. */
function coverageTable(title: string, rows: readonly Covered[]): ReportTable[] | null {
  if (rows.length === 0) return null;
  const sum = (of: 'lines' | 'branches', which: 0 | 1): number =>
    rows.reduce((total, row) => total + row[of][which], 0);
  const lines = `${percent(sum('lines', 0), sum('lines', 1))} of ${counted(sum('lines', 1), 'line')} covered`;
  const branches = sum('branches', 1);
  const summary =
    branches > 0
      ? `${lines}, ${percent(sum('branches', 0), branches)} of ${branches === 1 ? '1 branch' : `${branches} branches`}`
      : lines;
  const share = ({ lines: [covered, total] }: Covered): number => (total > 0 ? covered / total : 1);
  const sorted = [...rows].sort((one, other) => share(one) - share(other));
  const shown = sorted.map((row) => [
    row.name,
    percent(...row.lines),
    `${row.lines[0]} / ${row.lines[1]}`,
    percent(...row.branches),
  ]);
  return [reportTable(title, summary, ['File', 'Lines', 'Covered / all', 'Branches'], shown)];
}

/** Cobertura: its `line` elements are counted, a file's classes together. Source: coverage-04.dtd. */
export function coberturaTables(text: string, complete: boolean): ReportTable[] | null {
  const files = new Map<string, Covered>();
  let file: Covered | null = null;
  let inMethods = 0;
  const sound = walkXml(text, complete, {
    open(name, attributes) {
      if (name === 'class') {
        const path = attributes.filename ?? attributes.name ?? '';
        file = files.get(path) ?? none(path);
        files.set(path, file);
      } else if (name === 'methods') inMethods += 1;
      else if (name === 'line' && file && inMethods === 0) {
        file.lines[1] += 1;
        if (count(attributes.hits) > 0) file.lines[0] += 1;
        const branches = /\((\d{1,9})\/(\d{1,9})\)/.exec(attributes['condition-coverage'] ?? '');
        if (branches) {
          file.branches[0] += Number(branches[1]);
          file.branches[1] += Number(branches[2]);
        }
      }
    },
    close(name) {
      if (name === 'class') file = null;
      if (name === 'methods') inMethods -= 1;
    },
  });
  return sound ? coverageTable('Cobertura coverage', [...files.values()]) : null;
}

/** JaCoCo: the counters of source files. Source: report.dtd of JaCoCo. */
export function jacocoTables(text: string, complete: boolean): ReportTable[] | null {
  const files: Covered[] = [];
  let folder = '';
  let file: Covered | null = null;
  const sound = walkXml(text, complete, {
    open(name, attributes) {
      if (name === 'package') folder = attributes.name ?? '';
      else if (name === 'sourcefile') {
        file = none(folder === '' ? (attributes.name ?? '') : `${folder}/${attributes.name ?? ''}`);
        files.push(file);
      } else if (name === 'counter' && file) {
        const covered = count(attributes.covered);
        const both: [number, number] = [covered, covered + count(attributes.missed)];
        if (attributes.type === 'LINE') file.lines = both;
        if (attributes.type === 'BRANCH') file.branches = both;
      }
    },
    close(name) {
      if (name === 'sourcefile') file = null;
    },
  });
  return sound ? coverageTable('JaCoCo coverage', files) : null;
}

/** Clover, as OpenClover, Jest and PHPUnit write it: the metrics of files. */
export function cloverTables(text: string, complete: boolean): ReportTable[] | null {
  const files: Covered[] = [];
  let file: Covered | null = null;
  const sound = walkXml(text, complete, {
    open(name, attributes) {
      if (name === 'file') {
        file = none(attributes.path ?? attributes.name ?? '');
        files.push(file);
      } else if (name === 'metrics' && file) {
        // A file's own metrics come after those of its classes, or alone.
        file.lines = [count(attributes.coveredstatements), count(attributes.statements)];
        file.branches = [count(attributes.coveredconditionals), count(attributes.conditionals)];
      }
    },
    close(name) {
      if (name === 'file') file = null;
    },
  });
  return sound ? coverageTable('Clover coverage', files) : null;
}

/** lcov's tracefile: `SF`, `LF`/`LH`, `BRF`/`BRH`, `end_of_record`. Source: geninfo(1). */
export function lcovTables(text: string): ReportTable[] | null {
  const files: Covered[] = [];
  let file: Covered | null = null;
  for (const match of text.matchAll(/^(SF|LF|LH|BRF|BRH):(.{0,4000})$/gm)) {
    const value = match[2]?.trim() ?? '';
    if (match[1] === 'SF') {
      file = none(value);
      files.push(file);
    } else if (file) {
      if (match[1] === 'LH') file.lines[0] = count(value);
      if (match[1] === 'LF') file.lines[1] = count(value);
      if (match[1] === 'BRH') file.branches[0] = count(value);
      if (match[1] === 'BRF') file.branches[1] = count(value);
    }
  }
  return coverageTable('lcov coverage', files);
}

/** Istanbul's `coverage-summary.json`: by file, with a `total` that is made anew here. */
export function istanbulTables(parsed: unknown): ReportTable[] | null {
  if (typeof parsed !== 'object' || parsed === null) return null;
  const files: Covered[] = [];
  for (const [name, value] of Object.entries(parsed)) {
    const { lines, branches } = (value ?? {}) as Record<
      string,
      { covered?: unknown; total?: unknown } | undefined
    >;
    if (name === 'total' || !lines) continue;
    const both = (of: typeof lines | undefined): [number, number] => [
      typeof of?.covered === 'number' ? of.covered : 0,
      typeof of?.total === 'number' ? of.total : 0,
    ];
    files.push({ name, lines: both(lines), branches: both(branches) });
  }
  return coverageTable('Istanbul coverage', files);
}
