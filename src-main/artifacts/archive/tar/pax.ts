import { tarText } from './tar-header.ts';

/** The records of a pax header, `length key=value\n` each. Null where they do not add up. Source: POSIX "pax Extended Header". */
export function readPax(body: Buffer): Map<string, string> | null {
  const records = new Map<string, string>();
  let at = 0;
  while (at < body.length && body[at] !== 0) {
    const space = body.indexOf(0x20, at);
    if (space < 0 || space - at > 10) return null;
    const digits = body.toString('latin1', at, space);
    if (!/^[1-9][0-9]*$/.test(digits)) return null;
    const end = at + Number(digits);
    if (end > body.length || end <= space + 1 || body[end - 1] !== 0x0a) return null;
    const equals = body.indexOf(0x3d, space + 1);
    if (equals < 0 || equals >= end) return null;
    records.set(tarText(body.subarray(space + 1, equals)), tarText(body.subarray(equals + 1, end - 1)));
    at = end;
  }
  return records;
}

/** What pax records override of the header behind them; undefined where they say nothing, NaN where they say nonsense. */
export interface PaxWords {
  readonly path: string | undefined;
  readonly target: string | undefined;
  readonly size: number | undefined;
  readonly modifiedAt: number | undefined;
  readonly sparse: boolean;
}

/** A file's own records go before those of all files. */
export function paxWords(own: ReadonlyMap<string, string>, all: ReadonlyMap<string, string>): PaxWords {
  const word = (key: string) => own.get(key) ?? all.get(key);
  const mtime = word('mtime');
  const size = word('size');
  return {
    path: word('GNU.sparse.name') ?? word('path'),
    target: word('linkpath'),
    size: size === undefined ? undefined : /^[0-9]{1,20}$/.test(size) ? Number(size) : Number.NaN,
    modifiedAt: mtime === undefined ? undefined : Number(mtime) * 1000,
    sparse: [...own.keys(), ...all.keys()].some((key) => key.startsWith('GNU.sparse.')),
  };
}
