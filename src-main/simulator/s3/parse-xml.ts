import { S3Error, malformedXml } from './s3-error.ts';

/** An element of a request's document. Attributes and the prefixes of names are left out. */
export interface XmlNode {
  readonly name: string;
  /** The text directly in the element, references resolved. */
  text: string;
  readonly children: XmlNode[];
}

// The longest document S3 takes names 10,000 parts with their checksums.
const longestBytes = 8 * 1024 * 1024;
const deepest = 20;
const token =
  /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<\/([\w.:-]{1,200})\s*>|<([\w.:-]{1,200})(?:\s+[\w.:-]{1,200}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>|([^<]+)/y;
const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Parses the document of a request, which must have the root named. Knows no document types, so no entities
 * beyond XML's own five. Throws S3Error MalformedXML, or MaxMessageLengthExceeded above 8 MB.
 */
export function parseXml(body: Buffer, root: string): XmlNode {
  if (body.length > longestBytes) {
    throw new S3Error(400, 'MaxMessageLengthExceeded', 'Your request was too big.');
  }
  const document: XmlNode = { name: '', text: '', children: [] };
  const open = [document];
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    const inner = open.at(-1);
    if (!found || !inner) throw malformedXml();
    const [, verbatim, closed, opened, isEmpty, characters] = found;
    if (opened !== undefined) {
      const node: XmlNode = { name: localName(opened), text: '', children: [] };
      inner.children.push(node);
      if (isEmpty !== '/') open.push(node);
      if (open.length > deepest) throw malformedXml();
    } else if (closed !== undefined) {
      if (open.length < 2 || open.pop()?.name !== localName(closed)) throw malformedXml();
    } else inner.text += verbatim ?? resolved(characters ?? '');
  }
  const [only] = document.children;
  if (open.length !== 1 || document.children.length !== 1 || document.text.trim() !== '' || !only) {
    throw malformedXml();
  }
  if (only.name !== root) throw malformedXml();
  return only;
}

/** The elements of that name directly in another one. */
export function childrenOf(node: XmlNode | undefined, name: string): XmlNode[] {
  return node?.children.filter((child) => child.name === name) ?? [];
}

/** The text at the end of a path of element names, taking the first of each; undefined where it breaks off. */
export function textAt(node: XmlNode | undefined, ...path: readonly string[]): string | undefined {
  return path.reduce((at, name) => childrenOf(at, name)[0], node)?.text;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function resolved(text: string): string {
  return text.replace(/&([^;&]{0,12};?)/g, (_, reference: string) => {
    const [, hex, decimal, name] = /^(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));$/i.exec(reference) ?? [];
    if (name !== undefined && Object.hasOwn(predefined, name)) return predefined[name] ?? '';
    const point = hex === undefined ? Number(decimal ?? 0) : parseInt(hex, 16);
    if (point < 1 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw malformedXml();
    return String.fromCodePoint(point);
  });
}
