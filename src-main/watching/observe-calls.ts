import { actionTypeKey, protocolOf, type JobProtocol } from '#shared/domain/action-type.ts';
import { toActionDeskError, type ActionDeskError } from '#shared/domain/errors.ts';
import type { Clock, JobService, Processor, WorkAnswer } from '../agent/ports.ts';
import type { CallOutcome, ClaimOutcome, Tell } from './sighting.ts';

/** AWS's own name of the operation, by protocol. */
function operationOf(before: string, protocol: JobProtocol, after: string): string {
  return `${before}${protocol === 'third-party' ? 'ThirdPartyJob' : 'Job'}${after}`;
}

function claimOutcomeOf(error: ActionDeskError): ClaimOutcome {
  switch (error.code) {
    case 'aws-invalid-nonce':
      return 'lost';
    case 'aws-invalid-client-token':
      return 'token-refused';
    case 'aws-job-not-found':
    case 'aws-invalid-job':
    case 'aws-invalid-job-state':
      return 'over';
    case 'unreachable':
      return 'uncertain';
    default:
      return 'refused';
  }
}

/** The same service; every call is told with its duration and outcome. What it answers or throws passes unchanged. */
export function observeJobs(service: JobService, tell: Tell, clock: Clock): JobService {
  interface Timed {
    region: string;
    operation: string;
    signal?: AbortSignal;
    onError?: (error: ActionDeskError, outcome: CallOutcome) => void;
  }

  async function timed<T>({ region, operation, signal, onError }: Timed, send: () => Promise<T>): Promise<T> {
    const from = clock.monotonicMs();
    const told = (outcome: CallOutcome): void =>
      tell({ kind: 'call', region, operation, outcome, seconds: (clock.monotonicMs() - from) / 1000 });
    try {
      const answer = await send();
      told('ok');
      return answer;
    } catch (thrown) {
      const error = toActionDeskError(thrown);
      const outcome = signal?.aborted ? 'given-up' : error.code;
      told(outcome);
      onError?.(error, outcome);
      throw thrown;
    }
  }

  return {
    async poll(cell, maxJobs, signal) {
      const { region } = cell;
      const actionType = actionTypeKey(cell.actionTypeId);
      const operation = operationOf('PollFor', protocolOf(cell.actionTypeId), 's');
      const poll = { kind: 'poll', region, actionType } as const;
      const onError = (error: ActionDeskError, outcome: CallOutcome): void =>
        tell({ ...poll, outcome, jobs: 0, message: error.message });
      const jobs = await timed({ region, operation, signal, onError }, () =>
        service.poll(cell, maxJobs, signal),
      );
      tell({ ...poll, outcome: 'ok', jobs: jobs.length, message: null });
      return jobs;
    },
    details: (job, token) =>
      timed({ region: job.region, operation: operationOf('Get', job.protocol, 'Details') }, () =>
        service.details(job, token),
      ),
    async acknowledge(job, nonce, token) {
      const { region } = job;
      const operation = operationOf('Acknowledge', job.protocol, '');
      const onError = (error: ActionDeskError): void =>
        tell({ kind: 'claim', region, outcome: claimOutcomeOf(error) });
      const status = await timed({ region, operation, onError }, () =>
        service.acknowledge(job, nonce, token),
      );
      tell({ kind: 'claim', region, outcome: status === 'InProgress' ? 'claimed' : 'over' });
      return status;
    },
    putResult(job, result, token) {
      const kind = result.kind === 'failure' ? 'FailureResult' : 'SuccessResult';
      const call = { region: job.region, operation: operationOf('Put', job.protocol, kind) };
      return timed(call, () => service.putResult(job, result, token));
    },
  };
}

/** The same processor; every call to the backend is told, with `threw` for one that broke its contract. */
export function observeProcessor(processor: Processor, tell: Tell, clock: Clock): Processor {
  async function timed(operation: string, ask: () => Promise<WorkAnswer>): Promise<WorkAnswer> {
    const from = clock.monotonicMs();
    const told = (outcome: string): void => {
      const seconds = (clock.monotonicMs() - from) / 1000;
      tell({ kind: 'backend', processor: processor.kind, operation, outcome, seconds });
    };
    try {
      const answer = await ask();
      told(answer.kind === 'state' ? 'answered' : answer.kind);
      return answer;
    } catch (thrown) {
      told('threw');
      throw thrown;
    }
  }

  return {
    kind: processor.kind,
    ...(processor.whyNotCancel === undefined ? {} : { whyNotCancel: processor.whyNotCancel }),
    start: (...asked) => timed('start', () => processor.start(...asked)),
    status: (...asked) => timed('status', () => processor.status(...asked)),
    cancel: (...asked) => timed('cancel', () => processor.cancel(...asked)),
  };
}
