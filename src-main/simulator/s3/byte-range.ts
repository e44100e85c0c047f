import { S3Error } from './s3-error.ts';

/** Bytes of an object, `first` and `last` inclusive. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The range a read asks for. Null where it asks for none that S3 can give: several ranges and ranges that make no
 * sense give the whole object. Throws S3Error InvalidRange (416) for one that lies behind the end.
 */
export function parseRange(range: string | undefined, size: number): ByteRange | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === '' && to === '') return null;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(from) > Number(to)) return null;
  if (first < size && first <= last) return { first, last };
  throw unsatisfiable('InvalidRange', 'The requested range is not satisfiable', size, {
    RangeRequested: range ?? '',
  });
}

/** The bytes of one part, counted from 1. Throws S3Error InvalidPartNumber (416). */
export function rangeOfPart(sizes: readonly number[], number: number): ByteRange {
  const size = sizes[number - 1];
  const total = sizes.reduce((sum, one) => sum + one, 0);
  if (size === undefined) {
    throw unsatisfiable('InvalidPartNumber', 'The requested partnumber is not satisfiable', total, {
      PartNumberRequested: String(number),
      ActualPartCount: String(sizes.length),
    });
  }
  const first = sizes.slice(0, number - 1).reduce((sum, one) => sum + one, 0);
  return { first, last: first + size - 1 };
}

function unsatisfiable(
  code: string,
  message: string,
  size: number,
  details: Record<string, string>,
): S3Error {
  const headers = { 'content-range': `bytes */${size}` };
  return new S3Error(416, code, message, headers, { ...details, ActualObjectSize: String(size) });
}
