import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';

/** The paths in a zip, read by a library that is not ours. Rejects where directory, contents or checksums are broken. */
export async function readEntries(zip: Uint8Array): Promise<string[]> {
  return Object.keys(await readTexts(zip));
}

/** The texts in a zip by their paths. */
export async function readTexts(zip: Uint8Array): Promise<Record<string, string>> {
  const reader = new ZipReader(new Uint8ArrayReader(zip), { useWebWorkers: false });
  try {
    const texts: Record<string, string> = {};
    for (const entry of await reader.getEntries()) {
      if (entry.directory) continue;
      texts[entry.filename] = await entry.getData(new TextWriter(), { checkSignature: true });
    }
    return texts;
  } finally {
    await reader.close();
  }
}
