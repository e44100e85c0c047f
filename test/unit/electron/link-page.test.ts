import { describe, expect, it } from 'vitest';
import { pageOfArguments } from '#main/electron/link-page.ts';

describe('pageOfArguments', () => {
  it('finds the link among the arguments that Chromium adds and moves', () => {
    const argv = ['/opt/action-desk', '--enable-features=x', 'action-desk://run/job-1', '--no-sandbox'];
    expect(pageOfArguments(argv)).toBe('/runs/job-1');
  });

  it('answers null where no link is among them', () => {
    expect(pageOfArguments(['/opt/action-desk', '.', 'https://example.com/action-desk://run/1'])).toBeNull();
  });

  it('takes no program of that name for a link', () => {
    expect(pageOfArguments(['action-desk://run/1'])).toBeNull();
  });

  it('leads a link that is not understood to the page that says so, cut where it is long', () => {
    expect(pageOfArguments(['x', 'action-desk://delete/1'])).toBe(
      '/no-such-link?link=action-desk%3A%2F%2Fdelete%2F1',
    );
    expect(pageOfArguments(['x', `action-desk://delete/${'1'.repeat(5000)}`])?.length).toBeLessThan(300);
  });
});
