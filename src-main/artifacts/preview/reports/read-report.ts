import type { ReportTable } from '#shared/domain/artifact-preview.ts';
import * as build from './build-outputs.ts';
import * as coverage from './coverage.ts';
import { junitTables } from './junit.ts';

/** Reports that are known; by the name of the file and the beginning of its text. */
export type ReportKind =
  | 'junit'
  | 'cobertura'
  | 'jacoco'
  | 'clover'
  | 'lcov'
  | 'istanbul'
  | 'variables'
  | 'images'
  | 'task-definition'
  | 'build-spec'
  | 'template';

/** Looked at to recognise a report. A hex page and the text must come to the same answer. */
const HEAD_UNITS = 4096;

/** Which report a file may be, or null. Says nothing about whether it is a sound one. */
export function reportKind(name: string, text: string, language: string | null): ReportKind | null {
  const base = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  const head = text.slice(0, HEAD_UNITS);
  if (language === 'XML') return xmlReport(head);
  if (language === 'JSON') {
    if (/^coverage-summary.*\.json$/.test(base)) return 'istanbul';
    if (/^image(?:definitions|detail).*\.json$/.test(base)) return 'images';
    if (/"containerDefinitions"/.test(head) || /^taskdef.*\.json$/.test(base)) return 'task-definition';
  }
  if (language === 'JSON' || language === 'YAML') {
    if (/AWSTemplateFormatVersion|AWS::Serverless-2016-10-31/.test(head)) return 'template';
    if (/"?Type"?:[ \t]{0,8}"?AWS::\w/.test(head) && /"?Resources"?:/.test(head)) return 'template';
    if (/^(?:buildspec|build-spec)\b.*/.test(base)) return 'build-spec';
    if (/^version:[ \t]{0,8}["']?0\.[12]\b/m.test(head) && /^phases:/m.test(head)) return 'build-spec';
  }
  if (/^(?:TN:.{0,300}\r?\n)?SF:/.test(head) || /(?:^lcov.*|\.)\.?(?:info|lcov)$/.test(base)) {
    return /^(?:TN|SF):/m.test(head) ? 'lcov' : null;
  }
  return /\.env$|^\.env(?:\.|$)/.test(base) ? 'variables' : null;
}

function xmlReport(head: string): ReportKind | null {
  const root = /<(testsuites?|coverage|report)(?=[\s>/])([^>]{0,2000})/.exec(head);
  const before = root ? head.slice(0, root.index) : '';
  if (!root || /<[A-Za-z]/.test(before)) return null;
  const attributes = root[2] ?? '';
  if (root[1] === 'report') return /jacoco/i.test(head) || head.includes('<package') ? 'jacoco' : null;
  if (root[1] !== 'coverage') return 'junit';
  if (attributes.includes('line-rate')) return 'cobertura';
  return /\b(?:generated|clover)=/.test(attributes) ? 'clover' : null;
}

/** The tables of a report; null where it does not hold what its name says. `complete` false: the text was cut. */
export function readReport(
  kind: ReportKind,
  text: string,
  language: string | null,
  complete: boolean,
): ReportTable[] | null {
  switch (kind) {
    case 'junit':
      return junitTables(text, complete);
    case 'cobertura':
      return coverage.coberturaTables(text, complete);
    case 'jacoco':
      return coverage.jacocoTables(text, complete);
    case 'clover':
      return coverage.cloverTables(text, complete);
    case 'lcov':
      return coverage.lcovTables(text);
    case 'variables':
      return build.variableTables(text);
    case 'istanbul':
      return coverage.istanbulTables(build.parsedValue(text, language));
    case 'images':
      return build.imageTables(build.parsedValue(text, language));
    case 'task-definition':
      return build.taskDefinitionTables(build.parsedValue(text, language));
    case 'build-spec':
      return build.buildSpecTables(build.parsedValue(text, language));
    case 'template':
      return build.templateTables(build.parsedValue(text, language));
  }
}
