import { lastWords, type CommandReport } from './command-output.ts';
import type { RunFolder, WorkOutcome } from './run-folder.ts';

/** An outcome of which nothing is known but why it failed. */
export function failedWith(failure: NonNullable<WorkOutcome['failure']>): WorkOutcome {
  const silent = { percentComplete: null, summary: null, outputVariables: null };
  return { status: 'failed', ...silent, failure };
}

/** The outcome of a program that was cancelled or whose exit code nobody saw; null where the exit code decides. */
export async function endWithoutExit(folder: RunFolder): Promise<WorkOutcome | null> {
  if (await folder.has('cancelled'))
    return failedWith({ type: 'JobFailed', message: 'The program was cancelled.' });
  if (await folder.has('exit')) return null;
  const message =
    'The program ended without a trace of its exit code: it was killed, or the machine was restarted.';
  return failedWith({ type: 'SystemUnavailable', message });
}

/** The outcome by exit code and by what the program itself has said, which goes before our own words. */
export async function endWithExit(folder: RunFolder, report: CommandReport): Promise<WorkOutcome> {
  const exitCode = (await folder.read('exit'))?.trim() ?? '';
  const { percentComplete, summary, outputVariables } = report;
  const said = { percentComplete, summary, outputVariables };
  if (exitCode === '0' && !report.saysFailed) return { ...said, status: 'succeeded', failure: null };
  const words = await lastWords(folder.path('stderr'));
  const message = `The program ended with exit code ${exitCode}.${words ? `\n${words}` : ''}`;
  return { ...said, status: 'failed', failure: report.failure ?? { type: 'JobFailed', message } };
}
