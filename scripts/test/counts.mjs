import { stripVTControlCharacters } from 'node:util';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Reads what a runner counted: `{ passed, failed, skipped, failures }`, each failure as `{ name, message }`.
 * A runner that ended badly without counting a failure (a crash, say) has at least one failed.
 */
export function readCounts(kind, reportFile, exitCode) {
  const report = readReport(reportFile);
  if (report === undefined) return brokenOff('the runner ended without a report', exitCode);
  const counts = kind === 'playwright' ? fromPlaywright(report) : report;
  if (exitCode === 0 || counts.failed > 0) return counts;
  const { failed, failures } = brokenOff('the runner ended badly, though no test failed', exitCode);
  return { ...counts, failed, failures };
}

const brokenOff = (name, exitCode) => ({
  ...{ passed: 0, failed: 1, skipped: 0 },
  failures: [{ name, message: `exit code ${exitCode}` }],
});

function fromPlaywright({ stats, suites = [], errors = [] }) {
  const specs = suites.flatMap(allSpecs).filter(({ ok }) => !ok);
  const failures = specs.map(({ file, title, tests }) => {
    const results = tests.flatMap((test) => test.results);
    const message = results.flatMap((result) => result.errors.map((error) => error.message)).join('\n');
    return { name: `${file} > ${title}`, message };
  });
  failures.push(...errors.map(({ message }) => ({ name: 'an error outside of any test', message })));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    failures,
  };
}

const allSpecs = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(allSpecs)];

function readReport(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * What failed, by name and with the beginning of its message; the table of suites; and as the last line the
 * sum in the form `N passed, N failed[, N skipped]`. The names come again at the end since a run is often
 * only known by the end of its output.
 */
export function summarize(results) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const failed = results.flatMap(({ name, counts }) =>
    (counts.failures ?? []).map(
      (failure) => `failed in ${name}: ${failure.name}\n${beginning(failure.message)}\n`,
    ),
  );
  const lines = results.map(({ name, counts, seconds, remark }) => {
    for (const key of Object.keys(sum)) sum[key] += counts[key];
    const cells = [
      name.padEnd(14),
      `${counts.passed} passed`.padStart(12),
      `${counts.failed} failed`.padStart(11),
      `${counts.skipped} skipped`.padStart(12),
      `${seconds.toFixed(1)} s`.padStart(9),
      remark ? `  ${remark}` : '',
    ];
    return cells.join(' ').trimEnd();
  });
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
  return {
    text: [...failed, ...lines, '', `${sum.passed} passed, ${sum.failed} failed${skipped}`].join('\n'),
    sum,
  };
}

const beginning = (message = '') =>
  stripVTControlCharacters(message)
    .split('\n')
    .slice(0, 12)
    .map((line) => `  ${line.slice(0, 300)}`)
    .join('\n');
