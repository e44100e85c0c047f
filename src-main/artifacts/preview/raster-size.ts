/** Width and height in pixels as the file's own header has them; for a file with several pictures, of the largest. */
export interface RasterSize {
  readonly width: number;
  readonly height: number;
}

/** Pictures of an icon file, or segments of a JPEG, that are looked at. */
const MOST_PARTS = 1000;

type Reader = (bytes: Buffer) => RasterSize | null;

const READERS: Readonly<Record<string, Reader>> = {
  'image/png': pngSize,
  'image/jpeg': jpegSize,
  'image/gif': gifSize,
  'image/webp': webpSize,
  'image/bmp': (bytes) => bitmapSize(bytes, 14),
  'image/x-icon': iconSize,
};

/** Types of pictures that are shown. */
export function isRaster(mime: string | null): mime is string {
  return mime !== null && Object.hasOwn(READERS, mime);
}

/**
 * The size of a picture, without decoding it. Null where the header is damaged or says nothing: such a picture is not shown.
 * Sources: PNG (W3C), JFIF and ITU T.81, GIF89a, WebP container specification, BITMAPINFOHEADER.
 */
export function rasterSize(bytes: Uint8Array, mime: string): RasterSize | null {
  try {
    const size = READERS[mime]?.(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) ?? null;
    return size !== null && size.width > 0 && size.height > 0 ? size : null;
  } catch {
    // A header that ends too early: Buffer's readers throw beyond the end.
    return null;
  }
}

function pngSize(bytes: Buffer): RasterSize | null {
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Goes from segment to segment to the start of frame (SOF), which a thumbnail inside an EXIF segment is not. */
function jpegSize(bytes: Buffer): RasterSize | null {
  let at = 2;
  for (let part = 0; part < MOST_PARTS; part += 1) {
    if (bytes.readUInt8(at) !== 0xff) return null;
    while (bytes.readUInt8(at + 1) === 0xff) at += 1;
    const marker = bytes.readUInt8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    }
    if (marker === 0xd9 || marker === 0xda) return null;
    const bare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += bare ? 2 : 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** Browsers enlarge the screen to the first picture on it, so that counts too. */
function gifSize(bytes: Buffer): RasterSize | null {
  const screen = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  const packed = bytes.readUInt8(10);
  let at = 13 + (packed & 0x80 ? 3 << ((packed & 7) + 1) : 0);
  for (let part = 0; part < MOST_PARTS && at < bytes.length; part += 1) {
    const kind = bytes.readUInt8(at);
    if (kind === 0x2c) {
      return {
        width: Math.max(screen.width, bytes.readUInt16LE(at + 1) + bytes.readUInt16LE(at + 5)),
        height: Math.max(screen.height, bytes.readUInt16LE(at + 3) + bytes.readUInt16LE(at + 7)),
      };
    }
    if (kind !== 0x21) break;
    at += 2;
    for (let length = bytes.readUInt8(at); length > 0; length = bytes.readUInt8(at)) at += length + 1;
    at += 1;
  }
  return screen;
}

function webpSize(bytes: Buffer): RasterSize | null {
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    default:
      return null;
  }
}

function bitmapSize(bytes: Buffer, at: number): RasterSize | null {
  if (bytes.readUInt32LE(at) === 12) {
    return { width: bytes.readUInt16LE(at + 4), height: bytes.readUInt16LE(at + 6) };
  }
  return { width: Math.abs(bytes.readInt32LE(at + 4)), height: Math.abs(bytes.readInt32LE(at + 8)) };
}

/** The directory has one byte a side: what counts is the header of each picture, a PNG or a bitmap of twice the height. */
function iconSize(bytes: Buffer): RasterSize | null {
  const pictures = bytes.readUInt16LE(4);
  if (pictures === 0 || pictures > MOST_PARTS) return null;
  const largest = { width: 0, height: 0 };
  for (let picture = 0; picture < pictures; picture += 1) {
    const at = bytes.readUInt32LE(6 + picture * 16 + 12);
    const png = bytes.readUInt32BE(at) === 0x89504e47;
    const size = png ? pngSize(bytes.subarray(at)) : bitmapSize(bytes, at);
    if (size === null) return null;
    largest.width = Math.max(largest.width, size.width);
    largest.height = Math.max(largest.height, png ? size.height : size.height >> 1);
  }
  return largest;
}
