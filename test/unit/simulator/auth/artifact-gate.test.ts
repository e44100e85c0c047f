import { describe, expect, it } from 'vitest';
import { actOutside } from '#main/simulator/auth/artifact-gate.ts';
import { aRequest } from './a-realm.ts';

const scopes = [
  { bucketName: 'artifacts', prefix: 'checkout/' },
  { bucketName: 'artifacts-west', prefix: 'checkout/' },
];

function outside(method: string, url: string, headers: Record<string, string> = {}, keys: string[] = []) {
  return actOutside(aRequest(method, url, headers), scopes, () => keys);
}

describe('the gate for job credentials', () => {
  it.each([
    ['GET', '/artifacts/checkout/Build/x'],
    ['GET', '/artifacts/checkout/Build/x?versionId=1&response-content-type=a&x-id=GetObject&partNumber=1'],
    ['HEAD', '/artifacts-west/checkout/Build/x'],
    ['PUT', '/artifacts/checkout/Build/x'],
    ['DELETE', '/artifacts/checkout/Build/x?versionId=1'],
    ['POST', '/artifacts/checkout/Build/x?uploads='],
    ['PUT', '/artifacts/checkout/Build/x?uploadId=1&partNumber=2'],
    ['POST', '/artifacts/checkout/Build/x?uploadId=1'],
    ['GET', '/artifacts/checkout/Build/x?uploadId=1&max-parts=5'],
    ['DELETE', '/artifacts/checkout/Build/x?uploadId=1'],
    ['GET', '/artifacts/checkout/Build/x?tagging='],
    ['PUT', '/artifacts/checkout/Build/x?tagging='],
    ['GET', '/artifacts/checkout/Build/x?attributes='],
    ['GET', '/artifacts?location='],
    ['GET', '/artifacts?versioning='],
    ['HEAD', '/artifacts'],
    ['GET', '/artifacts?list-type=2&prefix=checkout%2F'],
    ['GET', '/artifacts?prefix=checkout%2FBuild%2F&delimiter=%2F&encoding-type=url'],
    ['GET', '/artifacts?versions=&prefix=checkout%2F'],
    ['GET', '/artifacts?uploads=&prefix=checkout%2F'],
    ['GET', '/artifacts/checkout/Build/x?x-amz-checksum-mode=ENABLED&X-Amz-Signature=a'],
    ['GET', '/artifacts/checkout/Build/x?AWSAccessKeyId=a&Signature=b&Expires=1&x-amz-security-token=c'],
  ])('lets %s %s through', (method, url) => {
    expect(outside(method, url)).toBeNull();
  });

  it.each([
    ['GET', '/artifacts/payments/Build/x', 's3:GetObject', 'artifacts/payments/Build/x'],
    ['GET', '/artifacts/checkout', 's3:GetObject', 'artifacts/checkout'],
    ['PUT', '/artifacts/checkouts/x', 's3:PutObject', 'artifacts/checkouts/x'],
    ['GET', '/others/checkout/Build/x', 's3:GetObject', 'others/checkout/Build/x'],
    ['GET', '/artifacts/checkout%2Fx?acl=', 's3:GetObject', 'artifacts/checkout/x'],
    ['PUT', '/artifacts/checkout/x?acl=', 's3:PutObject', 'artifacts/checkout/x'],
    ['DELETE', '/artifacts/payments/x?uploadId=1', 's3:AbortMultipartUpload', 'artifacts/payments/x'],
    ['GET', '/', 's3:ListAllMyBuckets', '*'],
    ['PUT', '/mine', 's3:CreateBucket', 'mine'],
    ['DELETE', '/artifacts', 's3:DeleteBucket', 'artifacts'],
    ['GET', '/artifacts?policy=', 's3:GetBucketPolicy', 'artifacts'],
    ['GET', '/artifacts?list-type=2', 's3:ListBucket', 'artifacts'],
    ['GET', '/artifacts?list-type=2&prefix=check', 's3:ListBucket', 'artifacts'],
    ['GET', '/artifacts?prefix=payments%2F', 's3:ListBucket', 'artifacts'],
    ['GET', '/artifacts?versions=', 's3:ListBucketVersions', 'artifacts'],
    ['GET', '/artifacts?uploads=', 's3:ListBucketMultipartUploads', 'artifacts'],
    ['HEAD', '/others', 's3:ListBucket', 'others'],
    ['GET', '/others?location=', 's3:GetBucketLocation', 'others'],
    ['GET', '/artifacts?versions=&location=', 's3:GetBucketLocation', 'artifacts'],
    ['GET', '/artifacts?uploads=&versioning=', 's3:GetBucketVersioning', 'artifacts'],
    ['GET', '/artifacts?policy=&location=', 's3:GetBucketPolicy', 'artifacts'],
  ])('stops %s %s as %s', (method, url, action, resource) => {
    expect(outside(method, url)).toEqual({ action, resource: `arn:aws:s3:::${resource}` });
  });

  it('looks at both ends of a copy', () => {
    const copy = (source: string) => outside('PUT', '/artifacts/checkout/b', { 'x-amz-copy-source': source });
    expect(copy('/artifacts-west/checkout/a?versionId=3')).toBeNull();
    expect(copy('artifacts/checkout%2Fa')).toBeNull();
    expect(copy('artifacts%2Fcheckout%2Fa')).toBeNull();
    expect(copy('artifacts%2Fpayments%2Fa')).toMatchObject({ action: 's3:GetObject' });
    expect(copy('artifacts/payments/a')).toMatchObject({ action: 's3:GetObject' });
    expect(copy('')).toMatchObject({ action: 's3:GetObject' });
  });

  it('looks at every key of a deletion', () => {
    expect(outside('POST', '/artifacts?delete=', {}, ['checkout/a', 'checkout/b'])).toBeNull();
    expect(outside('POST', '/artifacts?delete=', {}, ['checkout/a', 'payments/b'])).toEqual({
      action: 's3:DeleteObject',
      resource: 'arn:aws:s3:::artifacts/payments/b',
    });
  });

  it('opens nothing without scopes', () => {
    const request = aRequest('GET', '/artifacts/checkout/x', {});
    expect(actOutside(request, [], () => [])).not.toBeNull();
    expect(actOutside(aRequest('HEAD', '/artifacts', {}), [], () => [])).not.toBeNull();
  });
});
