import { ArchiveProblem, quoted } from '../archive-problem.ts';
import { DEFLATE, STORE, methodName } from './methods.ts';
import { extraFields } from './extra-fields.ts';
import { LOCAL_BYTES } from './spans.ts';
import { zipName } from './zip-names.ts';
import type { ZipPlace } from './zip-content.ts';

const localSignature = 0x04034b50;

/** Bytes of the local header with what follows before the data. Throws where there is none. */
export function localHeaderBytes(header: Buffer, place: ZipPlace): number {
  if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== localSignature)
    throw new ArchiveProblem(
      'damaged-entry',
      `At byte ${place.start.toLocaleString('en-US')}, where ${quoted(place.entry.path)} should begin, there is no entry.`,
    );
  return LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
}

/**
 * Holds an entry's own header against the directory's word, which alone was shown: another name, method or encryption means
 * that other programs would take it for something else. Sizes and checksum may be missing there, and are checked on the content.
 */
export function checkLocalHeader(header: Buffer, place: ZipPlace): void {
  const { entry } = place;
  const nameEnd = LOCAL_BYTES + header.readUInt16LE(26);
  const flags = header.readUInt16LE(6);
  const method = header.readUInt16LE(8);
  const { fields } = extraFields(header.subarray(nameEnd));
  const { text } = zipName(header.subarray(LOCAL_BYTES, nameEnd), flags, fields);
  // An old tool may have put the other slash into one of both.
  if (text !== entry.path && text.replaceAll('\\', '/') !== entry.path.replaceAll('\\', '/'))
    throw new ArchiveProblem(
      'name-mismatch',
      `The directory names this entry ${quoted(entry.path)}, its own header ${quoted(text)}; programs differ in which one they take.`,
    );
  const told = entry.method === methodName(STORE) ? STORE : DEFLATE;
  if (method !== told || (flags & 1) !== 0)
    throw new ArchiveProblem(
      'damaged-entry',
      `The directory says that ${quoted(entry.path)} is packed with ${entry.method}, its own header ${methodName(method)}${(flags & 1) === 0 ? '' : ', encrypted'}.`,
    );
}
