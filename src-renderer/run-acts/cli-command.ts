import { SECRET_MARK } from '#shared/domain/secret.ts';
import type { ApiCall } from './api-call.ts';

const kebab = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** For sh, bash and zsh; `=` is quoted because zsh takes a word that begins with it for a command's path. */
export const shellQuoted = (text: string): string =>
  /^[\w@%+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

function argument(name: string, value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // Beside a space it would be taken for an option.
  const joint = text.startsWith('-') ? '=' : ' ';
  return `--${kebab(name)}${joint}${shellQuoted(text)}`;
}

/** The AWS CLI reads a file, or fetches an address, for a value that begins so. Source: its user guide, "Parameter files". */
const isLoaded = (value: unknown): boolean =>
  typeof value === 'string' && /^(file|fileb|https?):\/\//i.test(value);

const shownSecret = (name: string, value: unknown): unknown =>
  value === SECRET_MARK ? `<${kebab(name).replaceAll('-', ' ')}>` : value;

/**
 * The call as a command of the AWS CLI for a POSIX shell; secrets stand as `<client token>`. Null for what is no call to
 * CodePipeline. Values that the AWS CLI would take for the address of the value stand together in one JSON text.
 */
export function awsCommand({ operation, parameters }: ApiCall, region: string): string | null {
  if (!/^[A-Z][A-Za-z]+$/.test(operation)) return null;
  const given = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, shownSecret(name, value)] as const);
  const values = given.some(([, value]) => isLoaded(value))
    ? [`--cli-input-json ${shellQuoted(JSON.stringify(Object.fromEntries(given)))}`]
    : given.map(([name, value]) => argument(name, value));
  return [`aws codepipeline ${kebab(operation)}`, `--region ${shellQuoted(region)}`, ...values].join(
    ' \\\n  ',
  );
}
