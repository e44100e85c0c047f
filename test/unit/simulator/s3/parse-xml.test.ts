import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childrenOf, parseXml, textAt } from '#main/simulator/s3/parse-xml.ts';
import { S3Error } from '#main/simulator/s3/s3-error.ts';
import { xmlDocument } from '#main/simulator/s3/xml.ts';

function parse(text: string) {
  return parseXml(Buffer.from(text), 'Delete');
}

describe('parseXml', () => {
  it('reads what clients send: declarations, namespaces, comments, references, verbatim text', () => {
    const document = parse(`\uFEFF<?xml version="1.0"?>
      <!-- keys -->
      <s3:Delete xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/">
        <Object><Key>a &amp; b&#x20;&#252;<![CDATA[<c>]]></Key></Object>
        <Object><Key>d</Key><VersionId/></Object>
      </s3:Delete>`);
    expect(childrenOf(document, 'Object').map((node) => textAt(node, 'Key'))).toEqual(['a & b ü<c>', 'd']);
    expect(textAt(document, 'Object', 'VersionId')).toBeUndefined();
    expect(textAt(childrenOf(document, 'Object')[1], 'VersionId')).toBe('');
  });

  it('reads any text that the writer writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (Key) => {
        fc.pre(!Key.includes('\u0000'));
        expect(textAt(parse(xmlDocument('Delete', { Key })), 'Key')).toBe(Key);
      }),
    );
  });

  it.each([
    ['another root', '<Tagging/>'],
    ['nothing', ''],
    ['two roots', '<Delete/><Delete/>'],
    ['text beside the root', '<Delete/>x'],
    ['an open element', '<Delete><Object></Delete>'],
    ['a closing tag too many', '<Delete/></Delete>'],
    ['a document type', '<!DOCTYPE Delete [<!ENTITY a "b">]><Delete>&a;</Delete>'],
    ['an entity nobody declared', '<Delete>&lol;</Delete>'],
    ['an entity named like a property of every object', '<Delete>&constructor;</Delete>'],
    ['a bare ampersand', '<Delete>a & b</Delete>'],
    ['half a character', '<Delete>&#xd800;</Delete>'],
    ['a character beyond all', '<Delete>&#x110000;</Delete>'],
    ['endless depth', `${'<Delete>'.repeat(5000)}${'</Delete>'.repeat(5000)}`],
    ['an unfinished tag', '<Delete'],
  ])('refuses %s', (_what, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
  });

  it('refuses more than 8 MB', () => {
    const long = `<Delete>${' '.repeat(8 * 1024 * 1024)}</Delete>`;
    expect(() => parse(long)).toThrow(expect.objectContaining({ code: 'MaxMessageLengthExceeded' }));
  });

  it('refuses or reads whatever comes, and nothing else', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      'Delete',
      '<Delete>',
      '</Delete>',
      '<!--',
      '-->',
      '&amp;',
      ' a="',
      '"',
      '?',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          parse(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(S3Error);
        }
      }),
    );
  });
});
