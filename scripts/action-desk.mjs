#!/usr/bin/env node
/*
 * The `action-desk` command in a check-out: plain Node, no Electron. Sets up and builds what is missing (said
 * on standard error), then runs out/main/cli.js: in this process where its Node is new enough, else in the
 * pinned one. Standard output belongs to the command alone.
 */
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { runInOtherNode } from './command-line/other-node.mjs';
import { endWithNpm } from './setup/npm-parent.mjs';
import { projectDir } from './setup/paths.mjs';
import { explain } from './setup/progress.mjs';
import { setupCommandLine } from './setup/toolchain.mjs';

const cli = join(projectDir, 'out', 'main', 'cli.js');
let node;
endWithNpm();
try {
  node = await setupCommandLine(process.stderr);
} catch (error) {
  process.stderr.write(explain(error));
  process.exit(1);
}
if (node === process.execPath) {
  process.argv[1] = cli;
  await import(pathToFileURL(cli).href);
} else {
  process.exitCode = await runInOtherNode(node, cli, process.argv.slice(2));
}
