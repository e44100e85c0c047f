import { relative } from 'node:path';
import { writeFileSync } from 'node:fs';

/**
 * A Vitest reporter that writes what the test runner counts: `{ passed, failed, skipped, failures }`, with a
 * failure as `{ name, message }`. Vitest's own JSON leaves out errors outside of any test (a rejection
 * nobody caught, a timer that outlives its page), which end a run as surely as a failed test does.
 */
export default class VitestReport {
  onTestRunEnd(modules, unhandledErrors) {
    const report = { passed: 0, failed: 0, skipped: 0, failures: [] };
    const fail = (name, errors) => {
      report.failed += 1;
      report.failures.push({ name, message: errors.map(describe).join('\n') });
    };
    for (const module of modules) {
      const file = relative(process.cwd(), module.moduleId);
      const around = [module, ...module.children.allSuites()].filter((part) => part.errors().length > 0);
      for (const part of around) fail([file, part.fullName].filter(Boolean).join(' > '), part.errors());
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result();
        if (state === 'failed') fail(`${file} > ${test.fullName}`, errors);
        else report[state === 'passed' ? 'passed' : 'skipped'] += 1;
      }
    }
    for (const error of unhandledErrors)
      fail(['an error outside of any test', error.VITEST_TEST_PATH].filter(Boolean).join(', during '), [
        error,
      ]);
    writeFileSync(process.env.ACTION_DESK_TEST_REPORT, JSON.stringify(report));
  }
}

const describe = ({ name, message, stack }) => stack ?? `${name ?? 'Error'}: ${message}`;
