/** Names of the ways to compress. Source: APPNOTE 4.4.5. */
const names = new Map<number, string>([
  [0, 'Store'],
  [1, 'Shrink'],
  [2, 'Reduce 1'],
  [3, 'Reduce 2'],
  [4, 'Reduce 3'],
  [5, 'Reduce 4'],
  [6, 'Implode'],
  [8, 'Deflate'],
  [9, 'Deflate64'],
  [10, 'DCL Implode'],
  [12, 'BZIP2'],
  [14, 'LZMA'],
  [18, 'IBM TERSE'],
  [19, 'IBM LZ77'],
  [20, 'Zstandard (old)'],
  [93, 'Zstandard'],
  [94, 'MP3'],
  [95, 'XZ'],
  [96, 'JPEG'],
  [97, 'WavPack'],
  [98, 'PPMd'],
  [99, 'AES'],
]);

export const STORE = 0;
export const DEFLATE = 8;
/** Stands in the place of the method where WinZip's AES hides it. */
export const AES = 99;

export function methodName(method: number): string {
  return names.get(method) ?? `Method ${method}`;
}

/** Whether content of this method can be unpacked here. */
export function isKnownMethod(name: string): boolean {
  return name === methodName(STORE) || name === methodName(DEFLATE);
}
