import { defineConfig } from '@playwright/test';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/**
 * End-to-end tests in a real Electron, one at a time: each starts its own application. The report for the
 * test runner goes where ACTION_DESK_E2E_REPORT says.
 */
export default defineConfig({
  testDir: resolve(root, 'test/e2e'),
  testMatch: /\.(e2e|spec|test)\.ts$/,
  outputDir: resolve(root, 'out/e2e'),
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.ACTION_DESK_E2E_REPORT ?? resolve(root, 'out/e2e/report.json') }],
  ],
});
