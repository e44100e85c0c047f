import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Plugin } from 'vite';
import { mergedThirdParty, type ThirdParty } from '../../shared/domain/third-party.ts';

const LIST = 'third-party.json';
const TEXT_FILE = 'THIRD-PARTY-LICENSES.txt';
const PARTS = ['main', 'preload', 'renderer'] as const;

/** Names under which packages keep their licence and what else has to go along. */
const LEGAL_FILE = /^(un)?(licen[cs]e|copying|notice|copyright)([-._].*)?$/i;
const CODE = /\.(js|cjs|mjs|ts|map)$/i;

/** The folder of the package that a module lies in; null for our own and for what the bundler made up. */
export function packageFolderOf(moduleId: string): string | null {
  const path = moduleId
    .replace(/^\0+/, '')
    .replace(/[?#].*$/, '')
    .split(sep)
    .join('/');
  const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return folder !== undefined && existsSync(join(folder, 'package.json')) ? folder : null;
}

function licenceOf(said: { license?: unknown; licenses?: unknown }): string {
  const several = said.licenses as unknown[];
  const one: unknown = said.license ?? (Array.isArray(several) ? several[0] : undefined);
  if (typeof one === 'string') return one;
  const type = typeof one === 'object' && one !== null && 'type' in one ? one.type : undefined;
  return typeof type === 'string' ? type : 'not named';
}

/** The packages in these folders with their texts; one that carries none is told so. */
export function readThirdParty(folders: Iterable<string>): ThirdParty {
  const texts: string[] = [];
  const placeOf = (text: string): number => {
    const at = texts.indexOf(text);
    return at >= 0 ? at : texts.push(text) - 1;
  };
  const packages = new Map<string, ThirdParty['packages'][number]>();
  for (const folder of folders) {
    const said = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
    const licence = licenceOf(said);
    const [name, version] = [String(said.name), String(said.version)];
    const files = readdirSync(folder).filter((file) => LEGAL_FILE.test(file) && !CODE.test(file));
    const found = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
    if (found.length === 0) found.push(`The package carries no text of its licence. It names: ${licence}.`);
    packages.set(`${name}@${version}`, { name, version, licence, texts: found.map(placeOf) });
  }
  return mergedThirdParty([{ packages: [...packages.values()], texts }]);
}

/** The file that goes along with the program: each text once, under the packages that it is for. */
export function thirdPartyText({ packages, texts }: ThirdParty): string {
  const head =
    'Action Desk contains parts of the following packages.\n' +
    'Electron and Chromium name theirs in LICENSE.electron.txt and LICENSES.chromium.html.\n';
  const sections = texts.map((text, at) => {
    const users = packages.filter((one) => one.texts.includes(at));
    return `${users.map(({ name, version, licence }) => `${name} ${version} (${licence})`).join('\n')}\n\n${text}\n`;
  });
  return [head, ...sections].join(`\n${'-'.repeat(100)}\n\n`);
}

/**
 * Leaves the list of one build beside it, and that of all builds as a text in `out/`.
 *
 * @param root the project's folder
 * @param also packages that ship beside the bundle
 */
export function thirdPartyPlugin(root: string, also: readonly string[] = []): Plugin {
  return {
    name: 'third-party',
    apply: 'build',
    generateBundle(_options, bundle) {
      const code = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
      // Style sheets and pictures end in files of their own, not in chunks.
      const rest = [...this.getModuleIds()].filter((id) => !CODE.test(id.replace(/[?#].*$/, '')));
      const folders = new Set(also.map((name) => join(root, 'node_modules', name)));
      for (const id of [...code, ...rest]) {
        const folder = packageFolderOf(id);
        if (folder !== null) folders.add(folder);
      }
      this.emitFile({ type: 'asset', fileName: LIST, source: JSON.stringify(readThirdParty(folders)) });
    },
    writeBundle() {
      const out = join(root, 'out');
      const lists = PARTS.map((part) => join(out, part, LIST)).filter((file) => existsSync(file));
      const read = lists.map((file) => JSON.parse(readFileSync(file, 'utf8')) as ThirdParty);
      writeFileSync(join(out, TEXT_FILE), thirdPartyText(mergedThirdParty(read)));
    },
  };
}
