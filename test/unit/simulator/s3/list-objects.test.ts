import { beforeAll, describe, expect, it } from 'vitest';
import { openS3Store } from '#main/simulator/s3/open-s3-store.ts';
import { answerS3 } from '#main/simulator/s3/rest-protocol.ts';
import { addBucket, putObject } from '#main/simulator/s3/store.ts';
import type { S3Store } from '#main/simulator/s3/store.ts';
import { predictableEntropy } from '../predictable-entropy.ts';

const count = 100_000;
const entropy = predictableEntropy();

describe('a bucket of 100,000 keys', { timeout: 60_000 }, () => {
  let store: S3Store;
  const keys = Array.from({ length: count }, (_, at) => `p${at % 50}/${String(at).padStart(6, '0')}`);
  beforeAll(() => {
    store = openS3Store({ folder: null });
    addBucket(store, 'large', { region: 'us-east-1', now: 1 });
    for (const key of keys) {
      putObject(store, 'large', key, { body: Buffer.alloc(0), headers: {}, now: 1, entropy });
    }
  });

  function page(query: Record<string, string>): string {
    const wire = { method: 'GET', path: '/large', headers: {}, body: Buffer.alloc(0) };
    const parameters = new URLSearchParams({ 'list-type': '2', ...query });
    const reply = answerS3({ ...wire, query: parameters }, { store, now: 1, entropy, region: 'us-east-1' });
    return reply.body.toString();
  }

  function listed(query: Record<string, string>): string[] {
    const found: string[] = [];
    for (let token: string | undefined = ''; token !== undefined;) {
      const document = page(token === '' ? query : { ...query, 'continuation-token': token });
      for (const [, text = ''] of document.matchAll(/<(?:Key|CommonPrefixes><Prefix)>([^<]*)</g))
        found.push(text);
      token = /<NextContinuationToken>([^<]*)</.exec(document)?.[1];
    }
    return found;
  }

  it('is listed whole and in order', () => {
    expect(listed({})).toEqual([...keys].sort());
  });

  it('is listed by common prefixes, one at a time too', () => {
    const prefixes = Array.from({ length: 50 }, (_, at) => `p${at}/`).sort();
    expect(listed({ delimiter: '/' })).toEqual(prefixes);
    expect(listed({ delimiter: '/', 'max-keys': '1' })).toEqual(prefixes);
  });

  it('is listed from the middle', () => {
    const wanted = keys.filter((key) => key.startsWith('p7/') && key > 'p7/090000').sort();
    expect(listed({ prefix: 'p7/', 'start-after': 'p7/090000' })).toEqual(wanted);
  });
});
