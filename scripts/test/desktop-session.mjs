import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasProgram } from '../setup/run.mjs';
import { startVirtualDisplay } from '../setup/virtual-display.mjs';

/**
 * What end-to-end tests need of a desktop, of their own and gone afterwards: a virtual display (where Xvfb is
 * installed, else the real one), and where possible a session bus with an unlocked keyring. `wrap` puts a
 * command into that session; tests learn of the keyring by ACTION_DESK_TEST_KEYRING, the value for Electron's
 * --password-store.
 */
export async function openDesktopSession() {
  const folder = mkdtempSync(join(tmpdir(), 'action-desk-session-'));
  const screen = (await hasProgram('Xvfb')) ? await startVirtualDisplay() : undefined;
  const keyring = (await hasProgram('dbus-run-session')) && (await hasProgram('gnome-keyring-daemon'));
  const env = { ...process.env, XDG_RUNTIME_DIR: folder, XDG_DATA_HOME: join(folder, 'data') };
  if (screen) env.DISPLAY = screen.display;
  if (keyring) env.ACTION_DESK_TEST_KEYRING = 'gnome-libsecret';
  const unlock = 'echo -n tests | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@"';
  return {
    env,
    wrap: (command, args) =>
      keyring
        ? ['dbus-run-session', ['--', 'sh', '-c', unlock, 'session', command, ...args]]
        : [command, args],
    close: () => {
      screen?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
