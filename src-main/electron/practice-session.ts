import type { BrowserWindow } from 'electron';
import { relative, resolve } from 'node:path';
import type { Log } from '#main/agent/ports.ts';
import type { Runtime } from '#main/compose/runtime.ts';
import { reportPractice } from './practice-report.ts';
import { capturePractice } from './screenshots.ts';
import type { Switches } from './switches.ts';
import { applyTheme } from './theme.ts';
import { waitUntilDone } from './until-done.ts';
import { runToShow } from './until-done-decision.ts';

const LIMIT_MS = 120_000;
const POLL_MS = 500;

/**
 * Says on standard output what happens while practising. With `--until-done`, or on a display that nobody sees, it
 * also waits for the seeds of the scenario and saves pictures in `out/practice` below the working folder. Answers the
 * exit code for `--until-done`: 0, or 1 with the seeds that are missing; null where the console goes on.
 */
export async function runPracticeSession(options: {
  readonly runtime: Runtime;
  /** The window, once its page is loaded. */
  readonly loadedWindow: () => Promise<BrowserWindow>;
  readonly switches: Switches;
  readonly log: Log;
  readonly signal: AbortSignal;
}): Promise<number | null> {
  const { runtime, switches, signal } = options;
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const folder = resolve('out/practice');
  const shown = relative(process.cwd(), folder);
  const pictures = switches.untilDone || switches.virtualDisplay;

  print(
    `practice: the simulator of CodePipeline and S3 listens on ${runtime.simulatorEndpoint ?? '(nowhere)'}`,
  );
  if (pictures)
    print(`screenshots: ${shown}/ (saved when every run of the scenario is final or waits for you)`);
  const endReport = reportPractice(runtime, print);
  signal.addEventListener('abort', endReport);
  if (!pictures) return null;

  const outcome = await waitUntilDone(runtime, { limitMs: LIMIT_MS, pollMs: POLL_MS, signal });
  if (signal.aborted) return null;
  if (outcome.done) {
    print(`done: all ${outcome.verdicts.length} runs of the scenario are as intended`);
  } else {
    print(`not done after ${LIMIT_MS / 1000} s:`);
    for (const sentence of outcome.missing) print(`  ${sentence}`);
    if (switches.untilDone) return 1;
  }
  const runId = outcome.done ? runToShow(outcome.verdicts) : null;
  try {
    const window = await options.loadedWindow();
    const files = await capturePractice(window, runId, folder, applyTheme);
    for (const file of files) print(`screenshot: ${relative(process.cwd(), file)}`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    options.log('error', 'screenshots failed', { message });
    print(`the screenshots could not be taken: ${message}`);
    return switches.untilDone ? 1 : null;
  }
  return switches.untilDone ? 0 : null;
}
