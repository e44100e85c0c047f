import { SECRET_MARK } from '#shared/domain/secret.ts';
import type { ApiCall } from './api-call.ts';

const kebab = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

function argument(name: string, value: unknown): string {
  if (value === SECRET_MARK) return quoted(`<${kebab(name).replaceAll('-', ' ')}>`);
  return quoted(typeof value === 'string' ? value : JSON.stringify(value));
}

/**
 * The call as a command of the AWS CLI for a POSIX shell; secrets stand as `<client token>`. Null for what is no call to
 * CodePipeline.
 */
export function awsCommand({ operation, parameters }: ApiCall, region: string): string | null {
  if (!/^[A-Z][A-Za-z]+$/.test(operation)) return null;
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return [
    `aws codepipeline ${kebab(operation)}`,
    `--region ${quoted(region)}`,
    ...given.map(([name, value]) => `--${kebab(name)} ${argument(name, value)}`),
  ].join(' \\\n  ');
}
