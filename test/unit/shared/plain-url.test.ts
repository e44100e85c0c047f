import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlainQuery, parsePlainUrl, plainParameter } from '#shared/domain/plain-url.ts';

describe('a URL', () => {
  it.each([
    [
      'https://S3.console.aws.amazon.com/s3/object/b?prefix=a%2Fb.zip&x=1#y',
      's3.console.aws.amazon.com',
      '/s3/object/b',
    ],
    ['http://user:secret@host:8080', 'host', '/'],
    ['https://host?a=b', 'host', '/'],
  ])('is taken apart as by the platform: %s', (text, hostname, pathname) => {
    const url = parsePlainUrl(text);
    expect(url).toMatchObject({ hostname, pathname });
    expect(new URL(text)).toMatchObject({ hostname, pathname });
  });

  it.each(['', 'ftp://host/a', 'https://', 'https:// host', 'javascript:alert(1)', 'https://ho\\st/'])(
    'is refused: %j',
    (text) => {
      expect(parsePlainUrl(text)).toBeNull();
    },
  );

  it('has the parameters that were encoded into it', () => {
    const words = fc.string({ unit: 'grapheme' }).filter((word) => !/\p{Surrogate}/u.test(word));
    const pairs = fc.array(
      fc.tuple(
        words.filter((name) => name !== ''),
        words,
      ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(pairs, (given) => {
        const query = new URLSearchParams(given).toString();
        expect(parsePlainQuery(query)).toEqual(given);
        expect(plainParameter(parsePlainQuery(query), given[0]?.[0] ?? 'none')).toBe(given[0]?.[1] ?? null);
      }),
    );
  });
});
