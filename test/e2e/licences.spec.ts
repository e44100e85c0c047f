import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';

const out = resolve(import.meta.dirname, '../../out');
const PARTS = ['main', 'preload', 'renderer'];

/** The packages that the source maps name: what the bundler says of itself, apart from our own list. */
function mappedPackages(): Set<string> {
  const names = new Set<string>();
  for (const file of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.map') || !PARTS.some((part) => file.startsWith(part))) continue;
    const { sources } = JSON.parse(readFileSync(join(out, file), 'utf8')) as { sources: (string | null)[] };
    for (const source of sources) {
      const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source ?? '') ?? [];
      if (name !== undefined) names.add(name);
    }
  }
  return names;
}

test('every package that ends in the program is in the list of licences, with a text', () => {
  const lists = PARTS.map(
    (part) =>
      JSON.parse(readFileSync(join(out, part, 'third-party.json'), 'utf8')) as {
        packages: { name: string; version: string; texts: number[] }[];
        texts: string[];
      },
  );
  const listed = new Set(lists.flatMap(({ packages }) => packages.map(({ name }) => name)));
  const mapped = mappedPackages();
  expect(mapped.size).toBeGreaterThan(40);
  expect([...mapped].filter((name) => !listed.has(name))).toEqual([]);
  for (const name of ['better-sqlite3', 'react', 'zod', '@cloudscape-design/components'])
    expect(listed).toContain(name);
  for (const { packages, texts } of lists)
    for (const one of packages) expect(one.texts.every((at) => texts[at])).toBe(true);
  const file = readFileSync(join(out, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  const missing = lists
    .flatMap(({ packages }) => packages)
    .filter(({ name, version }) => !file.includes(`${name} ${version} (`));
  expect(missing).toEqual([]);
});
