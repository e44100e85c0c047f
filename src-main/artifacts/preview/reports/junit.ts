import type { ReportTable } from '#shared/domain/artifact-preview.ts';
import { count, counted, reportTable, TABLE_LIMITS } from './table-rows.ts';
import { walkXml } from './walk-xml.ts';

/** Worst first: what a person looks for. */
const RESULTS = ['failed', 'error', 'skipped', 'passed'] as const;
type Result = (typeof RESULTS)[number];

const BY_ELEMENT: Readonly<Record<string, Result>> = {
  failure: 'failed',
  error: 'error',
  skipped: 'skipped',
};

interface Test {
  result: Result;
  readonly name: string;
  readonly group: string;
  readonly seconds: string;
  message: string;
}

/**
 * Tests of a JUnit XML report, as Surefire, pytest, Jest and k6 write it: failures first. Counted from the test cases
 * themselves, since the totals of suites differ between writers. Null where it is none.
 */
export function junitTables(text: string, complete: boolean): ReportTable[] | null {
  const tests: Test[] = [];
  const suites: string[] = [];
  let suitesSeen = 0;
  let current: Test | null = null;
  let telling: Test | null = null;
  const sound = walkXml(text, complete, {
    open(name, attributes) {
      if (name === 'testsuite') {
        suitesSeen += 1;
        suites.push(attributes.name ?? '');
      } else if (name === 'testcase') {
        const group = attributes.classname ?? attributes.class ?? suites.at(-1) ?? '';
        const seconds = attributes.time === undefined ? '' : count(attributes.time).toFixed(3);
        current = { result: 'passed', name: attributes.name ?? '', group, seconds, message: '' };
        tests.push(current);
      } else if (current && Object.hasOwn(BY_ELEMENT, name)) {
        const result = BY_ELEMENT[name] ?? 'failed';
        if (RESULTS.indexOf(result) < RESULTS.indexOf(current.result)) current.result = result;
        if (attributes.message) current.message = attributes.message.slice(0, TABLE_LIMITS.cell + 1);
        telling = current;
      }
    },
    text(piece) {
      if (telling && telling.message.length <= TABLE_LIMITS.cell) {
        // A cut piece is not joined to what follows: the cell is cut to the same length anyway.
        const more = piece.slice(0, TABLE_LIMITS.cell + 1);
        telling.message =
          telling.message === '' ? more.trimStart() : `${telling.message}\n${more.trimStart()}`;
      }
    },
    close(name) {
      if (name === 'testsuite') suites.pop();
      if (name === 'testcase') current = null;
      if (name === 'testcase' || Object.hasOwn(BY_ELEMENT, name)) telling = null;
    },
  });
  if (!sound || (tests.length === 0 && suitesSeen === 0)) return null;
  const of = (result: Result): number => tests.filter((test) => test.result === result).length;
  const seconds = tests.reduce((sum, test) => sum + Number(test.seconds), 0);
  const others = RESULTS.filter((result) => result !== 'passed' && of(result) > 0);
  const summary = [
    `${of('passed')} of ${counted(tests.length, 'test')} passed`,
    ...others.map((result) => `${of(result)} ${result}`),
    `${seconds.toFixed(1)} s`,
  ].join(', ');
  tests.sort((one, other) => RESULTS.indexOf(one.result) - RESULTS.indexOf(other.result));
  const rows = tests.map(({ result, name, group, seconds: took, message }) => [
    result,
    name,
    group,
    took,
    message,
  ]);
  return [reportTable('Tests', summary, ['Result', 'Test', 'Class', 'Seconds', 'Message'], rows)];
}
