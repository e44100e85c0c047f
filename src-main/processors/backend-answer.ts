import { z } from 'zod';
import { FAILURE_TYPES } from '#shared/domain/job.ts';
import { LIMITS, cutTo } from '#shared/domain/limits.ts';
import type { WorkState } from '../agent/ports.ts';

/**
 * The JSON that a backend answers to start, status and cancel (README, "HTTP processor"). Unknown members are ignored, so
 * that a backend may say more; a number is taken as an id, since many backends count.
 */
const answerSchema = z.object({
  externalExecutionId: z.union([z.string().min(1), z.number().int()]).transform(String),
  status: z.enum(['running', 'succeeded', 'failed']),
  percentComplete: z.number().optional(),
  summary: z.string().optional(),
  failure: z.object({ type: z.enum(FAILURE_TYPES).catch('JobFailed'), message: z.string() }).optional(),
  outputVariables: z.record(z.string(), z.string()).optional(),
});

/** The work's state cut to CodePipeline's limits, or one sentence on what is wrong with the answer. */
export function readBackendAnswer(body: string): { state: WorkState } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { problem: 'The backend answered something that is not JSON.' };
  }
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return {
      problem: `The backend's answer is off at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'unknown'}.`,
    };
  }
  const given = parsed.data;
  if (given.externalExecutionId.length > LIMITS.externalExecutionId) {
    return {
      problem: `The backend's externalExecutionId is longer than ${LIMITS.externalExecutionId} characters.`,
    };
  }
  const percent = given.percentComplete;
  return {
    state: {
      externalExecutionId: given.externalExecutionId,
      status: given.status,
      percentComplete: percent === undefined ? null : Math.min(100, Math.max(0, Math.round(percent))),
      summary: given.summary === undefined ? null : cutTo(LIMITS.summary, given.summary),
      failure: given.failure
        ? { type: given.failure.type, message: cutTo(LIMITS.failureMessage, given.failure.message) }
        : null,
      outputVariables: given.outputVariables ?? null,
    },
  };
}

/** The backend's own words for a refusal: its `message` member, or the beginning of a plain text. */
export function readRefusal(body: string, httpStatus: number): string {
  try {
    const json = z.object({ message: z.string().min(1) }).safeParse(JSON.parse(body));
    if (json.success) return cutTo(LIMITS.failureMessage, json.data.message);
  } catch {
    // Not JSON: fall through to the text itself.
  }
  const text = body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text ? cutTo(500, text) : `The backend refused with HTTP status ${httpStatus}.`;
}
