import { Uint8ArrayWriter, TextReader, ZipWriter, configure } from '@zip.js/zip.js';

/** Text files by their path inside the archive. */
export type ZipFiles = Readonly<Record<string, string>>;

// Web workers would need a file beside the bundle; the archives are small.
configure({ useWebWorkers: false });

/** A real, compressed zip. The same files and the same time (epoch milliseconds) give the same entries. */
export async function buildZip(files: ZipFiles, modifiedAt: number): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { lastModDate: new Date(modifiedAt), level: 6 });
  for (const [path, content] of Object.entries(files)) await writer.add(path, new TextReader(content));
  return Buffer.from(await writer.close());
}
