import { protocolOf, type ActionTypeId } from '#shared/domain/action-type.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import { asJobId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import type { JobService } from '../agent/ports.ts';

/** A well-formed job id that no service hands out. */
const NO_JOB = asJobId('00000000-0000-4000-8000-000000000000');

/**
 * Asks for the details of a job that does not exist: that the service says so proves endpoint, signature and permission
 * without taking a real job off the queue, as a poll would.
 */
export async function probeRegion(
  jobs: Pick<JobService, 'details'>,
  region: string,
  actionTypeId: ActionTypeId,
): Promise<{ region: string; ok: boolean; sentence: string }> {
  const protocol = protocolOf(actionTypeId);
  const operation = protocol === 'custom' ? 'GetJobDetails' : 'GetThirdPartyJobDetails';
  try {
    await jobs.details({ region, protocol, jobId: NO_JOB }, new Secret('connection-test'));
    return { region, ok: true, sentence: `${operation} was answered.` };
  } catch (thrown) {
    const error = toActionDeskError(thrown);
    const answered = [
      'aws-job-not-found',
      'aws-invalid-client-token',
      'aws-invalid-job',
      'aws-validation',
    ].includes(error.code);
    return answered
      ? { region, ok: true, sentence: `CodePipeline answered; ${operation} is allowed.` }
      : { region, ok: false, sentence: error.message };
  }
}
