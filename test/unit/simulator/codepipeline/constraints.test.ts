import { describe, expect, it } from 'vitest';
import {
  integer,
  mapOf,
  optional,
  parseInput,
  structure,
  text,
} from '#main/simulator/codepipeline/constraints.ts';

const shape = structure({
  id: text({ pattern: /[a-f]+/ }),
  count: optional(integer({ min: 1, max: 3 })),
  labels: optional(mapOf(text({ max: 3 }), text({ min: 1 }))),
  secret: optional(text({ max: 4, sensitive: true })),
  inner: optional(structure({ name: text() })),
});

describe('the constraints of the service model', () => {
  it('let right input through and ignore members they do not know', () => {
    const given = { id: 'abc', count: 2, labels: { a: 'b' }, other: 1 };
    expect(parseInput(shape, given)).toEqual({ ...given, other: undefined });
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
      "3 validation errors detected: Value '4' at 'count' failed to satisfy constraint: Member must have value less than or equal to 3; Value 'long' at 'labels.long.key' failed to satisfy constraint: Member must have length less than or equal to 3; Value '' at 'labels.long.member' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      { id: 'a', secret: 'hidden' },
      "1 validation error detected: Value '***sensitiveInformation***' at 'secret' failed to satisfy constraint: Member must have length less than or equal to 4",
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
    [{ id: 'a', inner: 'x' }],
    [null],
  ])('call %j a SerializationException', (input) => {
    expect(() => parseInput(shape, input)).toThrow(
      expect.objectContaining({ type: 'SerializationException' }),
    );
  });
});
