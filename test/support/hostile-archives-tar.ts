/** One entry of a tar put together by hand. */
export interface RawTarEntry {
  readonly name: string;
  readonly data?: string | Buffer;
  readonly type?: string;
  readonly target?: string;
  /** The size field, as text or number; honest without. */
  readonly size?: number | Buffer;
  readonly badChecksum?: boolean;
  /** Written into the header after everything else, before the checksum. */
  readonly patch?: (header: Buffer) => void;
}

/** A header block with its body, filled up. */
export function tarPart(entry: RawTarEntry): Buffer {
  const body = Buffer.from(entry.data ?? '');
  const header = Buffer.alloc(512);
  header.write(entry.name, 0, 100, 'utf8');
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  if (typeof entry.size === 'object') entry.size.copy(header, 124);
  else header.write(`${(entry.size ?? body.length).toString(8).padStart(11, '0')} `, 124);
  header.write('14720000000 ', 136);
  header.write(entry.type ?? '0', 156);
  header.write(entry.target ?? '', 157, 100, 'utf8');
  header.write('ustar\0' + '00', 257);
  entry.patch?.(header);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0) + (entry.badChecksum ? 1 : 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** A whole tar: parts and the two blocks of zeros at its end. */
export function rawTar(...entries: readonly RawTarEntry[]): Buffer {
  return Buffer.concat([...entries.map(tarPart), Buffer.alloc(1024)]);
}

/** The records of a pax header. */
export function paxRecords(records: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(
    Object.entries(records).map(([key, value]) => {
      const rest = Buffer.from(` ${key}=${value}\n`);
      let length = rest.length + 1;
      while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
      return Buffer.concat([Buffer.from(String(length)), rest]);
    }),
  );
}

/** A pax header for the next entry. */
export function pax(records: Readonly<Record<string, string>>): RawTarEntry {
  return { name: 'PaxHeader', type: 'x', data: paxRecords(records) };
}
