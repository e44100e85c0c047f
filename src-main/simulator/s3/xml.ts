const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Content of an element: text, other elements in order, or a list that repeats the element's name. */
export type XmlContent = string | number | boolean | XmlElements | XmlElements[] | undefined;

/** Elements by name, in order; one whose content is undefined is left out. */
export interface XmlElements {
  readonly [name: string]: XmlContent;
}

/** A whole document in S3's namespace. */
export function xmlDocument(root: string, content: XmlElements): string {
  return `${declaration}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${elements(content)}</${root}>`;
}

/** An error document; S3 writes those without a namespace. */
export function xmlError(content: XmlElements): string {
  return `${declaration}<Error>${elements(content)}</Error>`;
}

/** The texts of all elements of that name in a request body, unescaped. Enough for S3's two request documents. */
export function xmlTexts(body: string, name: string): string[] {
  return [...body.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) =>
    unescape(text),
  );
}

function elements(content: XmlElements): string {
  return Object.entries(content)
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      const list = Array.isArray(value) ? value : [value];
      return list.map(
        (one) => `<${name}>${typeof one === 'object' ? elements(one) : escape(String(one))}</${name}>`,
      );
    })
    .join('');
}

function escape(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => escapes[character] ?? character)
    .replace(/[\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function unescape(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/gi,
    (whole, hex?: string, decimal?: string) => {
      if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      return Object.keys(escapes).find((character) => escapes[character] === whole) ?? whole;
    },
  );
}
