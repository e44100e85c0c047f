import { describe, expect, it, vi } from 'vitest';
import { mayOpen, openLink } from '#main/electron/links.ts';

describe('links', () => {
  it.each([
    'https://loadtest.northwind.example/runs/153245',
    'https://example.com',
    'https://example.com?x=1#y',
    'http://127.0.0.1:4100/_backend/runs/153245/report',
    'http://localhost/report',
    'http://[::1]:8080/',
  ])('may open %s', (url) => {
    expect(mayOpen(url)).toBe(true);
  });

  it.each([
    '',
    'example.com',
    '//example.com',
    'http://example.com/',
    'http://127.0.0.1.example.com/',
    'http://localhost@example.com/',
    'https://user:password@example.com/',
    'https://example.com\\@evil.example/',
    'https://exa mple.com/',
    'https://example.com/\u202egnp.exe',
    'https://exаmple.com/',
    'https://example.com/\0',
    'https://example.com/a\nb',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'smb://example.com/share',
    'ms-settings:',
    ' https://example.com/',
    'https://',
    'https:///x',
  ])('may not open %j', async (url) => {
    const open = vi.fn<(url: string) => Promise<void>>();
    expect(mayOpen(url)).toBe(false);
    expect(await openLink(url, open)).toBe(false);
    expect(open).not.toHaveBeenCalled();
  });

  it('says when no browser took the link', async () => {
    expect(await openLink('https://example.com/', () => Promise.reject(new Error('no browser')))).toBe(false);
    expect(await openLink('https://example.com/', () => Promise.resolve())).toBe(true);
  });
});
