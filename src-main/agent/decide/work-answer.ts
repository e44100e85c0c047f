import type { WorkAnswer } from '../ports.ts';

const STATUSES: ReadonlySet<unknown> = new Set(['running', 'succeeded', 'failed']);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';

/**
 * A processor's answer, or null where it is none: a processor with a bug must not break the run off at a place where nothing
 * would be reported.
 */
export function readWorkAnswer(given: unknown): WorkAnswer | null {
  if (!isRecord(given)) return null;
  if (given['kind'] === 'rejected' || given['kind'] === 'unavailable')
    return typeof given['message'] === 'string' ? (given as unknown as WorkAnswer) : null;
  const state = given['state'];
  if (given['kind'] !== 'state' || !isRecord(state)) return null;
  const { externalExecutionId: id, status, percentComplete, summary, failure, outputVariables } = state;
  const sound =
    typeof id === 'string' &&
    id.length > 0 &&
    STATUSES.has(status) &&
    (percentComplete === null || typeof percentComplete === 'number') &&
    isTextOrNull(summary) &&
    (failure === null || (isRecord(failure) && typeof failure['message'] === 'string')) &&
    (outputVariables === null ||
      (isRecord(outputVariables) &&
        Object.values(outputVariables).every((text) => typeof text === 'string')));
  return sound ? (given as unknown as WorkAnswer) : null;
}
