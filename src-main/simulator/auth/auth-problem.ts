/** Where a signature was given: in the Authorization header, or in the query of a presigned URL. */
export type SignatureForm = 'header' | 'query';

/** What is wrong with how a request says who sends it. Each service has its own error and words for it. */
export type AuthProblem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'both-forms' }
  | { readonly kind: 'unsupported-algorithm'; readonly form: SignatureForm; readonly given: string }
  | {
      readonly kind: 'incomplete';
      readonly form: SignatureForm;
      /** Names of the parts that are not there. */
      readonly missing: readonly string[];
      readonly given: string;
    }
  | { readonly kind: 'malformed-credential'; readonly form: SignatureForm; readonly given: string }
  | { readonly kind: 'malformed-date'; readonly form: SignatureForm; readonly given: string }
  | { readonly kind: 'malformed-expiry'; readonly given: string }
  | { readonly kind: 'incomplete-v2' }
  | { readonly kind: 'malformed-v2-expiry'; readonly given: string }
  | ScopeProblem
  | { readonly kind: 'host-not-signed' }
  | { readonly kind: 'headers-not-signed'; readonly names: readonly string[] }
  | { readonly kind: 'skewed'; readonly signedAt: number; readonly now: number; readonly amzDate: string }
  | {
      readonly kind: 'url-expired';
      /** Null for signature version 2, which does not say it. */
      readonly expiresSeconds: number | null;
      readonly expiredAt: number;
      readonly now: number;
    }
  | { readonly kind: 'unknown-key'; readonly accessKeyId: string }
  | { readonly kind: 'invalid-token'; readonly sessionToken: string }
  | { readonly kind: 'expired-token'; readonly sessionToken: string }
  | { readonly kind: 'missing-payload-hash' }
  | { readonly kind: 'malformed-payload-hash'; readonly given: string }
  | { readonly kind: 'wrong-payload-hash'; readonly given: string; readonly computed: string }
  | SignatureMismatch;

/** A credential scope that does not fit the request. `faults` are in the order in which the scope is read. */
export interface ScopeProblem {
  readonly kind: 'scope';
  readonly form: SignatureForm;
  readonly faults: readonly ScopeFault[];
}

/** One part of a credential scope and, where it can be told, what it should have been. */
export type ScopeFault =
  | { readonly part: 'region'; readonly given: string; readonly expected: string | null }
  | { readonly part: 'service'; readonly given: string; readonly expected: string }
  | { readonly part: 'terminator'; readonly given: string }
  | { readonly part: 'date'; readonly given: string; readonly amzDate: string };

/** A signature that the secret does not give, with what the service signed, for comparison. */
export interface SignatureMismatch {
  readonly kind: 'mismatch';
  readonly accessKeyId: string;
  readonly signature: string;
  readonly stringToSign: string;
  /** Null for the signature of a chunk and for version 2, which have none. */
  readonly canonicalRequest: string | null;
}

/** Thrown by everything in this folder for a request that is not let in. */
export class AuthRefusal extends Error {
  readonly problem: AuthProblem;

  constructor(problem: AuthProblem) {
    super(problem.kind);
    this.name = 'AuthRefusal';
    this.problem = problem;
  }
}
