const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const special = /[&<>"'\p{Cc}]/u;

/** Content of an element: text, other elements in order, or a list that repeats the element's name. */
export type XmlContent = string | number | boolean | XmlElements | XmlElements[] | undefined;

/** Elements by name, in order; one whose content is undefined is left out. */
export interface XmlElements {
  readonly [name: string]: XmlContent;
}

/** A whole document in S3's namespace. */
export function xmlDocument(root: string, content: XmlElements | string): string {
  const inner = typeof content === 'string' ? escape(content) : elements(content);
  return `${declaration}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${root}>`;
}

/** An error document; S3 writes those without a namespace. */
export function xmlError(content: XmlElements): string {
  return `${declaration}<Error>${elements(content)}</Error>`;
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

// Most texts of a listing need no change, so they are looked at once. Control characters may occur in keys; as
// references they reach at least the parsers that take them.
function escape(text: string): string {
  if (!special.test(text)) return text;
  return text
    .replace(/[&<>"']/g, (character) => escapes[character] ?? character)
    .replace(/\p{Cc}/gu, (character) => `&#${character.charCodeAt(0)};`);
}
