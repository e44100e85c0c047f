import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '..');
const shared = { testTimeout: 20_000, hookTimeout: 20_000, clearMocks: true, restoreMocks: true };

/**
 * Two projects: everything that runs in plain Node, and the renderer's tests in a simulated page. Suites are
 * chosen by folder: `vitest run --config test/vitest.config.ts test/unit`.
 */
export default defineConfig({
  root,
  test: {
    maxWorkers: 2,
    passWithNoTests: false,
    projects: [
      {
        root,
        test: {
          ...shared,
          name: 'node',
          environment: 'node',
          include: ['test/{unit,contract,integration,faults,crash,architecture}/**/*.test.ts'],
          exclude: ['test/unit/renderer/**'],
        },
      },
      {
        root,
        test: {
          ...shared,
          name: 'renderer',
          environment: 'jsdom',
          // Looking for roles in a page of tables takes seconds where two cores are shared.
          testTimeout: 60_000,
          include: ['test/unit/renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['test/support/page-life.ts'],
          // Cloudscape imports style sheets, which Node itself cannot load.
          server: { deps: { inline: [/@cloudscape-design/] } },
        },
      },
    ],
  },
});
