import type { UnmatchedClient } from '#shared/domain/client.ts';

const least = (times: readonly number[]): number | null => (times.length > 0 ? Math.min(...times) : null);

/** When the longest waiting job was polled. */
export function waitingSince(client: UnmatchedClient): number | null {
  return least(client.runs.map((run) => run.polledAt));
}

/** The nearest known deadline of the waiting jobs. */
export function firstDeadline(client: UnmatchedClient): number | null {
  return least(client.runs.flatMap((run) => run.deadlineAt ?? []));
}
