import { expect, it } from 'vitest';
import { readClientFile } from '#main/client-files/client-file.ts';
import { jsonRecords } from '#main/client-files/json-records.ts';

const A = '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d';
const B = 'c15a94be-7f38-4e02-9b6d-2d80f7a3e5c3';
const anEntry = (clientId: string) =>
  `{"clientId": "${clientId}", "label": "a, \\"b\\" ] }", "token": "canary"}`;

it.each([
  ['[]', []],
  ['[1,\n[2,"]"],{"a":{"b":[3]}}]', [1, [2, ']'], { a: { b: [3] } }]],
  ['{"clients": [{"a": "\\\\"}] , "more": 1}', [{ a: '\\' }]],
])('reads the elements of %s', (text, expected) => {
  const records = [...(jsonRecords(text) ?? [])];
  expect(records.map(({ value }) => value)).toEqual(expected);
  expect(records.some(({ broken }) => broken)).toBe(false);
});

it('leaves what is no list to others', () => {
  expect([jsonRecords('{"a": []}'), jsonRecords('"x"')]).toEqual([null, null]);
});

const whole = `[\n${anEntry(A)},\n${anEntry(B)}\n]`;

it.each([
  ['within an entry', whole.slice(0, -20), [A], 'entry 2 (line 3)'],
  ['after an entry', whole.slice(0, -2), [A, B], 'entry 3 (line 3)'],
  ['after a comma', whole.slice(0, whole.indexOf('},') + 2), [A], 'entry 2 (line 2)'],
])('keeps the whole entries of a file that ends %s, and says where it ends', (_where, text, ids, place) => {
  const { good, bad } = readClientFile(text);
  expect(good.map(({ clientId }) => clientId)).toEqual(ids);
  expect(bad).toEqual([`${place}: no whole JSON: the file may have been cut off`]);
});

it('takes the other entries where one of them is no JSON', () => {
  const { good, bad } = readClientFile(`[${anEntry(A)}, {"token": canary}, ${anEntry(B)}]`);
  expect(good).toHaveLength(2);
  expect(bad).toEqual(['entry 2 (line 1): no whole JSON: the file may have been cut off']);
});
