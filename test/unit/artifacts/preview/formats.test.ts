import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatJson } from '#main/artifacts/preview/format-json.ts';
import { formatXml } from '#main/artifacts/preview/format-xml.ts';
import { formatYaml, MOST_YAML_UNITS } from '#main/artifacts/preview/format-yaml.ts';
import type { Formatted } from '#main/artifacts/preview/shown-lines.ts';
import { languageOf } from '#main/artifacts/preview/language-of.ts';

const textOf = (formatted: Formatted): string => {
  if (!formatted.ok) throw new Error(formatted.sentence);
  return formatted.text;
};
/** Deep and long inputs end here by their bounds, not by luck. */
const MOST_UNITS = 9 * 1024 * 1024;

it('keeps numbers, escapes and duplicate keys of JSON as they are written', () => {
  const text = '{"a":12345678901234567890,"a":1.50,"b":"\\u00e4\\ud800","c":[],"d":{},"e":[1,{"f":null}]}';
  expect(textOf(formatJson(text, true))).toBe(
    '{\n  "a": 12345678901234567890,\n  "a": 1.50,\n  "b": "\\u00e4\\ud800",\n  "c": [],\n  "d": {},\n' +
      '  "e": [\n    1,\n    {\n      "f": null\n    }\n  ]\n}',
  );
});

it('gives JSON the shape that JSON.stringify gives it', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      // A number is kept as it is written, so what was parsed once is compared.
      const canonical = JSON.stringify(JSON.parse(text));
      expect(textOf(formatJson(canonical, true))).toBe(JSON.stringify(JSON.parse(canonical), null, 2));
    }),
  );
});

it('takes what JSON.parse takes, and lines of it', () => {
  const token = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', '-', '01', 'true', 'x', '"', ' ');
  fc.assert(
    fc.property(fc.array(token, { maxLength: 8 }), (tokens) => {
      const text = tokens.join('');
      let sound = true;
      try {
        JSON.parse(text);
      } catch {
        sound = false;
      }
      const formatted = formatJson(text, true);
      if (sound) expect(formatted.ok).toBe(true);
      // Several values are JSON lines: what is taken apart from JSON must be made of such.
      else if (formatted.ok) {
        const values = formatted.text.split(/\n(?=[^\s\]}])/);
        expect(values.length).toBeGreaterThan(1);
        for (const value of values) expect(() => JSON.parse(value) as unknown).not.toThrow();
      }
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['{"a":\n1 2}', 2, 'a comma'],
  ['{"a":1,}', 1, 'a name in double quotes'],
  ['[1,\n\n]', 3, 'a value'],
  ['[1}', 1, 'instead of }'],
  ['{"a":\n"b\n"}', 2, 'a value'],
  ['[1,\n2', 2, 'ends in the middle'],
  ['', 1, 'empty'],
  ['{a:1}', 1, 'a name'],
  ['[01]', 1, 'a value'],
])('names the line where %j is no JSON', (text, line, what) => {
  const formatted = formatJson(text, true);
  expect(formatted).toMatchObject({ ok: false, line });
  expect(formatted.ok ? '' : formatted.sentence).toContain(what);
});

it('formats JSON lines, and what a cut left of JSON', () => {
  expect(textOf(formatJson('{"a":1}\n{"b":2}\n', true))).toBe('{\n  "a": 1\n}\n{\n  "b": 2\n}');
  expect(textOf(formatJson('{"a":[1,"b', false))).toBe('{\n  "a": [\n    1,\n    "b');
});

it.each([
  ['nested 100,000 levels deep', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['of a million values', `[${'1,'.repeat(1_000_000)}1]`],
])('bounds JSON %s', (_how, text) => {
  const formatted = formatJson(text, true);
  expect(formatted).toMatchObject({ ok: true, cut: true });
  expect(textOf(formatted).length).toBeLessThan(MOST_UNITS);
});

it('indents XML and keeps what is written: entities, comments, CDATA, a DTD', () => {
  const text =
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c>">]><a x="1>2"><b>t &b; &lt;</b><c/><!-- <d> --><e><![CDATA[<f>]]></e></a>';
  expect(textOf(formatXml(text, true)).split('\n')).toEqual([
    ...['<?xml version="1.0"?>', '<!DOCTYPE a [<!ENTITY b "c>">]>', '<a x="1>2">', '  <b>t &b; &lt;</b>'],
    ...['  <c/>', '  <!-- <d> -->', '  <e><![CDATA[<f>]]></e>', '</a>'],
  ]);
});

it.each([
  ['<a>\n<b></a>', 2],
  ['<a>', 1],
  ['<a b=1/>', 1],
  ['plain', 1],
])('names the line where %j is no XML', (text, line) => {
  expect(formatXml(text, true)).toMatchObject({ ok: false, line });
});

it('expands no entity of a billion laughs', () => {
  const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join(
    '',
  );
  const bomb = `<!DOCTYPE l [<!ENTITY l0 "lol">${entities}<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&l9;&x;</l>`;
  expect(textOf(formatXml(bomb, true)).length).toBeLessThan(bomb.length + 10);
});

it('bounds XML nested 100,000 levels deep, and shows what a cut left', () => {
  const deep = formatXml('<a>'.repeat(100_000) + '</a>'.repeat(100_000), true);
  expect(textOf(deep).length).toBeLessThan(MOST_UNITS);
  expect(textOf(formatXml('<a><b>t</b><c d="', false))).toBe('<a>\n  <b>t</b>\n  <c d="');
});

it('keeps comments, anchors, tags, numbers and duplicate keys of YAML', () => {
  const text =
    '# top\na:   1e3 # why\nb: &x {c: 12345678901234567890}\nd: *x\ne: !Ref F\na: "x\\ny"\n---\ng: 1\n';
  expect(textOf(formatYaml(text, true))).toBe(
    '# top\na: 1e3 # why\nb: &x { c: 12345678901234567890 }\nd: *x\ne: !Ref F\na: "x\\ny"\n---\ng: 1\n',
  );
});

it.each([
  ['a: 1\nb: c: d', 2],
  ['a: [1', 1],
  ['', null],
  ['# only this', null],
  ['[', 1],
  [`a: ${'['.repeat(5000)}`, null],
  ['- '.repeat(5000), null],
  [
    Array.from({ length: 300 }, (_, level) => `${' '.repeat(level)}a:`)
      .join('\n')
      .repeat(2),
    null,
  ],
  ['a: b\n'.repeat(MOST_YAML_UNITS / 5 + 1), null],
])('shows YAML as it is where it cannot be formatted (%#)', (text, line) => {
  const formatted = formatYaml(text, true);
  if (formatted.ok) throw new Error('it was formatted');
  expect(formatted.sentence).toMatch(/\.$/);
  if (line !== null) expect(formatted.line).toBe(line);
});

it('expands no alias of a YAML bomb', () => {
  const bomb = Array.from(
    { length: 30 },
    (_, n) => `k${n}: &n${n} [${n > 0 ? `*n${n - 1}, *n${n - 1}` : 'x'}]`,
  );
  expect(textOf(formatYaml(bomb.join('\n'), true)).length).toBeLessThan(2000);
});

it.each([
  ['a/b/pom.xml', '', 'XML'],
  ['test.jmx', '', 'XML'],
  ['Dockerfile', '', 'Dockerfile'],
  ['x/.env.local', '', 'Properties files'],
  ['app.TS', '', 'TypeScript'],
  ['run', '#!/usr/bin/env bash\nls', 'Shell'],
  ['tool', '#!/usr/bin/python3\n', 'Python'],
  ['packaged.template', '{"Resources": 1}', 'JSON'],
  ['packaged.template', 'AWSTemplateFormatVersion: 2010-09-09\n', 'YAML'],
  ['report', '<?xml version="1.0"?>', 'XML'],
  ['a.log', '{"a": 1}', null],
  ['constructor', 'x', null],
  ['a.constructor', 'x', null],
  ['readme', 'Hello', null],
])('highlights %s (%j) as %s', (name, text, language) => {
  expect(languageOf(name, text)).toBe(language);
});
