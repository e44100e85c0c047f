import { describe, expect, it } from 'vitest';
import { listOf, mapOf, optional, parseInput, structure } from '#main/simulator/codepipeline/constraints.ts';
import { flag, integer, oneOf, text } from '#main/simulator/codepipeline/scalars.ts';

const shape = structure({
  id: text({ pattern: /[a-f]+/ }),
  count: optional(integer({ min: 1, max: 3 })),
  labels: optional(mapOf(text({ max: 3 }), text({ min: 1 }))),
  secret: optional(text({ max: 4, sensitive: true })),
  inner: optional(structure({ name: text() })),
  names: optional(listOf(text({ max: 3, pattern: /[a-z]+/ }), { min: 1, max: 2 })),
  parts: optional(listOf(structure({ kind: oneOf('A', 'B'), isOn: optional(flag) }))),
  hidden: optional(mapOf(text(), text({ max: 2 }), { sensitive: true })),
  places: optional(mapOf(text(), structure({ name: text() }))),
});

describe('the constraints of the service model', () => {
  it('let right input through and ignore members they do not know', () => {
    const given = { id: 'abc', count: 2, labels: { a: 'b' }, other: 1 };
    expect(parseInput(shape, given)).toStrictEqual({ id: 'abc', count: 2, labels: { a: 'b' } });
  });

  it.each([
    [
      { id: 'abcx' },
      "1 validation error detected: Value 'abcx' at 'id' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-f]+",
    ],
    [
      {},
      "1 validation error detected: Value null at 'id' failed to satisfy constraint: Member must not be null",
    ],
    [
      { id: 'a', inner: {} },
      "1 validation error detected: Value null at 'inner.name' failed to satisfy constraint: Member must not be null",
    ],
    [
      { id: 'a', count: 4, labels: { long: '' } },
      "3 validation errors detected: Value '4' at 'count' failed to satisfy constraint: Member must have value less than or equal to 3; Value '{long=}' at 'labels' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 3]; Value '{long=}' at 'labels' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length greater than or equal to 1]",
    ],
    [
      { id: 'a', secret: 'hidden' },
      "1 validation error detected: Value '***sensitiveInformation***' at 'secret' failed to satisfy constraint: Member must have length less than or equal to 4",
    ],
    [
      { id: 'a', names: [] },
      "1 validation error detected: Value '[]' at 'names' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      { id: 'a', names: ['long', 'B'] },
      "1 validation error detected: Value '[long, B]' at 'names' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 3, Member must satisfy regular expression pattern: [a-z]+]",
    ],
    [
      { id: 'a', parts: [{ kind: 'A' }, { kind: 'C' }, null, {}] },
      "3 validation errors detected: Value 'C' at 'parts.2.member.kind' failed to satisfy constraint: Member must satisfy enum value set: [A, B]; Value null at 'parts.3.member' failed to satisfy constraint: Member must not be null; Value null at 'parts.4.member.kind' failed to satisfy constraint: Member must not be null",
    ],
    [
      { id: 'a', hidden: { token: 'secret' } },
      "1 validation error detected: Value at 'hidden' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 2]",
    ],
    [
      { id: 'a', places: { east: {} } },
      "1 validation error detected: Value null at 'places.east.name' failed to satisfy constraint: Member must not be null",
    ],
  ])('refuse %j in the words of AWS', (input, message) => {
    expect(() => parseInput(shape, input)).toThrow(
      expect.objectContaining({ type: 'ValidationException', message }),
    );
  });

  it.each([
    [{ id: 1 }],
    [{ id: 'a', count: '1' }],
    [{ id: 'a', labels: [] }],
    [{ id: 'a', names: 'x' }],
    [{ id: 'a', names: {} }],
    [{ id: 'a', count: 1e10 }],
    [{ id: 'a', count: Infinity }],
    [{ id: 'a', parts: [{ kind: 'A', isOn: 'true' }] }],
    [{ id: 'a', inner: 'x' }],
    [null],
  ])('call %j a SerializationException', (input) => {
    expect(() => parseInput(shape, input)).toThrow(
      expect.objectContaining({ type: 'SerializationException' }),
    );
  });

  it('keep a map key named __proto__ as a plain entry', () => {
    const given = JSON.parse('{"id": "a", "labels": {"__proto__": "x"}}') as unknown;
    expect(() => parseInput(shape, given)).toThrow('Map keys must satisfy constraint');
    const wide = structure({ labels: mapOf(text(), text()) });
    expect(Object.keys(parseInput(wide, given).labels)).toEqual(['__proto__']);
  });
});
