import { SaxesParser } from 'saxes';

export type Attributes = Readonly<Record<string, string>>;

/** What is told of an XML report, in its order. Names come without their prefix. */
export interface XmlListener {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

const PIECE = 64 * 1024;

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Walks through XML to its end or to its first fault. False where there was one, the end of a cut text not counted. */
export function walkXml(text: string, complete: boolean, listener: XmlListener): boolean {
  let sound = true;
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('error', (error) => {
    if (!error.message.includes('undefined entity')) sound = false;
  });
  parser.on('opentag', (tag) => sound && listener.open?.(bare(tag.name), tag.attributes));
  parser.on('text', (piece) => sound && listener.text?.(piece));
  parser.on('cdata', (piece) => sound && listener.text?.(piece));
  parser.on('closetag', (tag) => sound && listener.close?.(bare(tag.name)));
  for (let at = 0; at < text.length && sound; at += PIECE) parser.write(text.slice(at, at + PIECE));
  if (complete && sound) parser.close();
  return sound;
}
