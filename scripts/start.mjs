#!/usr/bin/env node
/* `npm start`: sets up what is missing, then opens the console. Arguments are handed to the application. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { hasDisplay } from './setup/debian-packages.mjs';
import { endWithNpm } from './setup/npm-parent.mjs';
import { projectDir } from './setup/paths.mjs';
import { explain, SetupError } from './setup/progress.mjs';
import { setup } from './setup/toolchain.mjs';
import { startVirtualDisplay } from './setup/virtual-display.mjs';

// What Chromium and GTK say on a machine without a desktop (no session bus, no GPU): true, harmless, and of no
// use to the reader. Messages of the page itself are logged with CONSOLE and pass, and so does what ends the program.
const desktopNoise = /^\[\d+:\d{4}\/\d+\.\d+:(?!FATAL|.*CONSOLE)|GLib-GIO|Gtk-|dconf-|libva|MESA|^\s*$/;

// Systems that keep user namespaces from ordinary programs (Ubuntu since 23.10, hardened Debian) make Chromium end so.
const refusedSandbox = /:FATAL:.*sandbox/i;
const lastWordsMs = 500;

endWithNpm();
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
    // Nobody sees the window: the application shows no modal boxes, and says where it saves screenshots instead.
    env.ACTION_DESK_VIRTUAL_DISPLAY = '1';
    process.stdout.write(
      `no display here: the console opens on a virtual one (${screen.display}, 1280x800)\n`,
    );
  }
  try {
    return await runElectron(toolchain, args, env, screen !== undefined);
  } finally {
    screen?.stop();
  }
}

function runElectron({ electron, electronDist }, args, env, quiet) {
  // Chromium's sandbox refuses to work for root; a product is never started as root.
  const flags = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
  return new Promise((resolve, reject) => {
    const child = spawn(electron, [...flags, projectDir, ...args], {
      cwd: projectDir,
      env,
      stdio: ['inherit', 'inherit', 'pipe'],
    });
    let sandboxRefused = false;
    createInterface({ input: child.stderr }).on('line', (line) => {
      sandboxRefused ||= refusedSandbox.test(line);
      if (!quiet || !desktopNoise.test(line)) process.stderr.write(`${line}\n`);
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        // On a terminal Ctrl-C has already reached the whole group.
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      });
    }
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      const end = () => {
        child.stderr.destroy();
        if (sandboxRefused) reject(sandboxProblem(join(electronDist, 'chrome-sandbox')));
        else resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
      };
      // A browser that the console opened may hold the pipe for hours: its end is not waited for.
      const timer = setTimeout(end, lastWordsMs);
      child.on('close', () => {
        clearTimeout(timer);
        end();
      });
    });
  });
}

function sandboxProblem(helper) {
  return new SetupError(
    `starting Electron: this system gives Chromium no user namespaces, and its helper ${helper} may not make the sandbox either`,
    `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}', then start again`,
  );
}
