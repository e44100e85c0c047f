/** Whether the bytes are a PDF. Its header may stand anywhere in the first 1,024 bytes. Source: Adobe's implementation notes. */
export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');
}

/** Enough to see whether the file says the number at its very beginning. */
const HEAD_BYTES = 2048;
/** How far around its type the rest of a page tree is looked for. */
const NEAR = 1000;

/**
 * The number of pages where it is cheaply known: a linearized file says it at the beginning; else, in a whole file without
 * packed objects, the largest count of its page trees. Null otherwise.
 */
export function pdfPages(bytes: Uint8Array, whole: boolean): number | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const head = text.slice(0, HEAD_BYTES);
  const linearized = head.indexOf('/Linearized');
  if (linearized >= 0) {
    const count = /\/N[ \r\n]{1,4}(\d{1,7})/.exec(head.slice(linearized, linearized + 300));
    if (count) return Number(count[1]);
  }
  if (!whole || text.includes('/ObjStm')) return null;
  let pages: number | null = null;
  for (const match of text.matchAll(/\/Type[ \r\n]{0,4}\/Pages\b/g)) {
    const before = text.slice(Math.max(0, match.index - NEAR), match.index);
    const after = text.slice(match.index, match.index + NEAR);
    const object = before.slice(before.lastIndexOf('endobj') + 1) + after.split('endobj', 1)[0];
    const count = /\/Count[ \r\n]{1,4}(\d{1,7})/.exec(object);
    if (count) pages = Math.max(pages ?? 0, Number(count[1]));
  }
  return pages;
}
