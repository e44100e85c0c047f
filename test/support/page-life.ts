import { afterAll, afterEach, vi } from 'vitest';
import { tieTimersToPage } from './page-timers.ts';

/*
 * Before each file of component tests: what the simulated page lacks, and an end for what a test began. Trees
 * are unmounted after each test, code that is still loading is waited for, and then the page's timers end.
 */

const timers = tieTimersToPage(globalThis);

// Where it finds `afterEach`, Testing Library unmounts by itself, and only where it is loaded at all.
Object.assign(globalThis, { afterEach });

// jsdom has no `CSS`; Cloudscape asks for it a moment after an alert was shown.
const escaped = (text: string): string =>
  text.replace(/[^\w-]|^\d/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `);
Object.assign(globalThis, { CSS: { escape: escaped } });

afterEach(() => {
  const [left] = timers.intervals();
  if (left !== undefined)
    throw new Error(`An interval still runs after everything was unmounted. It was started\n${left}`);
});

afterAll(async () => {
  await vi.dynamicImportSettled();
  timers.end();
});
