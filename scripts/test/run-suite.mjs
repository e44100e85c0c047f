import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../setup/build.mjs';
import { projectDir } from '../setup/paths.mjs';
import { explain } from '../setup/progress.mjs';
import { run, runNpm } from '../setup/run.mjs';
import { readCounts } from './counts.mjs';
import { openDesktopSession } from './desktop-session.mjs';
import { checkPackage } from './package-check.mjs';
import { hasTestFiles } from './suites.mjs';

const limitOf = ({ limitMinutes = 10 }) => limitMinutes * 60_000;
const none = { passed: 0, failed: 0, skipped: 0 };

/** Runs one suite to its end, whatever happens in it, and answers `{ name, counts, seconds, remark }`. */
export async function runSuite(suite, toolchain) {
  const from = Date.now();
  let outcome;
  try {
    outcome = await kinds[suite.kind](suite, toolchain);
  } catch (error) {
    process.stdout.write(explain(error));
    outcome = { counts: { ...none, failed: 1 }, remark: 'broke off' };
  }
  return { name: suite.name, remark: '', ...outcome, seconds: (Date.now() - from) / 1000 };
}

const kinds = {
  check: async (suite, { node }) => {
    const limits = { cwd: projectDir, timeoutMs: limitOf(suite) };
    const { code, output } = suite.npm
      ? await runNpm(suite.npm, limits)
      : await run(node, suite.script, limits);
    process.stdout.write(`\n== ${suite.name}: ${code === 0 ? 'passed' : `failed\n${output}`}\n`);
    return asOne(code === 0);
  },

  build: async (_suite, { node }) => {
    process.stdout.write(`\n== build: ${await buildApp(node)}\n`);
    return asOne(true);
  },

  package: async (_suite, toolchain) => {
    process.stdout.write('\n== package\n');
    return { counts: await checkPackage(toolchain) };
  },

  vitest: (suite, { node }) =>
    withReport(suite, async (report) => {
      const vitest = join(projectDir, 'node_modules', 'vitest', 'vitest.mjs');
      const ours = join(projectDir, 'scripts', 'test', 'vitest-report.mjs');
      const reporters = ['--reporter=default', `--reporter=${ours}`];
      const args = [vitest, 'run', '--config', 'test/vitest.config.ts', ...reporters, `${suite.folder}/`];
      return show(suite, node, args, { ...process.env, ACTION_DESK_TEST_REPORT: report });
    }),

  playwright: (suite, { node }) =>
    withReport(suite, async (report) => {
      const session = await openDesktopSession();
      try {
        const playwright = join(projectDir, 'node_modules', '@playwright', 'test', 'cli.js');
        const args = [playwright, 'test', '--config', 'test/playwright.config.ts'];
        return await show(suite, ...session.wrap(node, args), {
          ...session.env,
          ACTION_DESK_E2E_REPORT: report,
        });
      } finally {
        session.close();
      }
    }),
};

const asOne = (passed) => ({ counts: { ...none, [passed ? 'passed' : 'failed']: 1 } });

async function withReport(suite, work) {
  process.stdout.write(`\n== ${suite.name}\n`);
  if (!hasTestFiles(suite)) {
    process.stdout.write('there are no test files\n');
    return { counts: none, remark: 'no test files' };
  }
  const folder = mkdtempSync(join(tmpdir(), 'action-desk-report-'));
  try {
    const report = join(folder, 'report.json');
    const code = await work(report);
    return {
      counts: readCounts(suite.kind, report, code),
      remark: code === 124 ? `stopped after ${limitOf(suite) / 60_000} minutes` : '',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a program with its output in view; at the time limit its whole process group ends, code 124. */
function show(suite, command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: projectDir,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: process.platform !== 'win32',
    });
    let late = false;
    const end = () => process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
    const timer = setTimeout(() => {
      late = true;
      end();
    }, limitOf(suite));
    const interrupted = () => {
      end();
      process.exit(130);
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const finish = (code) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      resolve(late ? 124 : code);
    };
    child.on('error', () => finish(127));
    child.on('close', (code) => finish(code ?? 1));
  });
}
