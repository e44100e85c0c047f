import { parseDocument } from 'yaml';
import type { ReportTable } from '#shared/domain/artifact-preview.ts';
import { namesSecret } from '../named-secrets.ts';
import { isReference } from '../secret-shapes.ts';
import { SECRET_MARK } from '#shared/domain/secret.ts';
import { counted, reportTable } from './table-rows.ts';

/** YAML reports are parsed to values; more than this is shown as text. */
const MOST_YAML_UNITS = 64 * 1024;

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** A value in one cell: text as it is, anything else as JSON, which a deep one has none of. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  try {
    return JSON.stringify(value);
  } catch {
    return '…';
  }
}

/** A value under a name that says *secret* is not told; a reference to where it is kept is. */
function told(name: string, value: string): string {
  return namesSecret(name) && value !== '' && !isReference(value) && !value.startsWith('arn:')
    ? SECRET_MARK
    : value;
}

/** Lines `NAME=value`, as a build writes its exported variables. Null where a line is none. */
export function variableTables(text: string): ReportTable[] | null {
  const rows: string[][] = [];
  for (const line of text.split(/\r?\n/, 20_000)) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const found = /^\s*(?:export\s+)?([A-Za-z_][\w.-]{0,200})\s*=(.*)$/.exec(line.slice(0, 20_000));
    if (!found) return null;
    const value = (found[2] ?? '').trim().replace(/^(["'])(.*)\1$/, '$2');
    rows.push([found[1] ?? '', told(found[1] ?? '', value)]);
  }
  if (rows.length === 0) return null;
  return [reportTable('Variables', counted(rows.length, 'variable'), ['Name', 'Value'], rows)];
}

/** `imagedefinitions.json` (an array) and `imageDetail.json` (one image). Source: CodePipeline, "Image definitions file reference". */
export function imageTables(parsed: unknown): ReportTable[] | null {
  const images = Array.isArray(parsed) ? objects(parsed) : [parsed].filter(isObject);
  const rows = images
    .filter((image) => image.imageUri !== undefined || image.ImageURI !== undefined)
    .map((image) => [shown(image.name), shown(image.imageUri ?? image.ImageURI)]);
  if (rows.length === 0) return null;
  return [reportTable('Images', counted(rows.length, 'container image'), ['Container', 'Image'], rows)];
}

/** An ECS task definition: its containers, and their environment with what is secret left out. */
export function taskDefinitionTables(parsed: unknown): ReportTable[] | null {
  if (!isObject(parsed) || !Array.isArray(parsed.containerDefinitions)) return null;
  const containers = objects(parsed.containerDefinitions);
  const size = [`cpu ${shown(parsed.cpu) || '–'}`, `memory ${shown(parsed.memory) || '–'}`].join(', ');
  const rows = containers.map((container) => [
    ...[shown(container.name), shown(container.image), shown(container.cpu), shown(container.memory)],
    objects(container.portMappings)
      .map((port) => shown(port.containerPort))
      .join(', '),
  ]);
  const variables = containers.flatMap((container) =>
    objects(container.environment).map(({ name, value }) => [
      ...[shown(container.name), shown(name), told(shown(name), shown(value))],
    ]),
  );
  const title = `Task definition ${shown(parsed.family)}`;
  const columns = ['Container', 'Image', 'CPU', 'Memory', 'Ports'];
  const tables = [reportTable(title, `${counted(rows.length, 'container')}, ${size}`, columns, rows)];
  if (variables.length > 0) {
    const summary = counted(variables.length, 'variable');
    tables.push(reportTable('Environment', summary, ['Container', 'Name', 'Value'], variables));
  }
  return tables;
}

/** The phases of a CodeBuild build specification. Source: CodeBuild, "Build specification reference". */
export function buildSpecTables(parsed: unknown): ReportTable[] | null {
  if (!isObject(parsed) || !isObject(parsed.phases)) return null;
  const rows: string[][] = [];
  for (const [phase, value] of Object.entries(parsed.phases)) {
    if (!isObject(value)) continue;
    for (const part of ['commands', 'finally']) {
      const commands = Array.isArray(value[part]) ? value[part] : [];
      for (const command of commands as unknown[]) rows.push([phase, part, shown(command)]);
    }
  }
  const phases = Object.keys(parsed.phases).length;
  return [
    reportTable(
      'Build phases',
      `${counted(phases, 'phase')}, ${counted(rows.length, 'command')}`,
      ['Phase', 'Part', 'Command'],
      rows,
    ),
  ];
}

/** The resources of a CloudFormation template, by type. */
export function templateTables(parsed: unknown): ReportTable[] | null {
  if (!isObject(parsed) || !isObject(parsed.Resources)) return null;
  const resources = Object.entries(parsed.Resources).flatMap(([id, value]) =>
    isObject(value) && typeof value.Type === 'string' ? [[id, value.Type, shown(value.Condition)]] : [],
  );
  if (resources.length === 0) return null;
  const parameters = isObject(parsed.Parameters) ? Object.keys(parsed.Parameters).length : 0;
  const outputs = isObject(parsed.Outputs) ? Object.keys(parsed.Outputs).length : 0;
  const summary = [
    counted(resources.length, 'resource'),
    counted(parameters, 'parameter'),
    counted(outputs, 'output'),
  ].join(', ');
  resources.sort((one, other) => ((one[1] ?? '') < (other[1] ?? '') ? -1 : 1));
  return [reportTable('CloudFormation template', summary, ['Logical id', 'Type', 'Condition'], resources)];
}

/** The value of a JSON or YAML text; undefined where it has none, is too long, or its aliases multiply. Never throws. */
export function parsedValue(text: string, language: string | null): unknown {
  try {
    if (language === 'JSON') return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
    if (text.length > MOST_YAML_UNITS) return undefined;
    const document = parseDocument(text, { logLevel: 'silent', prettyErrors: false, uniqueKeys: false });
    return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}
