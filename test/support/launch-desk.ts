import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { electronLaunchOptions } from './electron-path.ts';

/** A started console of a test. */
export interface LaunchedDesk {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** The user-data folder: fresh, and removed by `close` unless it was given. */
  readonly userData: string;
  /** Refusals of the content security policy and errors of the page, since its very beginning. */
  readonly violations: readonly string[];
  /** What the main process printed so far. */
  stdout(): string;
  /** The exit code, once the process has ended; null when a signal ended it. */
  readonly exitCode: Promise<number | null>;
  /** Ends the application as a person would, and waits for it. */
  close(): Promise<void>;
}

/** How one start differs from a plain one. */
export interface LaunchOptions {
  /** One of the simulator's scenarios. */
  readonly scenario?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Keeps a user-data folder across starts. */
  readonly userData?: string;
}

const reportRefusals = `addEventListener('securitypolicyviolation', (event) => {
  reportRefusal(event.violatedDirective + ' refused ' + event.blockedURI + ' at ' + event.sourceFile + ':' + event.lineNumber);
}, true)`;

/** Starts the built application on a fresh user-data folder, with animations off, and waits for its page. */
export async function launchDesk(options: LaunchOptions = {}): Promise<LaunchedDesk> {
  const userData = options.userData ?? (await mkdtemp(join(tmpdir(), 'action-desk-e2e-')));
  const violations: string[] = [];
  let printed = '';
  const app = await _electron.launch(
    electronLaunchOptions(options.args, {
      ACTION_DESK_USER_DATA: userData,
      ACTION_DESK_HIDE_MOTION: '1',
      ...(options.scenario === undefined ? {} : { ACTION_DESK_SCENARIO: options.scenario }),
      ...options.env,
    }),
  );
  const child = app.process();
  const exitCode = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));

  const page = await app.firstWindow();
  page.on('console', (message) => {
    if (message.type() === 'error') violations.push(message.text());
  });
  page.on('pageerror', (error) => violations.push(error.message));
  await page.exposeFunction('reportRefusal', (text: string) => violations.push(text));
  await page.addInitScript(reportRefusals);
  // The page was there before the listeners: it is loaded once more, so that nothing of its start is missed.
  await page.reload({ waitUntil: 'load' });

  return {
    app,
    page,
    userData,
    violations,
    stdout: () => printed,
    exitCode,
    async close() {
      if (child.exitCode === null && child.signalCode === null) await app.close();
      await exitCode;
      if (options.userData === undefined) await rm(userData, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
