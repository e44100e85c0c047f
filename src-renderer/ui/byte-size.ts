const UNITS = ['KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** A number of bytes in the unit that fits, as S3's console counts (1 KB = 1,024 bytes): `812 bytes`, `72 KB`, `84.9 MB`. */
export function byteSize(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  let value = bytes;
  let unit = -1;
  do {
    value /= 1024;
    unit += 1;
    // What rounds to 1,024 of a unit is 1 of the next.
  } while (value >= 1023.5 && unit < UNITS.length - 1);
  return `${value < 10 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} ${UNITS[unit] ?? ''}`;
}

/** `1,234,567 bytes`, for the hover text of a size. */
export function exactBytes(bytes: number): string {
  return `${bytes.toLocaleString('en')} ${bytes === 1 ? 'byte' : 'bytes'}`;
}
