import { describe, expect, it } from 'vitest';
import { linkAmong, pageOfLink } from '#main/electron/link-page.ts';

describe('linkAmong', () => {
  it('finds the link among the arguments that Chromium adds and moves', () => {
    const argv = ['/opt/action-desk', '--enable-features=x', 'action-desk://run/job-1', '--no-sandbox'];
    expect(linkAmong(argv)).toBe('action-desk://run/job-1');
  });

  it('answers null where no link is among them', () => {
    expect(linkAmong(['/opt/action-desk', '.', 'https://example.com/action-desk://run/1'])).toBeNull();
  });

  it('takes no program of that name for a link', () => {
    expect(linkAmong(['action-desk://run/1'])).toBeNull();
  });
});

describe('pageOfLink', () => {
  it('leads to the page of the link', () => {
    expect(pageOfLink('action-desk://run/job-1')).toBe('/runs/job-1');
  });

  it('leads a link that is not understood to the page that says so, cut where it is long', () => {
    expect(pageOfLink('action-desk://delete/1')).toBe('/no-such-link?link=action-desk%3A%2F%2Fdelete%2F1');
    expect(pageOfLink(`action-desk://delete/${'1'.repeat(5000)}`).length).toBeLessThan(300);
  });

  it('opens the configuration page without its request in the address', () => {
    expect(pageOfLink('action-desk://configure?request=%7B%22clientToken%22%3A%22canary%22%7D')).toBe(
      '/clients?open=page',
    );
  });

  it.each([
    'action-desk://configure?request=canary#x',
    'action-desk://configure/now?request=canary',
    `action-desk://configure?request=${'canary'.repeat(9_000)}`,
    'action-desk://configur?request=canary',
  ])('shows nothing of what follows the question mark of %#', (link) => {
    expect(pageOfLink(link)).toMatch(/^\/no-such-link/);
    expect(pageOfLink(link)).not.toContain('canary');
  });
});
