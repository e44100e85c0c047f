import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillExecutionUrl, isOpenableUrl } from '#shared/domain/action-type.ts';
import { environmentSchema, regionSchema } from '#shared/domain/environment.ts';
import { LIMITS, cutTo } from '#shared/domain/limits.ts';
import { Secret } from '#shared/domain/secret.ts';
import { parseOrThrow } from '#shared/domain/validation.ts';

describe('Secret', () => {
  it('prints as a mark in every usual way, and gives its value only on request', () => {
    const secret = new Secret('canary-123');
    for (const text of [
      String(secret),
      JSON.stringify({ secret }),
      inspect({ secret }),
      inspect(secret),
      JSON.stringify(Object.entries(secret)),
    ]) {
      expect(text).not.toContain('canary-123');
    }
    expect(secret.reveal()).toBe('canary-123');
  });
});

describe('cutTo', () => {
  it('keeps to the limit, marks the cut, and never splits a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const cut = cutTo(100, text);
        expect(cut.length).toBeLessThanOrEqual(100);
        expect(/[\ud800-\udbff](?![\udc00-\udfff])/.test(cut)).toBe(false);
        expect(cut === text || cut.endsWith('[cut]')).toBe(true);
      }),
    );
  });

  it('knows the limits of the service', () => {
    expect(LIMITS).toMatchObject({
      continuationToken: 2048,
      failureMessage: 5000,
      externalExecutionId: 1500,
    });
  });
});

describe('fillExecutionUrl', () => {
  const configuration = new Map([['Project', 'a b']]);
  it.each([
    ['https://x.example/runs/{ExternalExecutionId}', '15/3', 'https://x.example/runs/15%2F3'],
    ['https://x.example/{Config:Project}/{ExternalExecutionId}', '1', 'https://x.example/a%20b/1'],
    ['https://x.example/runs/{ExternalExecutionId}', null, null],
    ['https://x.example/{Config:Unknown}', '1', null],
    ['javascript:alert({ExternalExecutionId})', '1', null],
    [null, '1', null],
  ])('fills %s with %s', (template, id, url) => {
    expect(fillExecutionUrl(template, id, configuration)).toBe(url);
  });
});

describe('isOpenableUrl', () => {
  it.each([
    ['https://example.com/x', true],
    ['http://127.0.0.1:8080/x', true],
    ['http://localhost/x', true],
    ['http://example.com/x', false],
    ['http://127.0.0.1.evil.example/x', false],
    ['https://user@evil.example/', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['', false],
  ])('%s: %s', (url, openable) => expect(isOpenableUrl(url)).toBe(openable));
});

describe('environment settings', () => {
  const good = {
    name: 'staging',
    credentials: { kind: 'chain' },
    regions: ['us-east-1'],
    actionTypes: [
      {
        category: 'Test',
        owner: 'ThirdParty',
        provider: 'Apica-LoadTest',
        version: '1',
        executionUrlTemplate: 'https://example.com/runs/{ExternalExecutionId}',
        processor: {
          kind: 'http',
          startUrl: 'https://b.example/runs',
          statusUrl: 'https://b.example/runs/{ExternalExecutionId}',
        },
      },
    ],
  };

  it('fills in every default', () => {
    expect(parseOrThrow(environmentSchema, good)).toMatchObject({
      pollSeconds: 10,
      maxConcurrentRuns: 20,
      endpoints: {},
      actionTypes: [
        { jobTimeoutSeconds: 3600, processor: { backendGraceSeconds: 1800, passArtifactCredentials: false } },
      ],
    });
  });

  const withType = (change: object) => ({ ...good, actionTypes: [{ ...good.actionTypes[0], ...change }] });
  it.each([
    [{ ...good, name: 'practice' }, 'name: expected another name'],
    [{ ...good, name: 'Über' }, 'name: expected 1 to 40'],
    [{ ...good, regions: [] }, 'regions: expected at least one region'],
    [{ ...good, regions: ['us-east-1', 'us-east-1'] }, 'regions: expected each region once'],
    [{ ...good, regions: ['moon-1'] }, 'regions[0]: expected an AWS region'],
    [{ ...good, pollSeconds: 0 }, 'pollSeconds: expected 1 or more'],
    [{ ...good, colour: 'red' }, 'colour: unknown field'],
    [{ ...good, actionTypes: [] }, 'actionTypes: expected at least one'],
    [
      { ...good, actionTypes: [good.actionTypes[0], good.actionTypes[0]] },
      'actionTypes: expected each action type once',
    ],
    [{ ...good, endpoints: { s3: 'http://example.com' } }, 'endpoints.s3: expected an https URL'],
    [
      withType({ executionUrlTemplate: 'https://x.example/{Oops}' }),
      'actionTypes[0].executionUrlTemplate: expected no placeholders but',
    ],
    [withType({ jobTimeoutSeconds: -1 }), 'actionTypes[0].jobTimeoutSeconds:'],
    [
      withType({
        processor: {
          kind: 'http',
          startUrl: 'http://b.example/',
          statusUrl: 'https://b.example/{ExternalExecutionId}',
        },
      }),
      'actionTypes[0].processor.startUrl: expected an https URL',
    ],
    [
      withType({
        processor: { kind: 'http', startUrl: 'https://b.example/', statusUrl: 'https://b.example/' },
      }),
      'actionTypes[0].processor.statusUrl: expected the placeholder',
    ],
  ])('refuses %# with one sentence that names the field', (input, sentence) => {
    expect(() => parseOrThrow(environmentSchema, input)).toThrow(sentence);
  });

  it.each(['us-east-1', 'eu-central-2', 'us-gov-west-1', 'cn-northwest-1', 'ap-southeast-4', 'il-central-1'])(
    'knows the region form %s',
    (region) => {
      expect(regionSchema.safeParse(region).success).toBe(true);
    },
  );
});
