import type { RunSummary } from '#shared/domain/run.ts';
import type { Runtime } from '#main/compose/runtime.ts';

const LONGEST_MESSAGE = 100;

/** Text of customers and backends, made fit for one line of a terminal: no control characters, no escapes, cut. */
function plain(text: string): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return clean.length > LONGEST_MESSAGE ? `${clean.slice(0, LONGEST_MESSAGE - 1)}…` : clean;
}

/** One step of a run: `12:03:07  checkout-service-release / LoadTest  us-east-1  between jobs  40%  ramp-up`. Local time. */
export function stepLine(run: RunSummary, at: Date): string {
  const client = run.clientId === null ? null : `client ${run.clientId.slice(0, 8)}…`;
  const customer = run.clientLabel ?? client ?? run.accountId ?? 'unknown customer';
  const who = `${run.pipelineName ?? customer} / ${run.actionName ?? run.actionTypeId.provider}`;
  const percent = run.percentComplete === null ? '' : `${run.percentComplete}%`;
  return [
    at.toTimeString().slice(0, 8),
    plain(who).padEnd(44),
    run.region.padEnd(11),
    run.state.replaceAll('-', ' ').padEnd(20),
    percent.padStart(5),
    plain(run.message ?? ''),
  ]
    .join('  ')
    .trimEnd();
}

/**
 * Whether a run is on its way through a state that it leaves within milliseconds when all is well: claiming, reporting,
 * and asking the backend again in every job after the first.
 */
function isPassing(run: RunSummary): boolean {
  return (
    run.state === 'claiming' || run.state === 'reporting' || (run.state === 'working' && run.jobCount > 1)
  );
}

/**
 * Prints a line for each step of each run, from now on: after every change the run is read again, and printed when
 * state, percentage or message differ from its last line. A passing state is printed only when the run is still there
 * after `passingMs`. Answers a function that ends the report.
 */
export function reportPractice(
  runtime: Runtime,
  print: (line: string) => void,
  { now = () => new Date(), passingMs = 1000 }: { now?: () => Date; passingMs?: number } = {},
): () => void {
  const lastSteps = new Map<string, string>();
  const reading = new Set<string>();
  const readAgain = new Set<string>();
  const passing = new Map<string, NodeJS.Timeout>();

  const report = async (runId: string, mayPass: boolean): Promise<void> => {
    if (reading.has(runId)) {
      readAgain.add(runId);
      return;
    }
    reading.add(runId);
    clearTimeout(passing.get(runId));
    try {
      const { run } = await runtime.getRun(runId);
      const step = [run.state, run.percentComplete, run.message].join('\n');
      if (mayPass && isPassing(run)) {
        passing.set(
          runId,
          setTimeout(() => void report(runId, false), passingMs),
        );
      } else if (lastSteps.get(runId) !== step) {
        lastSteps.set(runId, step);
        print(stepLine(run, now()));
      }
    } catch {
      // A run that cannot be read now speaks again at its next change.
    } finally {
      reading.delete(runId);
    }
    if (readAgain.delete(runId)) await report(runId, true);
  };

  const unsubscribe = runtime.subscribe((event) => {
    if (event.kind === 'run-changed') void report(event.runId, true);
  });
  return () => {
    unsubscribe();
    for (const timer of passing.values()) clearTimeout(timer);
  };
}
