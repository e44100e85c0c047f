import { header } from '../wire.ts';
import type { WireRequest } from '../wire.ts';
import { parseAmzDate, parseHttpDate } from './amz-date.ts';
import { AuthRefusal } from './auth-problem.ts';
import type { SignatureForm } from './auth-problem.ts';

/** The one algorithm that is spoken here; its asymmetric sister (SigV4a) is refused as unsupported. */
export const algorithm = 'AWS4-HMAC-SHA256';

/** What a request says about who signed it, taken apart and not yet believed. */
export interface Signature {
  readonly form: SignatureForm;
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** In lower case and in the client's order. */
  readonly signedHeaders: readonly string[];
  /** Lower-case hex, 64 digits. */
  readonly value: string;
  /** `yyyyMMddTHHmmssZ`. */
  readonly amzDate: string;
  /** Epoch milliseconds. */
  readonly signedAt: number;
  readonly sessionToken: string | null;
  /** Life of a presigned URL; null in the header form. */
  readonly expiresSeconds: number | null;
}

/** `date/region/service/terminator` of a credential. */
export interface CredentialScope {
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
}

/** Region and service a request is signed for; null without a readable signature. Believes everything. */
export function claimedScope(request: WireRequest): { region: string; service: string } | null {
  const authorization = header(request, 'authorization');
  const credential =
    authorization === undefined
      ? request.query.get('X-Amz-Credential')
      : /Credential=([^,\s]+)/.exec(authorization)?.[1];
  const [, region, service] = credential?.split('/').slice(-4) ?? [];
  return region === undefined || service === undefined ? null : { region, service };
}

/**
 * Reads the signature of a request in either form. Throws AuthRefusal where there is none or a part of it is
 * missing or malformed. https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function readSignature(request: WireRequest): Signature {
  const authorization = header(request, 'authorization');
  const isPresigned = request.query.has('X-Amz-Algorithm') || request.query.has('X-Amz-Signature');
  if (authorization !== undefined && isPresigned) throw new AuthRefusal({ kind: 'both-forms' });
  if (authorization !== undefined) return fromHeader(request, authorization);
  if (isPresigned) return fromQuery(request.query);
  throw new AuthRefusal({ kind: 'missing' });
}

function fromHeader(request: WireRequest, authorization: string): Signature {
  const form = 'header';
  const blank = authorization.indexOf(' ');
  const given = blank < 0 ? authorization : authorization.slice(0, blank);
  if (given !== algorithm) throw new AuthRefusal({ kind: 'unsupported-algorithm', form, given });
  const parts = new Map<string, string>();
  for (const part of authorization.slice(given.length).split(',')) {
    const equals = part.indexOf('=');
    if (equals > 0) parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const amzDate = header(request, 'x-amz-date');
  const date = amzDate ?? header(request, 'date');
  const missing = ['Credential', 'SignedHeaders', 'Signature'].filter((name) => !parts.get(name));
  if (date === undefined) missing.push('X-Amz-Date');
  if (missing.length > 0 || date === undefined) {
    throw new AuthRefusal({ kind: 'incomplete', form, missing, given: authorization });
  }
  return {
    form,
    ...readCredential(form, parts.get('Credential') ?? ''),
    signedHeaders: splitHeaders(parts.get('SignedHeaders') ?? ''),
    value: parts.get('Signature') ?? '',
    ...readDate(form, date, amzDate === undefined),
    sessionToken: header(request, 'x-amz-security-token') ?? null,
    expiresSeconds: null,
  };
}

function fromQuery(query: URLSearchParams): Signature {
  const form = 'query';
  const names = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires'];
  const missing = names.map((name) => `X-Amz-${name}`).filter((name) => !query.get(name));
  if (missing.length > 0) throw new AuthRefusal({ kind: 'incomplete', form, missing, given: '' });
  const value = (name: string): string => query.get(`X-Amz-${name}`) ?? '';
  const given = value('Algorithm');
  if (given !== algorithm) throw new AuthRefusal({ kind: 'unsupported-algorithm', form, given });
  const expires = value('Expires');
  const expiresSeconds = Number(expires);
  if (!/^-?\d+$/.test(expires) || expiresSeconds < 0 || expiresSeconds > 604_800) {
    throw new AuthRefusal({ kind: 'malformed-expiry', given: expires });
  }
  return {
    form,
    ...readCredential(form, value('Credential')),
    signedHeaders: splitHeaders(value('SignedHeaders')),
    value: value('Signature'),
    ...readDate(form, value('Date'), false),
    sessionToken: query.get('X-Amz-Security-Token'),
    expiresSeconds,
  };
}

function readCredential(form: SignatureForm, given: string): { accessKeyId: string; scope: CredentialScope } {
  const [accessKeyId = '', date = '', region = '', service = '', terminator = '', ...rest] = given.split('/');
  if (accessKeyId === '' || terminator === '' || rest.length > 0) {
    throw new AuthRefusal({ kind: 'malformed-credential', form, given });
  }
  return { accessKeyId, scope: { date, region, service, terminator } };
}

function readDate(
  form: SignatureForm,
  given: string,
  isHttpDate: boolean,
): { amzDate: string; signedAt: number } {
  const read = parseAmzDate(given) ?? (isHttpDate ? parseHttpDate(given) : null);
  if (read === null) throw new AuthRefusal({ kind: 'malformed-date', form, given });
  return read;
}

function splitHeaders(given: string): string[] {
  return given.toLowerCase().split(';');
}
