/** What an object that is no archive for us begins with, in words; null when nothing is recognized. */
export function beginsLike(head: Buffer): string | null {
  const known = magics.find(([bytes]) => head.subarray(0, bytes.length).equals(bytes));
  if (known) return known[1];
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .slice(0, 200)
    .toLowerCase();
  if (text.startsWith('<!doctype html') || text.startsWith('<html')) return 'an HTML page';
  if (text.startsWith('<?xml') || text.startsWith('<error>')) return 'an XML document';
  if (text.startsWith('{') || text.startsWith('[')) return 'JSON';
  if (text.startsWith('version https://git-lfs')) return 'a pointer of Git LFS, not the file itself';
  if (head.length > 0 && head.every((byte) => byte === 0)) return 'zeros';
  return null;
}

const magics: readonly (readonly [Buffer, string])[] = [
  [Buffer.from('377abcaf271c', 'hex'), 'a 7-Zip archive'],
  [Buffer.from('526172211a07', 'hex'), 'a RAR archive'],
  [Buffer.from('fd377a585a00', 'hex'), 'data packed with xz'],
  [Buffer.from('28b52ffd', 'hex'), 'data packed with Zstandard'],
  [Buffer.from('425a68', 'hex'), 'data packed with bzip2'],
  [Buffer.from('1f8b', 'hex'), 'data packed with gzip, which holds no tar'],
  [Buffer.from('25504446', 'hex'), 'a PDF document'],
  [Buffer.from('7f454c46', 'hex'), 'a Linux program'],
  [Buffer.from('4d5a', 'hex'), 'a Windows program'],
];

/** Whether these are the first bytes of a zip, or of one part of a split one. */
export function beginsLikeZip(head: Buffer): boolean {
  if (head.length < 4 || head[0] !== 0x50 || head[1] !== 0x4b) return false;
  const rest = head.readUInt16LE(2);
  return rest === 0x0403 || rest === 0x0807 || rest === 0x0605 || rest === 0x3030;
}

export function beginsLikeGzip(head: Buffer): boolean {
  return head.length >= 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/** Which kind the object's name or content type promises; null without a promise. */
export function promisedKind(key: string, contentType: string | null): string | null {
  const name = key.toLowerCase();
  if (name.endsWith('.zip') || contentType === 'application/zip') return 'a zip';
  if (/\.(tar\.gz|tgz)$/.test(name)) return 'a tar.gz';
  if (name.endsWith('.tar') || contentType === 'application/x-tar') return 'a tar';
  return null;
}
