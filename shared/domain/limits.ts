/**
 * Lengths that CodePipeline enforces on what a job worker sends.
 * Source: the shapes of the CodePipeline API reference (JobWorker operations), API version 2015-07-09.
 */
export const LIMITS = {
  continuationToken: 2048,
  summary: 2048,
  failureMessage: 5000,
  externalExecutionId: 1500,
  clientToken: 256,
  nonce: 50,
  jobId: 512,
  /** Bytes of all names and values together. Source: quotas of the CodePipeline user guide. */
  outputVariables: 122_880,
} as const;

const CUT_MARK = ' … [cut]';

/** Shortens text to `max` UTF-16 units and says so at its end; never splits a surrogate pair. */
export function cutTo(max: number, text: string): string {
  if (text.length <= max) return text;
  let end = max - CUT_MARK.length;
  const last = text.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) end -= 1;
  return text.slice(0, end) + CUT_MARK;
}
