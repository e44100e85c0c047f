import { existsSync } from 'node:fs';
import { SetupError } from './progress.mjs';
import { run, tail } from './run.mjs';

// Newer releases of Debian and Ubuntu renamed some libraries in the move to 64-bit time; either name will do.
const display = [
  ['xvfb'],
  ['xauth'],
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  ['libxss1'],
  ['unzip'],
];
const keyring = [['gnome-keyring'], ['dbus']];

/** What compiling a Node add-on needs; asked for only when the SQLite binary has to be built. */
export const compilerPackages = [['g++'], ['make'], ['python3']];

/** Whether the machine has its own screen; macOS and Windows always count as having one. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Installs what Electron needs on a Debian or Ubuntu without a screen, and a keyring where tests run. */
export async function installDisplayPackages({ forTests }) {
  if (hasDisplay()) return 'not needed: there is a display';
  return installDebianPackages(forTests ? [...display, ...keyring] : display);
}

/**
 * Makes sure that one name of each group is installed: installs as root, otherwise fails with the command.
 * On other systems it does nothing; what is missing there shows when the program is started.
 */
export async function installDebianPackages(groups) {
  if (!existsSync('/etc/debian_version')) return 'skipped: neither Debian nor Ubuntu';
  const missing = [];
  for (const names of groups) if (!(await anyInstalled(names))) missing.push(names);
  if (missing.length === 0) return 'present';
  if (process.getuid?.() !== 0) {
    const names = await Promise.all(missing.map(installableName));
    throw new SetupError(
      `looking for ${names.join(', ')} with dpkg-query: missing, and only root may install them`,
      `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`,
    );
  }
  return aptInstall(missing);
}

async function aptInstall(missing) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update', '-qq'], { env, timeoutMs: 180_000 });
  const names = await Promise.all(missing.map(installableName));
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...names];
  const install = await run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    env,
    timeoutMs: 420_000,
  });
  if (install.code !== 0) {
    throw new SetupError(
      `apt-get update (code ${update.code}), then apt-get ${args.join(' ')} (code ${install.code}):\n${tail(install.output)}`,
      `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`,
    );
  }
  return `installed ${names.join(' ')}`;
}

async function anyInstalled(names) {
  for (const name of names) {
    const { output } = await run('dpkg-query', ['-W', '-f', '${Status}', name]);
    if (output === 'install ok installed') return true;
  }
  return false;
}

/** The name of the group that this release really has; a name that only points elsewhere has no candidate. */
async function installableName(names) {
  for (const name of names.toReversed?.() ?? [...names].reverse()) {
    const { output } = await run('apt-cache', ['policy', name]);
    if (/Candidate: (?!\(none\))\S/.test(output)) return name;
  }
  return names[0];
}
