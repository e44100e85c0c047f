import { ServiceError } from '../world/service-error.ts';
import { allowedSkewMs, formatAmzDate } from './amz-date.ts';
import type { AuthProblem, ScopeFault, SignatureForm } from './auth-problem.ts';
import { algorithm } from './signature.ts';

/**
 * What AWS's JSON services answer to a request they do not let in, in the words that clients report of them.
 * All of these are HTTP 400. https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
 */
export function jsonRefusal(problem: AuthProblem): ServiceError {
  switch (problem.kind) {
    case 'missing':
      return new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
    case 'both-forms':
      return invalid(
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
      );
    case 'unsupported-algorithm':
      return incomplete(`Unsupported AWS 'algorithm': '${problem.given}' (only ${algorithm} for now). `);
    case 'incomplete':
      return incomplete(missingParts(problem.form, problem.missing, problem.given));
    case 'malformed-credential':
      return incomplete(
        `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${problem.given}'`,
      );
    case 'malformed-date':
      return incomplete(
        `Date must be in ISO-8601 'basic format'. Got '${problem.given}'. See http://en.wikipedia.org/wiki/ISO_8601`,
      );
    case 'malformed-expiry':
      return invalid(`X-Amz-Expires must be a number of seconds from 0 to 604800, not '${problem.given}'`);
    case 'incomplete-v2':
    case 'malformed-v2-expiry':
      return incomplete('Signature version 2 is not supported');
    case 'scope':
      return invalid(problem.faults.map(scopeFault).join(' '));
    case 'host-not-signed':
      return invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    case 'headers-not-signed':
      return invalid(`'${problem.names.join("', '")}' must be a 'SignedHeader' in the AWS Authorization.`);
    case 'skewed':
      return skewed(problem);
    case 'url-expired':
      return invalid(
        `Signature expired: ${formatAmzDate(problem.expiredAt)} is now earlier than ${formatAmzDate(problem.now)}`,
      );
    case 'unknown-key':
    case 'invalid-token':
      return new ServiceError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      );
    case 'expired-token':
      return new ServiceError(
        'ExpiredTokenException',
        'The security token included in the request is expired',
      );
    case 'missing-payload-hash':
    case 'malformed-payload-hash':
    case 'wrong-payload-hash':
      return invalid(mismatch);
    case 'mismatch':
      return invalid(`${mismatch}${comparison(problem.canonicalRequest, problem.stringToSign)}`);
  }
}

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

function comparison(canonicalRequest: string | null, stringToSign: string): string {
  const signed = `\n\nThe String-to-Sign should have been\n'${stringToSign}'\n`;
  if (canonicalRequest === null) return signed;
  return `\n\nThe Canonical String for this request should have been\n'${canonicalRequest}'${signed}`;
}

function incomplete(message: string): ServiceError {
  return new ServiceError('IncompleteSignatureException', message);
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidSignatureException', message);
}

function missingParts(form: SignatureForm, missing: readonly string[], given: string): string {
  if (form === 'query') {
    const parts = missing.map((name) => `AWS query-string parameters must include '${name}'. `);
    return `${parts.join('')}Re-examine the query-string parameters.`;
  }
  const parts = missing.map((name) =>
    name === 'X-Amz-Date'
      ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
      : `Authorization header requires '${name}' parameter. `,
  );
  return `${parts.join('')}Authorization=${given}`;
}

function scopeFault(fault: ScopeFault): string {
  switch (fault.part) {
    case 'region':
      return `Credential should be scoped to a valid region, not '${fault.given}'.`;
    case 'service':
      return `Credential should be scoped to correct service: '${fault.expected}'.`;
    case 'terminator':
      return `Credential should be scoped with a valid terminator: 'aws4_request', not '${fault.given}'.`;
    case 'date':
      return `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${fault.given}' != '${fault.amzDate.slice(0, 8)}', from '${fault.amzDate}'.`;
  }
}

function skewed(problem: { signedAt: number; now: number; amzDate: string }): ServiceError {
  const { signedAt, now, amzDate } = problem;
  const time = formatAmzDate(now);
  return signedAt > now
    ? invalid(
        `Signature not yet current: ${amzDate} is still later than ${formatAmzDate(now + allowedSkewMs)} (${time} + 15 min.)`,
      )
    : invalid(
        `Signature expired: ${amzDate} is now earlier than ${formatAmzDate(now - allowedSkewMs)} (${time} - 15 min.)`,
      );
}
