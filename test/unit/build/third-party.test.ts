import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { mergedThirdParty } from '#shared/domain/third-party.ts';
import { packageFolderOf, readThirdParty, thirdPartyText } from '../../../scripts/build/third-party.ts';

/** Packages with their files in a `node_modules` of their own. */
function someModules(packages: Record<string, Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'action-desk-licences-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, files] of Object.entries(packages)) {
    const folder = join(root, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  }
  return join(root, 'node_modules');
}

const said = (name: string, version: string, license: unknown): string =>
  JSON.stringify({ name, version, license });

it('finds the innermost package of a module, and none of our own files', () => {
  const modules = someModules({
    '@scope/outer': { 'package.json': said('@scope/outer', '1.0.0', 'MIT') },
    '@scope/outer/node_modules/inner': { 'package.json': said('inner', '2.0.0', 'MIT') },
  });
  expect(packageFolderOf(`${modules}/@scope/outer/lib/a.js`)).toBe(`${modules}/@scope/outer`);
  expect(packageFolderOf(`\0${modules}/@scope/outer/node_modules/inner/a.css?used`)).toBe(
    `${modules}/@scope/outer/node_modules/inner`,
  );
  expect(packageFolderOf('/project/src-main/main.ts')).toBeNull();
  expect(packageFolderOf('\0vite/preload-helper.js')).toBeNull();
});

it('reads licence and notice, keeps a shared text once, and tells of a package without one', () => {
  const modules = someModules({
    a: { 'package.json': said('a', '1.0.0', 'Apache-2.0'), LICENSE: 'Apache\n', NOTICE: 'Thanks' },
    b: { 'package.json': said('b', '1.0.0', { type: 'Apache-2.0' }), 'LICENSE.md': 'Apache' },
    c: { 'package.json': said('c', '3.1.0', 'ISC'), 'license.js': 'export {}' },
  });
  const list = readThirdParty(['c', 'a', 'b'].map((name) => join(modules, name)));
  expect(list.packages.map(({ name, licence }) => [name, licence])).toEqual([
    ['a', 'Apache-2.0'],
    ['b', 'Apache-2.0'],
    ['c', 'ISC'],
  ]);
  const textsOf = (at: number) => list.packages[at]?.texts.map((place) => list.texts[place]);
  expect([textsOf(0), textsOf(1)]).toEqual([['Apache', 'Thanks'], ['Apache']]);
  expect(textsOf(2)).toEqual(['The package carries no text of its licence. It names: ISC.']);
  expect(list.texts).toHaveLength(3);
});

it('merges what several builds have, and writes each text once under its packages', () => {
  const one = { packages: [{ name: 'b', version: '1', licence: 'MIT', texts: [0] }], texts: ['mit'] };
  const two = {
    packages: [
      { name: 'a', version: '1', licence: 'ISC', texts: [0] },
      { name: 'b', version: '1', licence: 'MIT', texts: [1] },
    ],
    texts: ['isc', 'mit'],
  };
  const merged = mergedThirdParty([one, two]);
  expect(merged.packages.map(({ name, texts }) => [name, texts.map((at) => merged.texts[at])])).toEqual([
    ['a', ['isc']],
    ['b', ['mit']],
  ]);
  const text = thirdPartyText(merged);
  expect(text).toContain('b 1 (MIT)\n\nmit\n');
  expect(text.match(/^mit$/gm)).toHaveLength(1);
});
