import type { Processor } from '../agent/ports.ts';

/** Runs of a manual action type are done by people: nothing is started, asked or cancelled. */
export function createManualProcessor(): Processor {
  const nothing = () =>
    Promise.resolve({ kind: 'unavailable' as const, message: 'A person does this work.', httpStatus: null });
  return { kind: 'manual', start: nothing, status: nothing, cancel: nothing };
}
