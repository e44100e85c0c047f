#!/usr/bin/env node
/*
 * `npm test`: sets up what is missing and runs every suite, also after one failed. `npm test -- unit e2e`
 * runs the named ones. The last line is the sum of all suites; the exit code is 1 when anything failed.
 */
import { endWithNpm } from './setup/npm-parent.mjs';
import { explain } from './setup/progress.mjs';
import { setup } from './setup/toolchain.mjs';
import { summarize } from './test/counts.mjs';
import { runSuite } from './test/run-suite.mjs';
import { suites } from './test/suites.mjs';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  const names = suites.map((suite) => suite.name).join(', ');
  process.stderr.write(`no suite is called ${unknown.join(', ')}; there are: ${names}\n`);
  process.exit(1);
}

endWithNpm();
try {
  const toolchain = await setup({ forTests: true, build: false });
  const results = await runAll(
    suites.filter((suite) => wanted.length === 0 || wanted.includes(suite.name)),
    toolchain,
  );
  const { text, sum } = summarize(results);
  process.stdout.write(`\n${text}\n`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(explain(error));
  process.stdout.write('\n0 passed, 1 failed\n');
  process.exitCode = 1;
}

async function runAll(chosen, toolchain) {
  const results = [];
  const queue = [...chosen];
  while (queue.length > 0) {
    const batch = [queue.shift()];
    while (batch[0].together && queue[0]?.together === batch[0].together) batch.push(queue.shift());
    results.push(...(await Promise.all(batch.map((suite) => runSuite(suite, toolchain)))));
  }
  return results;
}
