import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boundsOnScreen, openWindowMemory } from '#main/electron/window-state.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'window-state-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bounds = { x: 10, y: 20, width: 1280, height: 800 };

it('remembers bounds and theme', async () => {
  const first = openWindowMemory(join(folder, 'window.json'));
  first.keep({ bounds });
  first.keep({ theme: 'dark' });
  await first.written();
  expect(openWindowMemory(join(folder, 'window.json')).state()).toEqual({
    bounds,
    theme: 'dark',
    toldOfTray: false,
  });
});

it.each(['', '{"theme":"pink"}', '{"bounds":{"x":1}}', 'null'])('begins anew with %j in its file', (text) => {
  writeFileSync(join(folder, 'window.json'), text);
  expect(openWindowMemory(join(folder, 'window.json')).state()).toEqual({
    theme: 'system',
    toldOfTray: false,
  });
});

it('lives without a folder to write in', async () => {
  const memory = openWindowMemory(join(folder, 'missing', 'window.json'));
  memory.keep({ theme: 'light' });
  await memory.written();
  expect(memory.state().theme).toBe('light');
});

describe('remembered bounds', () => {
  const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
  it.each([
    ['inside', bounds, true],
    ['partly outside', { ...bounds, x: 1700 }, true],
    ['on a screen that is gone', { ...bounds, x: 3000 }, false],
    ['above the screen', { ...bounds, y: -400 }, false],
    ['below the screen', { ...bounds, y: 1060 }, false],
  ])('count when %s: %j', (_case, remembered, counts) => {
    expect(boundsOnScreen(remembered, screens)).toEqual(counts ? remembered : undefined);
  });

  it.each([
    ['on the second screen', { ...bounds, x: 2100, y: 200 }, true],
    ['on a screen to the left', { ...bounds, x: -1500 }, true],
    ['between a low screen and the edge of a high one', { ...bounds, x: 2100, y: 900 }, false],
  ])('count when %s of several: %j', (_case, remembered, counts) => {
    const several = [
      { x: -1920, y: 0, width: 1920, height: 1080 },
      ...screens,
      { x: 1920, y: 0, width: 1280, height: 800 },
    ];
    expect(boundsOnScreen(remembered, several)).toEqual(counts ? remembered : undefined);
  });

  it('are none at the first start', () => {
    expect(boundsOnScreen(undefined, screens)).toBeUndefined();
  });
});
