import { toActionDeskError } from '#shared/domain/errors.ts';
import { readWorkAnswer } from './decide/work-answer.ts';
import type { WorkAnswer } from './ports.ts';

const unavailable = (message: string): WorkAnswer => ({ kind: 'unavailable', message, httpStatus: null });

/**
 * One call to a processor, held to its contract: whatever it throws, answers or leaves unanswered until the signal comes is
 * an `unavailable`, so that every path out of the call ends in a report.
 */
export async function askProcessor(call: () => Promise<unknown>, signal: AbortSignal): Promise<WorkAnswer> {
  let onAbort = (): void => undefined;
  const givenUp = new Promise<WorkAnswer>((resolve) => {
    onAbort = () => resolve(unavailable('The processor gave no answer in time.'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
  // An async function turns what is thrown at once into a rejection.
  const asked = (async () => {
    const answer = readWorkAnswer(await call());
    return answer ?? unavailable('The processor answered something that is none of its answers.');
  })();
  try {
    return await Promise.race([asked, givenUp]);
  } catch (thrown) {
    return unavailable(`The processor failed: ${toActionDeskError(thrown).message || 'it gave no reason'}`);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
