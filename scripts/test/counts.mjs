import { existsSync, readFileSync } from 'node:fs';

/**
 * Reads what a runner counted: `{ passed, failed, skipped }`. A runner that ended badly without counting a
 * failure (a crash, a file that does not load, an error outside of any test) has at least one failed.
 */
export function readCounts(kind, reportFile, exitCode) {
  const report = readReport(reportFile);
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const counts = kind === 'playwright' ? fromPlaywright(report) : fromVitest(report);
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

function fromVitest(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function fromPlaywright({ stats, errors = [] }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

function readReport(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The table of suites, and as its last line the sum in the form `N passed, N failed[, N skipped]`. */
export function summarize(results) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
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
  return { text: [...lines, '', `${sum.passed} passed, ${sum.failed} failed${skipped}`].join('\n'), sum };
}
