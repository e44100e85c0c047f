import { S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { withoutBodyHash } from '#main/aws/unsigned-body.ts';

async function headersOf(endpoint: string): Promise<Record<string, string>> {
  let sent: Record<string, string> = {};
  const client = new S3Client({
    ...{ region: 'us-east-1', endpoint, forcePathStyle: true },
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test-secret' },
    requestHandler: {
      handle(request: { headers: Record<string, string> }) {
        sent = request.headers;
        return Promise.resolve({ response: { statusCode: 200, headers: {}, body: undefined } as never });
      },
    },
  });
  const part = { Bucket: 'b', Key: 'k', UploadId: 'u', PartNumber: 1, ChecksumCRC32: 'jL3WQw==' };
  await client.send(withoutBodyHash(new UploadPartCommand({ ...part, Body: Buffer.from('x') })));
  return sent;
}

describe('an upload without a hash of its body', () => {
  it('leaves the hash out over TLS and keeps the CRC-32', async () => {
    const sent = await headersOf('https://127.0.0.1:1');
    expect(sent).toMatchObject({
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      'x-amz-checksum-crc32': 'jL3WQw==',
    });
    expect(sent['authorization']).toContain('x-amz-content-sha256');
  });

  it('signs the body where nothing else protects it', async () => {
    const sent = await headersOf('http://127.0.0.1:1');
    expect(sent['x-amz-content-sha256']).toMatch(/^[0-9a-f]{64}$/);
  });
});
