import { invalidArgument } from './s3-error.ts';

/** How many entries a page may have: what is asked for, 1,000 at most. Throws S3Error InvalidArgument. */
export function pageLimit(name: string, asked: string | null | undefined): number {
  if (asked === null || asked === undefined || asked === '') return 1000;
  const limit = /^\d{1,10}$/.test(asked) ? Number(asked) : NaN;
  if (limit <= 2 ** 31 - 1) return Math.min(limit, 1000);
  if (/^-\d+$/.test(asked)) {
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, asked);
  }
  throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, asked);
}
