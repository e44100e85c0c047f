/** The parts of an extra field by their ids; `overrun` tells how many bytes the first one that does not fit is short of. */
export interface ExtraFields {
  readonly fields: ReadonlyMap<number, Buffer>;
  readonly overrun: { readonly id: number; readonly says: number; readonly left: number } | null;
}

export const EXTRA = {
  zip64: 0x0001,
  ntfs: 0x000a,
  timestamp: 0x5455,
  unicodePath: 0x7075,
  aes: 0x9901,
} as const;

const none: ExtraFields = { fields: new Map(), overrun: null };

/** Divides an extra field; of two parts with one id the first counts. Up to three bytes at the end are padding (zipalign). */
export function extraFields(extra: Buffer): ExtraFields {
  if (extra.length < 4) return none;
  const fields = new Map<number, Buffer>();
  let at = 0;
  while (at + 4 <= extra.length) {
    const id = extra.readUInt16LE(at);
    const says = extra.readUInt16LE(at + 2);
    const left = extra.length - at - 4;
    if (says > left) return { fields, overrun: { id, says, left } };
    if (!fields.has(id)) fields.set(id, extra.subarray(at + 4, at + 4 + says));
    at += 4 + says;
  }
  return { fields, overrun: null };
}

/** The moment of the last change in epoch ms as Info-ZIP's or NTFS's part has it, which know the time zone; null without. */
export function exactTime(fields: ReadonlyMap<number, Buffer>): number | null {
  const stamp = fields.get(EXTRA.timestamp);
  if (stamp && stamp.length >= 5 && ((stamp[0] ?? 0) & 1) === 1) return stamp.readInt32LE(1) * 1000;
  const ntfs = fields.get(EXTRA.ntfs);
  if (ntfs && ntfs.length >= 16 && ntfs.readUInt16LE(4) === 1) {
    // 100 ns since 1601.
    const at = Number(ntfs.readBigUInt64LE(8) / 10_000n) - 11_644_473_600_000;
    if (Math.abs(at) <= 8.64e15) return at;
  }
  return null;
}

/** A time of MS-DOS, which knows no time zone: taken as local, as other programs show it. Null for one that is no time. */
export function dosTime(date: number, time: number): number | null {
  const month = (date >> 5) & 15;
  const day = date & 31;
  if (month < 1 || month > 12 || day < 1) return null;
  const at = new Date(
    1980 + (date >> 9),
    month - 1,
    day,
    time >> 11,
    (time >> 5) & 63,
    (time & 31) * 2,
  ).getTime();
  return Number.isNaN(at) ? null : at;
}
