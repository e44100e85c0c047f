import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { issueJobCredentials, openJobCredentials } from '#main/simulator/auth/job-credentials.ts';
import { predictableEntropy } from '../predictable-entropy.ts';

const sealingKey = createSecretKey(Buffer.from('a sealing key'));
const grant = {
  scopes: [{ bucketName: 'codepipeline-us-east-1-1', prefix: 'checkout/' }],
  expiresAt: 1_700_000_000_000,
};

describe('job credentials', () => {
  const issued = issueJobCredentials(sealingKey, grant, predictableEntropy());

  it('look like temporary credentials of AWS', () => {
    expect(issued.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(issued.secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
  });

  it('are read back from their token by whoever has the sealing key', () => {
    const { accessKeyId, secretAccessKey, sessionToken } = issued;
    expect(openJobCredentials(sealingKey, sessionToken)).toEqual({ accessKeyId, secretAccessKey, ...grant });
  });

  it('differ each time they are given out', () => {
    const entropy = predictableEntropy();
    const [one, two] = [
      issueJobCredentials(sealingKey, grant, entropy),
      issueJobCredentials(sealingKey, grant, entropy),
    ];
    expect(one.secretAccessKey).not.toBe(two.secretAccessKey);
    expect(one.accessKeyId).not.toBe(two.accessKeyId);
  });

  it('cannot be read with another key', () => {
    expect(openJobCredentials(createSecretKey(Buffer.from('another')), issued.sessionToken)).toBeNull();
  });

  it('cannot be given a longer life, a wider scope or another form', () => {
    const [payload = '', seal = '', expiry = ''] = issued.sessionToken.split('.');
    const wider = Buffer.from(JSON.stringify(['', ['codepipeline-us-east-1-1', '']])).toString('base64url');
    for (const token of [
      `${payload}.${seal}.${Number(expiry) + 1}`,
      `${wider}.${seal}.${expiry}`,
      `${payload}.${seal}`,
      `${payload}.${seal.slice(1)}.${expiry}`,
      '',
      'IQoJb3JpZ2luX2VjEA==',
    ]) {
      expect(openJobCredentials(sealingKey, token)).toBeNull();
    }
  });

  it('have nothing to open where a job has no artifacts', () => {
    const { sessionToken } = issueJobCredentials(sealingKey, { ...grant, scopes: [] }, predictableEntropy());
    expect(openJobCredentials(sealingKey, sessionToken)?.scopes).toEqual([]);
  });
});
