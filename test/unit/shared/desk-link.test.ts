import { describe, expect, it } from 'vitest';
import { configurationRequestOf, linkToRun, pathOfLink } from '#shared/domain/desk-link.ts';

describe('pathOfLink', () => {
  it.each([
    ['action-desk://run/11112222-3333-4444-5555-666677778888', '/runs/11112222-3333-4444-5555-666677778888'],
    ['action-desk://run/perf%3A153240', '/runs/perf%3A153240'],
    ['action-desk://run/team%2Fnightly', '/runs/team%2Fnightly'],
    ['ACTION-DESK://run/abc', '/runs/abc'],
    ['action-desk://run//Vk+4/eQ==', '/runs/%2FVk%2B4%2FeQ%3D%3D'],
    [
      'action-desk://client/3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d',
      '/clients?q=3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d',
    ],
    ['action-desk://agent', '/agent'],
    ['action-desk://settings/', '/settings'],
    ['action-desk://audit', '/audit'],
    ['action-desk://pipeline/us-east-1/storefront', '/pipelines/us-east-1/storefront'],
    ['action-desk://pipeline/us-east-1/storefront/e-1', '/pipelines/us-east-1/storefront/e-1'],
    [
      'action-desk://artifact/my-bucket/a/b.zip',
      `/artifacts?place=${encodeURIComponent('s3://my-bucket/a/b.zip')}`,
    ],
    [
      'action-desk://artifact/my-bucket/a%2Bb/c=d.zip',
      `/artifacts?place=${encodeURIComponent('s3://my-bucket/a+b/c=d.zip')}`,
    ],
  ])('leads %s to %s', (link, path) => {
    expect(pathOfLink(link)).toBe(path);
  });

  it.each([
    ['another scheme', 'https://run/abc'],
    ['a scheme that only begins so', 'action-desk-evil://run/abc'],
    ['no authority', 'action-desk:run/abc'],
    ['an unknown kind', 'action-desk://open/abc'],
    ['no id', 'action-desk://run/'],
    ['more than a client id', 'action-desk://client/abc/def'],
    ['a page with an id', 'action-desk://settings/abc'],
    ['parameters', 'action-desk://run/abc?act=fail'],
    ['a fragment', 'action-desk://run/abc#/settings'],
    ['a way up', 'action-desk://run/..'],
    ['an id that looks like an option', 'action-desk://run/--no-sandbox'],
    ['a space', 'action-desk://run/a%20b'],
    ['a line break', 'action-desk://run/a%0Ab'],
    ['letters that look alike', 'action-desk://run/%D0%B0bc'],
    ['a broken percent sign', 'action-desk://run/%E0%A4%A'],
    ['mark-up', 'action-desk://run/%3Cscript%3E'],
    ['a backslash', 'action-desk://run\\abc'],
    ['a bucket without a key', 'action-desk://artifact/my-bucket'],
    ['an artifact with parameters', 'action-desk://artifact/my-bucket/a.zip?versionId=1'],
    ['a part too many', 'action-desk://pipeline/us-east-1/storefront/e-1/more'],
    ['a region that is none', 'action-desk://pipeline/nowhere/storefront'],
    ['a very long id', `action-desk://run/${'a'.repeat(601)}`],
    ['a very long link', `action-desk://run/${'%61'.repeat(700)}`],
  ])('refuses %s', (_what, link) => {
    expect(pathOfLink(link)).toBeNull();
  });

  it('understands the links that are copied', () => {
    expect(pathOfLink(linkToRun('a/b:c'))).toBe('/runs/a%2Fb%3Ac');
  });
});

describe('configurationRequestOf', () => {
  it.each([
    ['action-desk://configure?request=%7B%7D', 'request=%7B%7D'],
    ['ACTION-DESK://configure/?request=a&state=b', 'request=a&state=b'],
  ])('takes the query of %s', (link, query) => {
    expect(configurationRequestOf(link)).toBe(query);
  });

  it.each([
    ['no request', 'action-desk://configure?other=1'],
    ['an empty one', 'action-desk://configure?request='],
    ['two of them', 'action-desk://configure?request=a&request=b'],
    ['another path', 'action-desk://configure/x?request=a'],
    ['a fragment', 'action-desk://configure?request=a#b'],
    ['a space', 'action-desk://configure?request=a b'],
    ['another kind', 'action-desk://run?request=a'],
    ['a link beyond what Windows can hand over', `action-desk://configure?request=${'a'.repeat(32_000)}`],
  ])('refuses %s', (_what, link) => {
    expect(configurationRequestOf(link)).toBeNull();
  });
});
