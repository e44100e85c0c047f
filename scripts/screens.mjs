#!/usr/bin/env node
/* `npm run screens`: builds the application and leaves a picture of every page in out/screens. See test/screens/walk.ts. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endWithNpm } from './setup/npm-parent.mjs';
import { projectDir } from './setup/paths.mjs';
import { explain } from './setup/progress.mjs';
import { setup } from './setup/toolchain.mjs';
import { openDesktopSession } from './test/desktop-session.mjs';

endWithNpm();
try {
  const { node } = await setup({ forTests: true });
  const session = await openDesktopSession();
  try {
    const walk = join(projectDir, 'test', 'screens', 'walk.ts');
    const [command, args] = session.wrap(node, [walk, ...process.argv.slice(2)]);
    process.exitCode = await new Promise((resolve) => {
      const child = spawn(command, args, { cwd: projectDir, env: session.env, stdio: 'inherit' });
      child.on('error', () => resolve(127));
      child.on('close', (code) => resolve(code ?? 1));
    });
  } finally {
    session.close();
  }
} catch (error) {
  process.stderr.write(explain(error));
  process.exitCode = 1;
}
