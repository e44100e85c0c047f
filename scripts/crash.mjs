#!/usr/bin/env node
/* `npm run test:crash -- --runs 10000`: the long pass of the crash matrix, see test/crash/campaign.ts. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectDir } from './setup/paths.mjs';
import { explain } from './setup/progress.mjs';
import { setup } from './setup/toolchain.mjs';

try {
  const { node, sqliteBinding } = await setup({ forTests: true, build: false });
  const env = { ...process.env, ...(sqliteBinding ? { ACTION_DESK_SQLITE_BINDING: sqliteBinding } : {}) };
  const campaign = [join(projectDir, 'test', 'crash', 'campaign.ts'), ...process.argv.slice(2)];
  // Ctrl-C reaches the campaign too, which then ends after the runs under way: wait for its table.
  process.on('SIGINT', () => undefined);
  process.exitCode = await new Promise((resolve) => {
    const child = spawn(node, campaign, { cwd: projectDir, env, stdio: 'inherit' });
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
} catch (error) {
  process.stderr.write(explain(error));
  process.exitCode = 1;
}
