import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetSegments, assetType, findAsset } from '#main/electron/asset-path.ts';

let folder: string;
let root: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'asset-path-'));
  root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets', 'index-BT4xE3MY.js'), '');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  mkdirSync(join(folder, 'renderer-next'));
  writeFileSync(join(folder, 'renderer-next', 'index.html'), '');
  symlinkSync(join(folder, 'secret.txt'), join(root, 'link.txt'));
  symlinkSync(folder, join(root, 'up'));
  symlinkSync(join(folder, 'renderer-next'), join(root, 'next'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('files that may be asked for', () => {
  it.each([
    ['app://desk/index.html', ['index.html']],
    ['app://desk/index.html#/runs/abc', ['index.html']],
    ['app://desk/index.html?x=../..', ['index.html']],
    ['app://desk/assets/index-BT4xE3MY.js', ['assets', 'index-BT4xE3MY.js']],
  ])('finds %s', async (url, segments) => {
    expect(assetSegments(url)).toEqual(segments);
    expect(await findAsset(root, url)).toEqual({ found: join(root, ...segments) });
  });

  it('says that a file is missing', async () => {
    expect(await findAsset(root, 'app://desk/nothing.js')).toEqual({ found: null, why: 'missing' });
  });
});

describe('hostile addresses', () => {
  it.each([
    'app://desk',
    'app://desk/',
    'app://other/index.html',
    'app://desk.evil/index.html',
    'app://desk:80/index.html',
    'app://user@desk/index.html',
    'https://desk/index.html',
    'file:///etc/passwd',
    'app://desk/../secret.txt',
    'app://desk/assets/../../secret.txt',
    'app://desk/./index.html',
    'app://desk/..',
    'app://desk/%2e%2e/secret.txt',
    'app://desk/%2E%2E%2Fsecret.txt',
    'app://desk/%252e%252e/secret.txt',
    'app://desk/..%5csecret.txt',
    'app://desk/..\\secret.txt',
    'app://desk/assets\\..\\..\\secret.txt',
    'app://desk//etc/passwd',
    'app://desk///etc/passwd',
    'app://desk/%2Fetc/passwd',
    'app://desk/C:/Windows/win.ini',
    'app://desk/C:%5CWindows%5Cwin.ini',
    'app://desk/index.html%00.js',
    'app://desk/index.html\0.js',
    'app://desk/index.html\n',
    'app://desk/.env',
    'app://desk/assets/.hidden',
    'app://desk/index.html::$DATA',
    'app://desk/index.html/',
    'app://desk/%',
    'app://desk/．．/secret.txt',
    '',
  ])('refuses %j', async (url) => {
    expect(await findAsset(root, url)).toEqual({ found: null, why: 'refused' });
  });

  it.each(['app://desk/link.txt', 'app://desk/up/secret.txt', 'app://desk/next/index.html'])(
    'refuses the symbolic link of %s',
    async (url) => {
      expect(await findAsset(root, url)).toEqual({ found: null, why: 'refused' });
    },
  );

  it('never finds a file outside of the root, whatever the address', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '/',
      '\\',
      '%5c',
      '%2f',
      '\0',
      'up',
      'secret.txt',
      'assets',
      ':',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const asset = await findAsset(root, `app://desk/${parts.join('')}`);
        expect(asset.found === null || asset.found.startsWith(join(root, 'assets'))).toBe(true);
      }),
    );
  });
});

it.each([
  ['index.html', 'text/html; charset=utf-8'],
  ['a.b.js', 'text/javascript; charset=utf-8'],
  ['a.css', 'text/css; charset=utf-8'],
  ['font.woff2', 'font/woff2'],
  ['program.exe', 'application/octet-stream'],
  ['noending', 'application/octet-stream'],
])('gives %s the type %s', (file, type) => {
  expect(assetType(file)).toBe(type);
});
