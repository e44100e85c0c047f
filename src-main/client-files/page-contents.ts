import { clientIdSchema, clientTokenSchema } from '#shared/domain/client.ts';
import type { ConfigurationPair, PageNames } from '#shared/domain/configuration-page.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { looksSecret } from '#shared/domain/secret-names.ts';
import { looksLikePageRequest, objectWith, readPageRequest } from './configuration-page.ts';

/** What a request to the configuration page holds; `token` is in plain text. */
export interface PageContents {
  readonly clientId: string | null;
  readonly token: string | null;
  readonly redirectUrl: URL | null;
  /** The field's own name and value, to be sent back unchanged. */
  readonly correlation: { name: string; value: string } | null;
  /** Every plain value by its path; null where it is or may be a secret. */
  readonly fields: { path: string; value: string | null }[];
  /** What the customer configured before; secret values are empty. */
  readonly configuration: ConfigurationPair[];
  /** What is missing before it can be stored. */
  readonly problem: string | null;
}

type Wanted = Exclude<keyof PageNames, 'label'>;

const USUAL: Readonly<Record<Wanted, readonly string[]>> = {
  clientId: ['clientid'],
  token: ['clienttoken', 'token'],
  redirect: ['redirecturl', 'redirecturi', 'returnurl', 'returnuri', 'callbackurl', 'redirect'],
  correlationId: ['correlationid', 'correlation', 'requestid'],
  configuration: ['configuration', 'actionconfiguration', 'parameters', 'config'],
};

const LONGEST_SHOWN = 500;
const MOST_FIELDS = 200;

const refuse = (sentence: string): ActionDeskError => new ActionDeskError('invalid-input', sentence);

function valueOf(text: string): unknown {
  const written = text.trim();
  if (looksLikePageRequest(written)) return readPageRequest(written);
  if (!written.startsWith('{')) return undefined;
  try {
    return JSON.parse(written) as unknown;
  } catch {
    return undefined;
  }
}

/** The first field with the name (or one of the usual ones), at any depth. */
function find(value: unknown, field: Wanted, names: PageNames): { name: string; value: unknown } | null {
  const own = names[field];
  const fits = (name: string): boolean =>
    own === '' ? USUAL[field].includes(name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')) : name === own;
  const record = objectWith(value, (candidate) => Object.keys(candidate).some(fits)) as
    Record<string, unknown> | undefined;
  const name = record && Object.keys(record).find(fits);
  return record && name !== undefined ? { name, value: record[name] } : null;
}

function fieldsOf(
  value: unknown,
  tokenName: string | undefined,
  path = '',
  depth = 0,
): PageContents['fields'] {
  if (typeof value !== 'object' || value === null) {
    const name = path.split('.').at(-1) ?? '';
    const hidden = looksSecret(name) || name === tokenName;
    return [{ path, value: hidden ? null : String(value).slice(0, LONGEST_SHOWN) }];
  }
  if (depth > 5) return [{ path, value: '…' }];
  return Object.entries(value).flatMap(([name, inner]) =>
    fieldsOf(inner, tokenName, path ? `${path}.${name}` : name, depth + 1),
  );
}

/** An object of keys and values, or a list of `{key, value}` or `{name, value}`. */
function pairsOf(value: unknown): ConfigurationPair[] {
  if (typeof value !== 'object' || value === null) return [];
  const pairs = Array.isArray(value)
    ? value.flatMap((item: unknown) => {
        if (typeof item !== 'object' || item === null) return [];
        const { key, name, value: inner } = item as Record<string, unknown>;
        const found = key ?? name;
        return typeof found === 'string' ? [[found, inner] as const] : [];
      })
    : Object.entries(value);
  return pairs.slice(0, 50).map(([key, inner]) => ({
    key: key.slice(0, 50),
    value: looksSecret(key) || typeof inner === 'object' ? '' : String(inner).slice(0, 1000),
  }));
}

const text = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

/** Reads a request as it was pasted. Throws `invalid-input` where there is none in the text. */
export function readPage(written: string, names: PageNames): PageContents {
  const value = valueOf(written);
  if (typeof value !== 'object' || value === null)
    throw refuse(
      'There is no request in this text: paste the whole address that CodePipeline opened, or its parameter "request".',
    );
  const tokenField = find(value, 'token', names);
  const clientId = clientIdSchema.safeParse(find(value, 'clientId', names)?.value);
  const token = clientTokenSchema.safeParse(tokenField?.value);
  const redirect = text(find(value, 'redirect', names)?.value);
  const correlation = find(value, 'correlationId', names);
  const correlationText = text(correlation?.value);
  let problem: string | null = null;
  if (!token.success) problem = 'No client token was found: name its field below.';
  if (!clientId.success) problem = 'No client id (a UUID) was found: name its field below.';
  return {
    clientId: clientId.data ?? null,
    token: token.data ?? null,
    redirectUrl: redirect !== null && URL.canParse(redirect) ? new URL(redirect) : null,
    correlation:
      correlation && correlationText !== null ? { name: correlation.name, value: correlationText } : null,
    fields: fieldsOf(value, tokenField?.name).slice(0, MOST_FIELDS),
    configuration: pairsOf(find(value, 'configuration', names)?.value),
    problem,
  };
}

/**
 * The way back: the request's redirect URL with its correlation id, under the name it came with, and the configuration as
 * one JSON object. Only https leads out of here. Throws `invalid-input`.
 */
export function redirectOf(
  page: PageContents,
  names: PageNames,
  configuration: readonly ConfigurationPair[],
): URL {
  if (!page.redirectUrl) throw refuse('The request names no address to lead the customer back to.');
  if (page.redirectUrl.protocol !== 'https:')
    throw refuse('The address to lead the customer back to is not https.');
  const url = new URL(page.redirectUrl);
  if (page.correlation) url.searchParams.set(page.correlation.name, page.correlation.value);
  url.searchParams.set(
    names.configuration || 'configuration',
    JSON.stringify(Object.fromEntries(configuration.map(({ key, value }) => [key, value]))),
  );
  return url;
}
