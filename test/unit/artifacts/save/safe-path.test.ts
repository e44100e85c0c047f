import { describe, expect, it } from 'vitest';
import { clashKey, harmlessName, safePath } from '#main/artifacts/save/safe-path.ts';

const ROOT = '/home/kim/Downloads/App';

it('divides a plain path into its names', () => {
  expect(safePath('reports/a b/ä.txt', ROOT, 'linux')).toEqual({
    ok: true,
    segments: ['reports', 'a b', 'ä.txt'],
  });
});

it('takes the slash at the end of a folder', () => {
  expect(safePath('reports/', ROOT, 'linux')).toEqual({ ok: true, segments: ['reports'] });
});

describe.each(['linux', 'darwin', 'win32'] as const)('on %s', (platform) => {
  it.each([
    ['', 'empty part'],
    ['/', 'absolute'],
    ['/etc/passwd', 'absolute'],
    ['//server/share', 'absolute'],
    ['../x', 'leads out'],
    ['a/../../x', 'leads out'],
    ['a/..', 'leads out'],
    ['./x', 'leads out'],
    ['a//b', 'empty part'],
    ['..\\x', 'backslash'],
    ['a\\b', 'backslash'],
    ['\\\\?\\C:\\x', 'backslash'],
    ['C:/x', 'drive letter'],
    ['c:x', 'drive letter'],
    ['a\0b', 'control character'],
    ['a\nb', 'control character'],
    ['a\u009bb', 'control character'],
    ['a\ud800', 'Unicode'],
    ['CON', 'device'],
    ['a/nul.txt', 'device'],
    ['aux /x', 'ends with'],
    ['com1.log', 'device'],
    ['LPT¹', 'device'],
    ['CONIN$', 'device'],
    ['a.', 'ends with'],
    ['a /b', 'ends with'],
    ['...', 'ends with'],
    ['ä'.repeat(128), '255 bytes'],
    [`${'a/'.repeat(600)}b`, 'too long'],
  ])('refuses %j', (path, why) => {
    const found = safePath(path, ROOT, platform);
    expect(found.ok ? '' : found.sentence).toContain(why);
  });
});

it.each(['ab:c', 'a?', 'a*b', 'a|b', '<a>', '"a"'])('refuses %j on Windows only', (path) => {
  expect(safePath(path, 'C:\\x', 'win32').ok).toBe(false);
  expect(safePath(path, ROOT, 'linux').ok).toBe(true);
});

it.each(['console.log', 'auxiliary', 'com10', 'nullable.ts', '.gitignore', 'a..b', '..a'])(
  'takes %j',
  (path) => {
    expect(safePath(path, ROOT, 'win32').ok).toBe(true);
  },
);

it('counts the target folder into the length of a path', () => {
  const path = `${'a'.repeat(200)}/${'b'.repeat(200)}`;
  expect(safePath(path, ROOT, 'linux').ok).toBe(true);
  expect(safePath(path, `/${'r'.repeat(700)}`, 'linux').ok).toBe(false);
});

it('takes names for the same that some file system takes for the same', () => {
  expect(clashKey(['A', 'b'])).toBe(clashKey(['a', 'B']));
  expect(clashKey(['e\u0301'])).toBe(clashKey(['\u00e9']));
  expect(clashKey(['\u017f'])).toBe(clashKey(['s']));
  expect(clashKey(['a', 'b'])).not.toBe(clashKey(['ab']));
});

it.each([
  ['web/App/a1b2', 'a1b2'],
  ['../..', 'artifact'],
  ['x/NUL', 'artifact'],
  ['x/.bashrc', 'bashrc'],
  ['a\u0000b<c>', 'a_b_c_'],
  ['x/', 'x'],
  ['', 'artifact'],
  ['report. ', 'report'],
])('makes a harmless name of %j', (text, name) => {
  expect(harmlessName(text, 'artifact')).toBe(name);
});
