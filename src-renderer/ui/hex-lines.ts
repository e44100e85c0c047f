const PER_LINE = 16;

/** One line of a hex dump: its offset, 16 bytes in two groups, and the same as printable ASCII. */
export interface HexLine {
  readonly offset: string;
  readonly hex: string;
  readonly ascii: string;
}

/** The bytes of Base64, as `artifacts.preview` sends a page. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Bytes as lines of a hex dump whose first byte stands at `from`. */
export function hexLines(bytes: Uint8Array, from: number): HexLine[] {
  const lines: HexLine[] = [];
  for (let at = 0; at < bytes.length; at += PER_LINE) {
    const part = [...bytes.subarray(at, at + PER_LINE)];
    const pairs = part.map((byte) => byte.toString(16).padStart(2, '0'));
    const groups = [pairs.slice(0, 8).join(' '), pairs.slice(8).join(' ')].filter(Boolean);
    lines.push({
      offset: (from + at).toString(16).padStart(8, '0'),
      hex: groups.join('  ').padEnd(PER_LINE * 3, ' '),
      ascii: part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
    });
  }
  return lines;
}

/** An offset as people type it: `4096`, `0x1000`, `1000h`; null for anything else. */
export function offsetOf(typed: string): number | null {
  const text = typed.trim().replaceAll(/[_,\s]/g, '');
  const hex = /^(?:0x([0-9a-f]+)|([0-9a-f]+)h)$/i.exec(text);
  const value = hex ? parseInt(hex[1] ?? hex[2] ?? '', 16) : /^\d+$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : null;
}
