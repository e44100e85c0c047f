import { expect } from 'vitest';
import { must } from './flow.ts';
import type { Flow } from './flow.ts';

/** Objects in parts, in versions and page by page. */
export const objectFlow: Flow = {
  sentence: 'takes an object in parts, lists page by page, and goes back to an earlier version',
  async run({ client, simulator }) {
    const Bucket = 'vendor-objects';
    const Key = 'bundles/large.zip';
    await client.call('s3', 'CreateBucket', { Bucket });
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await client.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration });
    await client.call('s3', 'PutObject', { Bucket, Key, Body: Buffer.from('small') });
    const { UploadId } = await client.call('s3', 'CreateMultipartUpload', { Bucket, Key });
    const upload = { Bucket, Key, UploadId: must(UploadId, 'upload id') };
    const pieces = [Buffer.alloc(5 * 1024 * 1024, 'large '), Buffer.from('end')];
    const Parts = await Promise.all(
      pieces.map(async (Body, at) => {
        const { ETag } = await client.call('s3', 'UploadPart', { ...upload, PartNumber: at + 1, Body });
        return { ETag, PartNumber: at + 1 };
      }),
    );
    await client.call('s3', 'CompleteMultipartUpload', { ...upload, MultipartUpload: { Parts } });
    expect((await client.read({ Bucket, Key })).equals(Buffer.concat(pieces))).toBe(true);

    await client.call('s3', 'DeleteObject', { Bucket, Key });
    await client.waitUntil('ObjectNotExists', { Bucket, Key });
    const listing = await client.call('s3', 'ListObjectVersions', { Bucket, Prefix: 'bundles/' });
    const marker = must(listing.DeleteMarkers?.[0]?.VersionId, 'delete marker');
    expect(listing.Versions?.map(({ Size }) => Size)).toEqual([5 * 1024 * 1024 + 3, 5]);
    await client.call('s3', 'DeleteObject', { Bucket, Key, VersionId: marker });
    await client.waitUntil('ObjectExists', { Bucket, Key });

    for (const name of ['a', 'b', 'c']) {
      await client.call('s3', 'PutObject', { Bucket, Key: `notes/${name} & ü.txt`, Body: Buffer.from(name) });
    }
    const before = (await simulator.ledger()).calls['s3:ListObjectsV2'] ?? 0;
    const query = { input: { Bucket, Prefix: 'notes/' }, pageSize: 1, member: 'Contents' as const };
    const contents = await client.listAll('s3', 'ListObjectsV2', query);
    expect(contents.map(({ Key: key }) => key)).toEqual(
      ['a', 'b', 'c'].map((name) => `notes/${name} & ü.txt`),
    );
    expect(((await simulator.ledger()).calls['s3:ListObjectsV2'] ?? 0) - before, 'pages').toBe(3);
  },
};
