#!/usr/bin/env node
/* `npm start`: sets up what is missing, then opens the console. Arguments are handed to the application. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { hasDisplay } from './setup/debian-packages.mjs';
import { projectDir } from './setup/paths.mjs';
import { explain } from './setup/progress.mjs';
import { setup } from './setup/toolchain.mjs';
import { startVirtualDisplay } from './setup/virtual-display.mjs';

// What Chromium and GTK say on a machine without a desktop (no session bus, no GPU): true, harmless, and of no
// use to the reader. Messages of the page itself are logged with CONSOLE and pass.
const desktopNoise = /^\[\d+:\d{4}\/\d+\.\d+:(?!.*CONSOLE)|GLib-GIO|Gtk-|dconf-|libva|MESA|^\s*$/;

try {
  const toolchain = await setup();
  process.exitCode = await open(toolchain, process.argv.slice(2));
} catch (error) {
  process.stderr.write(explain(error));
  process.exitCode = 1;
}

async function open(toolchain, args) {
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE;
  // The fallback Electron has an older Node, and the AWS SDK announces at each start when it will drop it.
  if (toolchain.electronOrigin === 'fallback') env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  if (toolchain.sqliteBinding) env.ACTION_DESK_SQLITE_BINDING = toolchain.sqliteBinding;
  const screen = hasDisplay() ? undefined : await startVirtualDisplay();
  if (screen) {
    env.DISPLAY = screen.display;
    process.stdout.write(
      `no display here: the console opens on a virtual one (${screen.display}, 1280x800)\n`,
    );
  }
  try {
    return await runElectron(toolchain.electron, args, env, screen !== undefined);
  } finally {
    screen?.stop();
  }
}

function runElectron(electron, args, env, quiet) {
  // Chromium's sandbox refuses to work for root; a product is never started as root.
  const flags = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
  return new Promise((resolve, reject) => {
    const child = spawn(electron, [...flags, projectDir, ...args], {
      cwd: projectDir,
      env,
      stdio: ['inherit', 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    if (quiet) {
      createInterface({ input: child.stderr }).on('line', (line) => {
        if (!desktopNoise.test(line)) process.stderr.write(`${line}\n`);
      });
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        // On a terminal Ctrl-C has already reached the whole group.
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
