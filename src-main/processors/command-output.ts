import { open } from 'node:fs/promises';
import { z } from 'zod';
import { FAILURE_TYPES, type FailureType } from '#shared/domain/job.ts';
import { LIMITS, cutTo } from '#shared/domain/limits.ts';

const CHUNK_BYTES = 64 * 1024;

/** No report is this long: what goes on longer is passed over up to its end. */
const LONGEST_LINE_BYTES = 64 * 1024;

const STDERR_BYTES = 8 * 1024;
const STDERR_LINES = 20;

/** One line of a program's standard output. Unknown members are ignored, so that a program may say more. */
const lineSchema = z.object({
  status: z.enum(['running', 'succeeded', 'failed']).optional(),
  percentComplete: z.number().optional(),
  summary: z.string().optional(),
  externalExecutionId: z
    .union([z.string().min(1).max(LIMITS.externalExecutionId), z.number().int().transform(String)])
    .optional(),
  outputVariables: z.record(z.string(), z.string()).optional(),
  failure: z.object({ type: z.enum(FAILURE_TYPES).catch('JobFailed'), message: z.string() }).optional(),
});

/** What a program has reported so far: of each member the last word, of the external execution id the first. */
export interface CommandReport {
  saysFailed: boolean;
  percentComplete: number | null;
  summary: string | null;
  externalExecutionId: string | null;
  outputVariables: Record<string, string> | null;
  failure: { type: FailureType; message: string } | null;
  /** Lines that were reports, and lines that were not. */
  understood: number;
  ignored: number;
}

function takeLine(report: CommandReport, line: string): CommandReport {
  if (line.trim() === '') return report;
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { ...report, ignored: report.ignored + 1 };
  }
  const parsed = lineSchema.safeParse(json);
  if (!parsed.success) return { ...report, ignored: report.ignored + 1 };
  const { status, percentComplete, summary, externalExecutionId, outputVariables, failure } = parsed.data;
  return {
    saysFailed: status === undefined ? report.saysFailed : status === 'failed',
    percentComplete:
      percentComplete === undefined
        ? report.percentComplete
        : Math.min(100, Math.max(0, Math.round(percentComplete))),
    summary: summary === undefined ? report.summary : cutTo(LIMITS.summary, summary),
    externalExecutionId: report.externalExecutionId ?? externalExecutionId ?? null,
    outputVariables: outputVariables ?? report.outputVariables,
    failure: failure
      ? { type: failure.type, message: cutTo(LIMITS.failureMessage, failure.message) }
      : report.failure,
    understood: report.understood + 1,
    ignored: report.ignored,
  };
}

/** Reads a growing file of reports, each byte once; a reader made after a restart begins at the front. */
export interface OutputReader {
  /** `finished`: the program has ended, so a last line without its end counts too. No file yet means no report yet. */
  read(finished: boolean): Promise<CommandReport>;
}

export function createOutputReader(file: string): OutputReader {
  let report: CommandReport = {
    ...{ saysFailed: false, percentComplete: null, summary: null, externalExecutionId: null },
    ...{ outputVariables: null, failure: null, understood: 0, ignored: 0 },
  };
  let offset = 0;
  let begun = Buffer.alloc(0);
  let passingOver = false;

  function take(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([begun, chunk.subarray(from, end)]);
      if (!passingOver) report = takeLine(report, line.toString('utf8'));
      passingOver = false;
      begun = Buffer.alloc(0);
      from = end + 1;
    }
    if (!passingOver) begun = Buffer.concat([begun, chunk.subarray(from)]);
    if (begun.length > LONGEST_LINE_BYTES) {
      passingOver = true;
      begun = Buffer.alloc(0);
      report = { ...report, ignored: report.ignored + 1 };
    }
  }

  return {
    async read(finished) {
      const source = await open(file, 'r').catch(() => null);
      if (!source) return report;
      try {
        const chunk = Buffer.alloc(CHUNK_BYTES);
        for (;;) {
          const { bytesRead } = await source.read(chunk, 0, CHUNK_BYTES, offset);
          if (bytesRead === 0) break;
          offset += bytesRead;
          take(chunk.subarray(0, bytesRead));
        }
      } finally {
        await source.close();
      }
      if (finished && begun.length > 0) take(Buffer.from('\n'));
      return report;
    },
  };
}

/** The last lines of a program's standard error without control characters; empty where it said nothing. */
export async function lastWords(file: string): Promise<string> {
  const source = await open(file, 'r').catch(() => null);
  if (!source) return '';
  try {
    const { size } = await source.stat();
    const from = Math.max(0, size - STDERR_BYTES);
    const { buffer, bytesRead } = await source.read(Buffer.alloc(STDERR_BYTES), 0, STDERR_BYTES, from);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    // What was cut at the front is no whole line, and half a secret could not be found in it.
    const whole = from === 0 ? text : text.slice(text.indexOf('\n') + 1);
    const printable = whole.replaceAll(/\u001b\[[0-9;]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
    return printable.trim().split('\n').slice(-STDERR_LINES).join('\n');
  } finally {
    await source.close();
  }
}
