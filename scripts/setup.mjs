#!/usr/bin/env node
/* Sets this check-out up without starting anything. `--no-build` leaves `out/` alone, `--for-tests` adds what only tests need. */
import { explain } from './setup/progress.mjs';
import { setup } from './setup/toolchain.mjs';

try {
  await setup({
    build: !process.argv.includes('--no-build'),
    forTests: process.argv.includes('--for-tests'),
  });
} catch (error) {
  process.stderr.write(explain(error));
  process.exitCode = 1;
}
