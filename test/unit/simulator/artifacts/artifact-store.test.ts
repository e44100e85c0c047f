import { describe, expect, it } from 'vitest';
import {
  artifactBucketFor,
  encryptionKeyArn,
  openArtifactStore,
  placeInput,
  reserveOutput,
} from '#main/simulator/artifacts/artifact-store.ts';
import { openS3Store } from '#main/simulator/s3/open-s3-store.ts';
import { addBucket, currentObject, readBody } from '#main/simulator/s3/store.ts';
import { predictableEntropy } from '../predictable-entropy.ts';

const entropy = predictableEntropy();
const region = 'us-east-1';
const purpose = { region, pipelineName: 'checkout-service-release-train', name: 'BuildOutputOfToday' };

function aStore() {
  const s3 = openS3Store({ folder: null });
  return openArtifactStore(s3, { accountId: '111122223333', regions: [region], now: 1 }, entropy);
}

describe('an artifact store', () => {
  it('cuts the names of pipeline and artifact in keys, and repeats no key', () => {
    const store = aStore();
    const places = [1, 2, 3].map((now) => reserveOutput(store, purpose, entropy, now));
    for (const { objectKey } of places) {
      expect(objectKey).toMatch(/^checkout-service-rel\/BuildOutpu\/[A-Za-z0-9]{7}$/);
    }
    expect(new Set(places.map(({ objectKey }) => objectKey)).size).toBe(3);
  });

  it("makes a region's bucket when it is first asked for, and finds it again", () => {
    const store = aStore();
    const bucket = artifactBucketFor(store, 'eu-west-1', 5, entropy);
    expect(bucket).toMatch(/^codepipeline-eu-west-1-\d{12}$/);
    expect(artifactBucketFor(store, 'eu-west-1', 6, entropy)).toBe(bucket);
    const setting = { accountId: '111122223333', regions: ['eu-west-1'], now: 7 };
    const again = openArtifactStore(store.s3, setting, entropy);
    expect(artifactBucketFor(again, 'eu-west-1', 8, entropy)).toBe(bucket);
    expect(store.s3.buckets.size).toBe(2);
  });

  it("puts artifacts under the account's key unless the pipeline has one", () => {
    const store = aStore();
    const content = { zip: Buffer.from('zip'), revision: 'abc', now: 1 };
    const keyOf = (encryptionKeyId?: string) => {
      const place = placeInput(store, { ...purpose, encryptionKeyId }, content, entropy);
      const object = currentObject(store.s3, place.bucketName, place.objectKey);
      expect(object && readBody(store.s3, object).toString()).toBe('zip');
      return object?.headers['x-amz-server-side-encryption-aws-kms-key-id'];
    };
    expect(keyOf()).toBe(encryptionKeyArn(store, region));
    expect(keyOf('alias/mine')).toBe('alias/mine');
  });

  it("uses a pipeline's own bucket, which must be there", () => {
    const store = aStore();
    const own = { ...purpose, bucketName: 'own-bucket' };
    const content = { zip: Buffer.from('zip'), revision: null, now: 1 };
    expect(() => placeInput(store, own, content, entropy)).toThrow(
      expect.objectContaining({ code: 'NoSuchBucket' }),
    );
    addBucket(store.s3, 'own-bucket', { region, now: 1 });
    expect(placeInput(store, own, content, entropy)).toMatchObject({ bucketName: 'own-bucket' });
  });
});
