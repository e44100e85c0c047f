import { expect, it } from 'vitest';
import { notificationBody } from '#main/electron/notification-body.ts';

it('makes no markup of what a customer is called on Linux', () => {
  expect(notificationBody('<a href="https://evil.test">Smith & Sons</a>', 'linux')).toBe(
    '&lt;a href="https://evil.test"&gt;Smith &amp; Sons&lt;/a&gt;',
  );
});

it.each(['darwin', 'win32'] as const)('leaves the body as it is on %s', (platform) => {
  expect(notificationBody('Smith & <Sons>', platform)).toBe('Smith & <Sons>');
});
