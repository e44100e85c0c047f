import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../setup/paths.mjs';

const inModules = (path) => join(projectDir, 'node_modules', path);

/**
 * The suites of `npm test` in their order. `kind` says how the outcome is counted: a check is one test that
 * passes with exit code 0; vitest and playwright write a report; build and package are steps of our own.
 * Suites with the same `together` run at the same time. A suite that is not done after its `limitMinutes` (10) is ended, and
 * has failed.
 */
export const suites = [
  { name: 'types', kind: 'check', together: 'static', npm: ['run', 'types'] },
  { name: 'lint', kind: 'check', together: 'static', script: [inModules('eslint/bin/eslint.js'), '.'] },
  { name: 'format', kind: 'check', script: [inModules('prettier/bin/prettier.cjs'), '--check', '.'] },
  { name: 'architecture', kind: 'vitest', folder: 'test/architecture' },
  { name: 'unit', kind: 'vitest', folder: 'test/unit' },
  { name: 'contract', kind: 'vitest', folder: 'test/contract' },
  { name: 'build', kind: 'build' },
  // From here on tests may run the built command line or the built application.
  { name: 'integration', kind: 'vitest', folder: 'test/integration' },
  { name: 'faults', kind: 'vitest', folder: 'test/faults' },
  { name: 'crash', kind: 'vitest', folder: 'test/crash' },
  { name: 'e2e', kind: 'playwright', folder: 'test/e2e', limitMinutes: 30 },
  { name: 'package', kind: 'package' },
];

/** Whether a suite's folder holds at least one file that its runner would run. */
export function hasTestFiles({ folder, kind }) {
  const path = join(projectDir, folder);
  if (!existsSync(path)) return false;
  const pattern = kind === 'playwright' ? /\.(e2e|spec|test)\.ts$/ : /\.test\.tsx?$/;
  return readdirSync(path, { recursive: true }).some((file) => pattern.test(file));
}
