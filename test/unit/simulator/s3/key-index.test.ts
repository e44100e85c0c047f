import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareKeys,
  emptyKeyIndex,
  indexKey,
  sortedKeys,
  unindexKey,
} from '#main/simulator/s3/key-index.ts';
import { entriesBehind } from '#main/simulator/s3/list-page.ts';

const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '~', 'é', '\uffee', '😀'), maxLength: 8 });

function bytewise(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

describe('compareKeys', () => {
  it('sorts by UTF-8 bytes', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(bytewise(a, b));
      }),
    );
  });
});

describe('a key index', () => {
  it('holds what was entered and not taken out, in order, through any changes', () => {
    const step = fc.oneof(
      fc.record({ key, does: fc.constantFrom('enter', 'remove') }),
      fc.record({ key, does: fc.constant('list') }),
      fc.record({ key, does: fc.constant('enter many') }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const [index, model] = [emptyKeyIndex(), new Set<string>()];
        const enter = (name: string) => {
          if (!model.has(name)) indexKey(index, name);
          model.add(name);
        };
        for (const { key: name, does } of steps) {
          if (does === 'enter') enter(name);
          if (does === 'enter many') for (let at = 0; at < 70; at += 1) enter(`${name}${at}`);
          if (does === 'remove' && model.delete(name)) unindexKey(index, name);
          if (does === 'list') expect(sortedKeys(index)).toEqual([...model].sort(bytewise));
        }
        expect(sortedKeys(index)).toEqual([...model].sort(bytewise));
      }),
    );
  });
});

describe('entriesBehind', () => {
  it('gives what a look at every key gives', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(key),
        key,
        fc.constantFrom('', '/', 'a', 'a/'),
        key,
        (keys, after, delimiter, long) => {
          const prefix = long.slice(0, 2);
          const sorted = keys.sort(bytewise);
          const expected: string[] = [];
          for (const one of sorted) {
            if (!one.startsWith(prefix) || (after !== '' && bytewise(one, after) <= 0)) continue;
            const end = delimiter === '' ? -1 : one.indexOf(delimiter, prefix.length);
            const entry = end < 0 ? one : one.slice(0, end + delimiter.length);
            if (end < 0 || expected.at(-1) !== entry) expected.push(entry);
          }
          const start = { after, withAllUnder: false };
          const entries = [...entriesBehind(sorted, { prefix, delimiter }, start)];
          expect(entries.map(({ text }) => text)).toEqual(expected);
        },
      ),
    );
  });

  it('takes a few steps for a common prefix, however many keys lie under it', () => {
    const keys = Array.from(
      { length: 100_000 },
      (_, at) => `${at % 10}/${String(at).padStart(6, '0')}`,
    ).sort();
    let looks = 0;
    const counted = new Proxy(keys, {
      get: (target, property) => {
        looks += 1;
        return Reflect.get(target, property) as unknown;
      },
    });
    const start = { after: '', withAllUnder: false };
    expect([...entriesBehind(counted, { prefix: '', delimiter: '/' }, start)]).toHaveLength(10);
    expect(looks).toBeLessThan(400);
  });
});
