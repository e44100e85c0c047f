import {
  CreateBucketCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketReplicationCommand,
  GetBucketTaggingCommand,
  GetBucketWebsiteCommand,
  GetObjectAclCommand,
  GetObjectLockConfigurationCommand,
  GetObjectTaggingCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';

describe('S3 settings', () => {
  let simulator: SimulatorUnderTest;
  let client: S3Client;
  const Bucket = 'test-bucket';
  const Key = 'object';
  beforeEach(async () => {
    simulator = await openSimulator();
    client = simulator.s3();
    await client.send(new CreateBucketCommand({ Bucket }));
  });
  afterEach(() => simulator.close());

  async function stored(input: Partial<PutObjectCommandInput> = {}) {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...input }));
    return client.send(new HeadObjectCommand({ Bucket, Key }));
  }

  it('encrypts with its own keys unless told otherwise', async () => {
    expect(await stored()).toMatchObject({ ServerSideEncryption: 'AES256' });
    const { ServerSideEncryptionConfiguration } = await client.send(
      new GetBucketEncryptionCommand({ Bucket }),
    );
    expect(ServerSideEncryptionConfiguration?.Rules).toEqual([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
    ]);
  });

  it('encrypts with the key of the upload, or else with the managed one of the region', async () => {
    const own = await stored({
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'alias/mine',
      BucketKeyEnabled: true,
    });
    expect(own).toMatchObject({ SSEKMSKeyId: 'alias/mine', BucketKeyEnabled: true });
    const { SSEKMSKeyId } = await stored({ ServerSideEncryption: 'aws:kms' });
    expect(SSEKMSKeyId).toMatch(/^arn:aws:kms:us-east-1:\d{12}:key\/[0-9a-f-]{36}$/);
    await expect(stored({ SSEKMSKeyId: 'alias/mine' })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(stored({ ServerSideEncryption: 'rot13' as 'AES256' })).rejects.toMatchObject({
      name: 'InvalidEncryptionAlgorithmError',
    });
  });

  it('encrypts as the bucket says by default', async () => {
    const byDefault = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: 'alias/default' };
    const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }];
    await client.send(
      new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }),
    );
    const answer = await client.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(answer.ServerSideEncryptionConfiguration?.Rules).toEqual(Rules);
    const encrypted = {
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'alias/default',
      BucketKeyEnabled: true,
    };
    expect(await stored()).toMatchObject(encrypted);
    await client.send(new DeleteBucketEncryptionCommand({ Bucket }));
    expect(await client.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject(encrypted);
    expect(await stored()).toMatchObject({ ServerSideEncryption: 'AES256' });
  });

  it('tags objects at the upload and later', async () => {
    const tags = async () => (await client.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;
    expect(await stored({ Tagging: 'team=a%20b&empty=' })).toMatchObject({ TagCount: 2 });
    expect(await tags()).toEqual([
      { Key: 'team', Value: 'a b' },
      { Key: 'empty', Value: '' },
    ]);
    const put = (TagSet: { Key: string; Value: string }[]) =>
      client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
    await put([{ Key: 'other', Value: '<&>'.replace(/[<&>]/g, '+') }]);
    expect(await tags()).toEqual([{ Key: 'other', Value: '+++' }]);
    await expect(put([{ Key: 'x'.repeat(129), Value: '' }])).rejects.toMatchObject({ name: 'InvalidTag' });
    const eleven = Array.from({ length: 11 }, (_, at) => ({ Key: `k${at}`, Value: '' }));
    await expect(put(eleven)).rejects.toMatchObject({ name: 'BadRequest' });
    await client.send(new DeleteObjectTaggingCommand({ Bucket, Key }));
    expect(await tags()).toEqual([]);
  });

  it('tags buckets', async () => {
    const read = new GetBucketTaggingCommand({ Bucket });
    await expect(client.send(read)).rejects.toMatchObject({ name: 'NoSuchTagSet' });
    const TagSet = [{ Key: 'team', Value: 'x' }];
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await client.send(read)).TagSet).toEqual(TagSet);
    await client.send(new DeleteBucketTaggingCommand({ Bucket }));
    await expect(client.send(read)).rejects.toMatchObject({ name: 'NoSuchTagSet' });
  });

  it('keeps a policy as it was put', async () => {
    const read = new GetBucketPolicyCommand({ Bucket });
    await expect(client.send(read)).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
    const Policy = '{ "Version": "2012-10-17",\n  "Statement": [] }';
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await client.send(read)).Policy).toBe(Policy);
    const status = await client.send(new GetBucketPolicyStatusCommand({ Bucket }));
    expect(status.PolicyStatus?.IsPublic).toBe(false);
    const broken = new PutBucketPolicyCommand({ Bucket, Policy: 'none' });
    await expect(client.send(broken)).rejects.toMatchObject({ name: 'MalformedPolicy' });
    await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(client.send(read)).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
  });

  it('blocks public access until told otherwise', async () => {
    const read = new GetPublicAccessBlockCommand({ Bucket });
    const all = (await client.send(read)).PublicAccessBlockConfiguration;
    expect(Object.values(all ?? {})).toEqual([true, true, true, true]);
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true, RestrictPublicBuckets: false };
    await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    expect((await client.send(read)).PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    });
    await client.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await expect(client.send(read)).rejects.toMatchObject({ name: 'NoSuchPublicAccessBlockConfiguration' });
  });

  it('answers what S3 answers for a bucket that nobody has configured', async () => {
    const send = client.send.bind(client) as (command: object) => Promise<unknown>;
    for (const [command, name] of [
      [new GetBucketCorsCommand({ Bucket }), 'NoSuchCORSConfiguration'],
      [new GetBucketLifecycleConfigurationCommand({ Bucket }), 'NoSuchLifecycleConfiguration'],
      [new GetBucketWebsiteCommand({ Bucket }), 'NoSuchWebsiteConfiguration'],
      [new GetBucketReplicationCommand({ Bucket }), 'ReplicationConfigurationNotFoundError'],
      [new GetObjectLockConfigurationCommand({ Bucket }), 'ObjectLockConfigurationNotFoundError'],
    ] as const) {
      await expect(send(command)).rejects.toMatchObject({ name });
    }
    const controls = await client.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(controls.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    await client.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    const { Owner, Grants } = await client.send(new GetBucketAclCommand({ Bucket }));
    expect(Grants).toEqual([{ Grantee: { ...Owner, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }]);
    await stored();
    expect((await client.send(new GetObjectAclCommand({ Bucket, Key }))).Grants).toEqual(Grants);
  });

  it('refuses what it would not do', async () => {
    const cors = { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] };
    const put = new PutBucketCorsCommand({ Bucket, CORSConfiguration: cors });
    await expect(client.send(put)).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(stored({ ACL: 'public-read' })).rejects.toMatchObject({
      name: 'AccessControlListNotSupported',
    });
    await expect(
      stored({ SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'x'.repeat(32) }),
    ).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(stored({ StorageClass: 'ATTIC' as 'STANDARD' })).rejects.toMatchObject({
      name: 'InvalidStorageClass',
    });
    await expect(stored({ ObjectLockLegalHoldStatus: 'ON' })).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
  });
});
