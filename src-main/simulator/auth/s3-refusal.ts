import { invalidArgument, invalidRequest, S3Error } from '../s3/s3-error.ts';
import { allowedSkewMs } from './amz-date.ts';
import type { AuthProblem, ScopeProblem, SignatureForm, SignatureMismatch } from './auth-problem.ts';

/**
 * What S3 answers to a request it does not let in: codes and statuses of
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, elements as seen in its answers.
 */
export function s3Refusal(problem: AuthProblem): S3Error {
  switch (problem.kind) {
    case 'missing':
      return denied('Access Denied');
    case 'both-forms':
      return invalidArgument(
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
        'Authorization',
        '',
      );
    case 'unsupported-algorithm':
      return unsupported(problem.form, problem.given);
    case 'incomplete':
      return incomplete(problem.form, problem.missing);
    case 'malformed-credential':
      return malformed(
        problem.form,
        'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
      );
    case 'malformed-date':
      return problem.form === 'header'
        ? denied('AWS authentication requires a valid Date or x-amz-date header')
        : queryError("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
    case 'malformed-expiry':
      return queryError(expiryFault(problem.given));
    case 'incomplete-v2':
      return denied(
        'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
      );
    case 'malformed-v2-expiry':
      return denied(`Invalid date (should be seconds since epoch): ${problem.given}`);
    case 'scope':
      return scope(problem);
    case 'host-not-signed':
      return denied('There were headers present in the request which were not signed', {
        HeadersNotSigned: 'host',
      });
    case 'headers-not-signed':
      return denied('There were headers present in the request which were not signed', {
        HeadersNotSigned: problem.names.join(', '),
      });
    case 'skewed':
      return new S3Error(
        403,
        'RequestTimeTooSkewed',
        'The difference between the request time and the current time is too large.',
        {},
        {
          RequestTime: problem.amzDate,
          ServerTime: isoSeconds(problem.now),
          MaxAllowedSkewMilliseconds: String(allowedSkewMs),
        },
      );
    case 'url-expired':
      return denied('Request has expired', {
        ...(problem.expiresSeconds !== null && { 'X-Amz-Expires': String(problem.expiresSeconds) }),
        Expires: isoSeconds(problem.expiredAt),
        ServerTime: isoSeconds(problem.now),
      });
    case 'unknown-key':
      return new S3Error(
        403,
        'InvalidAccessKeyId',
        'The AWS Access Key Id you provided does not exist in our records.',
        {},
        { AWSAccessKeyId: problem.accessKeyId },
      );
    case 'invalid-token':
      return tokenError('InvalidToken', 'The provided token is malformed or otherwise invalid.', problem);
    case 'expired-token':
      return tokenError('ExpiredToken', 'The provided token has expired.', problem);
    case 'missing-payload-hash':
      return invalidRequest('Missing required header for this request: x-amz-content-sha256');
    case 'malformed-payload-hash':
      return invalidArgument(
        'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
        'x-amz-content-sha256',
        problem.given,
      );
    case 'wrong-payload-hash':
      return new S3Error(
        400,
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        {},
        { ClientComputedContentSHA256: problem.given, S3ComputedContentSHA256: problem.computed },
      );
    case 'mismatch':
      return mismatch(problem);
  }
}

/** S3's refusal of what somebody may not do, with the elements that say more. */
export function denied(message: string, details: Record<string, string> = {}): S3Error {
  return new S3Error(403, 'AccessDenied', message, {}, details);
}

function unsupported(form: SignatureForm, given: string): S3Error {
  if (form === 'query') {
    return queryError('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"');
  }
  return given.startsWith('AWS')
    ? invalidRequest(
        'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
      )
    : invalidArgument('Unsupported Authorization Type', 'Authorization', given);
}

function incomplete(form: SignatureForm, missing: readonly string[]): S3Error {
  if (form === 'query') {
    return queryError(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  const [part] = missing;
  return part === 'X-Amz-Date' || part === undefined
    ? denied('AWS authentication requires a valid Date or x-amz-date header')
    : malformed(form, `missing ${part}.`);
}

function scope({ form, faults }: ScopeProblem): S3Error {
  const [fault] = faults;
  switch (fault?.part) {
    case 'region': {
      const expected = fault.expected ?? 'us-east-1';
      return malformed(form, `the region '${fault.given}' is wrong; expecting '${expected}'`, expected);
    }
    case 'service':
      return malformed(form, `incorrect service "${fault.given}". This endpoint belongs to "s3".`);
    case 'terminator':
      return malformed(form, `incorrect terminal "${fault.given}". This endpoint uses "aws4_request".`);
    default: {
      const day = fault?.given ?? '';
      if (!/^\d{8}$/.test(day)) {
        return malformed(
          form,
          `incorrect date format "${day}". This date in the credential must be in the format "yyyyMMdd".`,
        );
      }
      const signed = fault?.amzDate.slice(0, 8) ?? '';
      return malformed(
        form,
        `Invalid credential date "${day}". This date is not the same as X-Amz-Date: "${signed}".`,
      );
    }
  }
}

function malformed(form: SignatureForm, what: string, region?: string): S3Error {
  const headers: Record<string, string> = region === undefined ? {} : { 'x-amz-bucket-region': region };
  const details: Record<string, string> = region === undefined ? {} : { Region: region };
  return form === 'header'
    ? new S3Error(
        400,
        'AuthorizationHeaderMalformed',
        `The authorization header is malformed; ${what}`,
        headers,
        details,
      )
    : queryError(`Error parsing the X-Amz-Credential parameter; ${what}`, headers, details);
}

function queryError(
  message: string,
  headers: Record<string, string> = {},
  details: Record<string, string> = {},
): S3Error {
  return new S3Error(400, 'AuthorizationQueryParametersError', message, headers, details);
}

function expiryFault(given: string): string {
  if (!/^-?\d+$/.test(given)) return 'X-Amz-Expires should be a number';
  return given.startsWith('-')
    ? 'X-Amz-Expires must be non-negative'
    : 'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds';
}

function tokenError(code: string, message: string, { sessionToken }: { sessionToken: string }): S3Error {
  return new S3Error(400, code, message, {}, { 'Token-0': sessionToken });
}

function mismatch(problem: SignatureMismatch): S3Error {
  const { accessKeyId, signature, stringToSign, canonicalRequest } = problem;
  return new S3Error(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    {},
    {
      AWSAccessKeyId: accessKeyId,
      StringToSign: stringToSign,
      SignatureProvided: signature,
      StringToSignBytes: hexBytes(stringToSign),
      ...(canonicalRequest !== null && {
        CanonicalRequest: canonicalRequest,
        CanonicalRequestBytes: hexBytes(canonicalRequest),
      }),
    },
  );
}

function hexBytes(text: string): string {
  return Buffer.from(text, 'latin1')
    .toString('hex')
    .replace(/..(?!$)/g, '$& ');
}

function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+/, '');
}
