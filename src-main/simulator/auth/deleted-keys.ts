import { childrenOf, parseXml, textAt } from '../s3/parse-xml.ts';
import { readUploadBody } from '../s3/upload-body.ts';
import type { WireRequest } from '../wire.ts';

/**
 * The keys that a DeleteObjects asks for, read as S3 itself reads them. Throws S3Error for a document that is
 * none, or not this one.
 */
export function deletedKeys(wire: WireRequest): string[] {
  const document = parseXml(readUploadBody({ wire }).body, 'Delete');
  return childrenOf(document, 'Object').map((node) => textAt(node, 'Key') ?? '');
}
