import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip put together by hand. Whatever is not given is as an honest writer has it. */
export interface RawEntry {
  readonly name: string | Buffer;
  readonly data?: string | Buffer;
  /** 8 (Deflate) or 0 (Store); others are only claimed. */
  readonly method?: number;
  readonly flags?: number;
  /** The bytes that stand in the archive, instead of the packed data. */
  readonly packed?: Buffer;
  /** What the directory claims. */
  readonly crc?: number;
  readonly size?: number;
  readonly packedSize?: number;
  readonly offset?: number;
  readonly disk?: number;
  readonly extra?: Buffer;
  readonly mode?: number;
  /** What the entry's own header claims, where that differs. */
  readonly localName?: string | Buffer;
  readonly localMethod?: number;
  readonly localExtra?: Buffer;
  readonly localSize?: number;
  readonly localSignature?: number;
  /** Stands behind the data. */
  readonly descriptor?: Buffer;
}

/** What stands around the entries, and what their end claims. */
export interface RawEnd {
  readonly prefix?: Buffer;
  /** Count offsets from the prefix's end, as an archive does that was put behind a program. */
  readonly relative?: boolean;
  readonly betweenDirectoryAndEnd?: Buffer;
  readonly entries?: number;
  readonly directorySize?: number;
  readonly directoryOffset?: number;
  readonly disk?: number;
  readonly comment?: Buffer;
  readonly trailing?: Buffer;
  /** Adds a zip64 end record, with these claims. */
  readonly zip64?: { entries?: bigint; directorySize?: bigint; directoryOffset?: bigint; at?: bigint };
}

const utf8 = 0x0800;

/** Numbers of a length of bytes each, one after the other, little-endian. */
export function fields(...parts: readonly (readonly [2 | 4 | 8, number | bigint])[]): Buffer {
  return Buffer.concat(
    parts.map(([length, value]) => {
      const field = Buffer.alloc(8);
      field.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
      return field.subarray(0, length);
    }),
  );
}

/** A part of an extra field, with the length it has or claims. */
export function extraPart(id: number, body: Buffer, length = body.length): Buffer {
  return Buffer.concat([fields([2, id], [2, length]), body]);
}

/** A zip of these entries, honest but for what was asked otherwise. */
export function rawZip(entries: readonly RawEntry[], end: RawEnd = {}): Buffer {
  const prefix = end.prefix ?? Buffer.alloc(0);
  const locals: Buffer[] = [prefix];
  const records: Buffer[] = [];
  let at = prefix.length;
  const base = end.relative ? prefix.length : 0;
  for (const entry of entries) {
    const parts = localPart(entry);
    records.push(directoryRecord(entry, at - base));
    locals.push(parts);
    at += parts.length;
  }
  const directory = Buffer.concat(records);
  const between = end.betweenDirectoryAndEnd ?? Buffer.alloc(0);
  const endAt = at + directory.length + between.length;
  return Buffer.concat([
    ...locals,
    directory,
    between,
    endRecords(end, { entries: entries.length, size: directory.length, offset: at - base, endAt }),
    end.trailing ?? Buffer.alloc(0),
  ]);
}

function nameOf(name: string | Buffer): Buffer {
  return typeof name === 'string' ? Buffer.from(name, 'utf8') : name;
}

function content({ data = '', method = 8, packed }: RawEntry): { data: Buffer; packed: Buffer } {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  return { data: bytes, packed: packed ?? (method === 0 ? bytes : deflateRawSync(bytes)) };
}

function localPart(entry: RawEntry): Buffer {
  const { data, packed } = content(entry);
  const name = nameOf(entry.localName ?? entry.name);
  const extra = entry.localExtra ?? Buffer.alloc(0);
  return Buffer.concat([
    fields(
      [4, entry.localSignature ?? 0x04034b50],
      [2, 20],
      [2, entry.flags ?? utf8],
      [2, entry.localMethod ?? entry.method ?? 8],
      [4, 0x5c2f4be0],
      [4, crc32(data)],
      [4, Math.min(packed.length, 0xffffffff)],
      [4, entry.localSize ?? data.length],
      [2, name.length],
      [2, extra.length],
    ),
    name,
    extra,
    packed,
    entry.descriptor ?? Buffer.alloc(0),
  ]);
}

function directoryRecord(entry: RawEntry, at: number): Buffer {
  const { data, packed } = content(entry);
  const name = nameOf(entry.name);
  const extra = entry.extra ?? Buffer.alloc(0);
  return Buffer.concat([
    fields(
      [4, 0x02014b50],
      [2, 0x0314],
      [2, 20],
      [2, entry.flags ?? utf8],
      [2, entry.method ?? 8],
      [4, 0x5c2f4be0],
      [4, entry.crc ?? crc32(data)],
      [4, entry.packedSize ?? packed.length],
      [4, entry.size ?? data.length],
      [2, name.length],
      [2, extra.length],
      [2, 0],
      [2, entry.disk ?? 0],
      [2, 0],
      [4, ((entry.mode ?? 0o100644) << 16) >>> 0],
      [4, entry.offset ?? at],
    ),
    name,
    extra,
  ]);
}

function endRecords(
  end: RawEnd,
  honest: { entries: number; size: number; offset: number; endAt: number },
): Buffer {
  const comment = end.comment ?? Buffer.alloc(0);
  const entries = end.entries ?? honest.entries;
  const long = end.zip64 && [
    fields(
      [4, 0x06064b50],
      [8, 44],
      [2, 45],
      [2, 45],
      [4, 0],
      [4, 0],
      [8, end.zip64.entries ?? BigInt(entries)],
      [8, end.zip64.entries ?? BigInt(entries)],
      [8, end.zip64.directorySize ?? BigInt(honest.size)],
      [8, end.zip64.directoryOffset ?? BigInt(honest.offset)],
    ),
    fields([4, 0x07064b50], [4, 0], [8, end.zip64.at ?? BigInt(honest.endAt)], [4, 1]),
  ];
  return Buffer.concat([
    ...(long ?? []),
    fields(
      [4, 0x06054b50],
      [2, end.disk ?? 0],
      [2, end.disk ?? 0],
      [2, long ? 0xffff : entries],
      [2, long ? 0xffff : entries],
      [4, long ? 0xffffffff : (end.directorySize ?? honest.size)],
      [4, long ? 0xffffffff : (end.directoryOffset ?? honest.offset)],
      [2, comment.length],
    ),
    comment,
  ]);
}
