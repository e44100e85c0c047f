import { assertNever } from '#shared/domain/exhaustive.ts';
import type { ErrorCode } from '#shared/domain/errors.ts';

/** What scripts may rely on. */
export const EXIT_CODES = { done: 0, wrongUse: 1, failed: 2, folderInUse: 3, refusedByAws: 4 } as const;

/** The exit code of a command that ended in an error. */
export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'invalid-input':
    case 'not-found':
    case 'not-allowed-now':
    case 'vault-unavailable':
    case 'no-credentials':
      return EXIT_CODES.wrongUse;
    case 'data-folder-in-use':
      return EXIT_CODES.folderInUse;
    case 'aws-action-type-not-found':
    case 'aws-invalid-client-token':
    case 'aws-invalid-nonce':
    case 'aws-invalid-job':
    case 'aws-invalid-job-state':
    case 'aws-job-not-found':
    case 'aws-output-variables-size':
    case 'aws-validation':
    case 'aws-access-denied':
    case 'aws-other':
      return EXIT_CODES.refusedByAws;
    case 'refused-sender':
    case 'unreachable':
    case 'not-connected':
    case 'throttled':
    case 'backend-rejected':
    case 'backend-unavailable':
    case 'store-damaged':
    case 'internal':
      return EXIT_CODES.failed;
    default:
      return assertNever(code);
  }
}
