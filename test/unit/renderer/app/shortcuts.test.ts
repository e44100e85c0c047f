import { describe, expect, it } from 'vitest';
import { shortcutOf } from '#renderer/app/shortcuts.ts';

describe('shortcutOf', () => {
  it.each([
    ['r', 'g', { kind: 'go', path: '/runs' }],
    ['p', 'g', { kind: 'go', path: '/pipelines' }],
    ['s', 'g', { kind: 'go', path: '/settings' }],
    ['r', null, null],
    ['x', 'g', null],
    ['/', null, { kind: 'filter' }],
    ['?', null, { kind: 'help' }],
    ['j', null, { kind: 'row', step: 1 }],
    ['k', 'j', { kind: 'row', step: -1 }],
    ['g', null, null],
  ])('reads "%s" after %s', (key, before, act) => {
    expect(shortcutOf(key, before)).toEqual(act);
  });
});
