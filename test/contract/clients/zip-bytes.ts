import { BlobReader, BlobWriter, TextReader, TextWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';

/** A zip of these texts. */
export async function zipOf(files: Record<string, string>): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  for (const [name, text] of Object.entries(files)) await writer.add(name, new TextReader(text));
  return Buffer.from(await (await writer.close()).arrayBuffer());
}

/** The texts in a zip by name. Throws where the bytes are no zip. */
export async function filesIn(zip: Buffer): Promise<Record<string, string>> {
  const reader = new ZipReader(new BlobReader(new Blob([Uint8Array.from(zip)])), { useWebWorkers: false });
  const files: Record<string, string> = {};
  for (const entry of await reader.getEntries()) {
    if (!entry.directory) files[entry.filename] = await entry.getData(new TextWriter());
  }
  return files;
}
