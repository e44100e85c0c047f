import { expect, it } from 'vitest';
import { languageOf } from '#main/artifacts/preview/language-of.ts';
import { readReport, reportKind } from '#main/artifacts/preview/reports/read-report.ts';
import { TABLE_LIMITS } from '#main/artifacts/preview/reports/table-rows.ts';
import type { ReportTable } from '#shared/domain/artifact-preview.ts';

function tablesOf(name: string, text: string, complete = true): ReportTable[] | null {
  const language = languageOf(name, text);
  const kind = reportKind(name, text, language);
  return kind && readReport(kind, text, language, complete);
}
function tableOf(name: string, text: string, complete = true): ReportTable {
  const table = tablesOf(name, text, complete)?.[0];
  if (!table) throw new Error('no table');
  return table;
}

it('puts failures of a JUnit report first and counts the tests themselves', () => {
  const text = `<?xml version="1.0"?><testsuites tests="99"><testsuite name="S" tests="4">
    <testcase name="a" classname="C" time="1.5"/>
    <testcase name="b" time="0.25"><failure message="expected 1">at line 3</failure></testcase>
    <testcase name="c"><skipped/></testcase>
    <testcase name="d"><error><![CDATA[boom <b>]]></error><system-out>noise</system-out></testcase>
  </testsuite></testsuites>`;
  expect(tableOf('r.xml', text)).toEqual({
    ...{ title: 'Tests', summary: '1 of 4 tests passed, 1 failed, 1 error, 1 skipped, 1.8 s', left: 0 },
    columns: ['Result', 'Test', 'Class', 'Seconds', 'Message'],
    rows: [
      ['failed', 'b', 'S', '0.250', 'expected 1\nat line 3'],
      ['error', 'd', 'S', '', 'boom <b>'],
      ['skipped', 'c', 'S', '', ''],
      ['passed', 'a', 'C', '1.500', ''],
    ],
  });
});

it('bounds rows and messages of a JUnit report, hides secrets in them, and shows what a cut left', () => {
  const cases = `<testcase name="x"><failure message="password=hunter2 ${'m'.repeat(9000)}"/></testcase>`;
  const table = tableOf('r.xml', `<testsuite>${cases.repeat(2005)}<testcase name="cut`, false);
  expect(table.rows).toHaveLength(TABLE_LIMITS.rows);
  expect(table.left).toBe(5);
  expect(table.rows[0]?.[4]).toMatch(/^password=\[secret\] m+ … \[cut\]$/);
  expect(table.rows[0]?.[4]?.length).toBeLessThan(TABLE_LIMITS.cell + 10);
});

it('shows an empty JUnit report as such', () => {
  expect(tableOf('r.xml', '<testsuites><testsuite name="s"/></testsuites>').summary).toBe(
    '0 of 0 tests passed, 0.0 s',
  );
});

it.each([
  [
    'cobertura.xml',
    `<coverage line-rate="0.5"><packages><package><classes><class name="A" filename="a.py"><methods><method><lines>
     <line number="1" hits="1"/></lines></method></methods><lines><line number="1" hits="1"/>
     <line number="2" hits="0" branch="true" condition-coverage="50% (1/2)"/></lines></class></classes></package></packages></coverage>`,
    '50.0% of 2 lines covered, 50.0% of 2 branches',
    [['a.py', '50.0%', '1 / 2', '50.0%']],
  ],
  [
    'jacoco.xml',
    `<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="x"><package name="p/q"><class name="p/q/A">
     <counter type="LINE" missed="9" covered="9"/></class><sourcefile name="A.java"><line nr="1"/>
     <counter type="LINE" missed="1" covered="3"/><counter type="BRANCH" missed="1" covered="0"/></sourcefile></package></report>`,
    '75.0% of 4 lines covered, 0.0% of 1 branch',
    [['p/q/A.java', '75.0%', '3 / 4', '0.0%']],
  ],
  [
    'clover.xml',
    `<coverage generated="1" clover="3.2.0"><project><metrics statements="99"/><file name="a.js" path="/x/a.js">
     <metrics statements="4" coveredstatements="4" conditionals="0" coveredconditionals="0"/></file></project></coverage>`,
    '100.0% of 4 lines covered',
    [['/x/a.js', '100.0%', '4 / 4', '–']],
  ],
  [
    'lcov.info',
    'TN:\nSF:src/b.js\nDA:1,1\nLF:2\nLH:2\nend_of_record\nSF:src/a.js\nLF:3\nLH:1\nBRF:2\nBRH:1\nend_of_record\n',
    '60.0% of 5 lines covered, 50.0% of 2 branches',
    [
      ['src/a.js', '33.3%', '1 / 3', '50.0%'],
      ['src/b.js', '100.0%', '2 / 2', '–'],
    ],
  ],
  [
    'coverage-summary.json',
    '{"total":{"lines":{"total":9,"covered":9}},"a.ts":{"lines":{"total":2,"covered":1},"branches":{"total":0,"covered":0}}}',
    '50.0% of 2 lines covered',
    [['a.ts', '50.0%', '1 / 2', '–']],
  ],
])('sums up %s, least covered first', (name, text, summary, rows) => {
  expect(tableOf(name, text)).toMatchObject({ summary, rows });
});

it('lists exported variables without those that are secret', () => {
  const text =
    '# made by the build\nexport VERSION="1.2 b"\nCOMMIT=3f786850e387550fdab836ed7e6dc881de23001b\nDB_PASSWORD=x\nTOKEN=${T}\n';
  expect(tableOf('build.env', text).rows).toEqual([
    ['VERSION', '1.2 b'],
    ['COMMIT', '3f786850e387550fdab836ed7e6dc881de23001b'],
    ['DB_PASSWORD', '[secret]'],
    ['TOKEN', '${T}'],
  ]);
});

it('shows image definitions, a task definition, a build specification and a template', () => {
  expect(tableOf('imagedefinitions.json', '[{"name":"web","imageUri":"a/b:1"},{"x":1}]').rows).toEqual([
    ['web', 'a/b:1'],
  ]);
  expect(tableOf('imageDetail.json', '{"ImageURI":"a/b@sha256:0"}').rows).toEqual([['', 'a/b@sha256:0']]);
  const task =
    '{"family":"f","cpu":"256","containerDefinitions":[{"name":"web","image":"i","portMappings":[{"containerPort":80}],"environment":[{"name":"API_KEY","value":"1"}]}]}';
  expect(tablesOf('taskdef.json', task)).toMatchObject([
    { title: 'Task definition f', rows: [['web', 'i', '', '', '80']] },
    { title: 'Environment', rows: [['web', 'API_KEY', '[secret]']] },
  ]);
  const spec =
    'version: 0.2\nphases:\n  install:\n    commands: [npm ci]\n  build:\n    commands:\n      - npm test\n    finally: [echo]\n';
  expect(tableOf('ci.yml', spec)).toMatchObject({
    summary: '2 phases, 3 commands',
    rows: [
      ['install', 'commands', 'npm ci'],
      ['build', 'commands', 'npm test'],
      ['build', 'finally', 'echo'],
    ],
  });
  const template =
    'AWSTemplateFormatVersion: 2010-09-09\nResources:\n  B:\n    Type: AWS::S3::Bucket\n  A:\n    Type: AWS::EC2::VPC\n    Condition: !Ref X\n';
  expect(tableOf('t.yml', template).rows).toEqual([
    ['A', 'AWS::EC2::VPC', 'X'],
    ['B', 'AWS::S3::Bucket', ''],
  ]);
});

it.each([
  ['a.xml', '<root><testsuite/></root>'],
  ['a.xml', '<coverage/>'],
  ['a.json', '{"a":1}'],
  ['a.info', 'nothing of it'],
  ['a.txt', 'A=1'],
])('takes %s (%j) for no report', (name, text) => {
  expect(reportKind(name, text, languageOf(name, text))).toBeNull();
});

it.each([
  ['a.xml', '<testsuite><testcase name="a"></testsuite>'],
  ['a.env', 'not a variable'],
  ['a.env', ''],
  ['imagedefinitions.json', '['],
  ['imagedefinitions.json', '[null, 1, {}]'],
  ['imagedefinitions.json', '['.repeat(100_000)],
  ['coverage-summary.json', '{"a":null,"b":1,"total":{}}'],
  ['taskdef.json', '{"containerDefinitions":7}'],
  ['buildspec.yml', 'phases: 7'],
  [
    'buildspec.yml',
    `a: &a [x]\n${Array.from({ length: 20 }, (_, n) => `b${n}: &b${n} [${n ? `*b${n - 1},*b${n - 1}` : '*a'}]`).join('\n')}`,
  ],
  ['t.json', '{"AWSTemplateFormatVersion":1,"Resources":{"A":null,"B":{"Type":7}}}'],
])('makes no table of %s where it does not hold what it should (%#)', (name, text) => {
  expect(tablesOf(name, text)).toBeNull();
});
