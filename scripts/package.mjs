#!/usr/bin/env node
/*
 * `npm run package`: builds and packs the application for this platform into dist/. With the official Electron
 * all targets of electron-builder.yml; with the fallback (where the tools of AppImage and deb cannot be fetched)
 * the unpacked folder and a tar.gz. `--dir` makes the unpacked folder only.
 */
import { packApp } from './package/pack-app.mjs';
import { explain } from './setup/progress.mjs';
import { setup } from './setup/toolchain.mjs';

try {
  const toolchain = await setup();
  const made = await packApp(toolchain, { onlyFolder: process.argv.includes('--dir') });
  if (toolchain.electronOrigin === 'fallback') {
    const { electronVersion } = toolchain;
    process.stdout.write(
      `made with the fallback Electron ${electronVersion}: to try it out, not to release it\n`,
    );
  }
  process.stdout.write(`packaged:\n${made.map((path) => `  ${path}`).join('\n')}\n`);
} catch (error) {
  process.stderr.write(explain(error));
  process.exitCode = 1;
}
