import {
  AcknowledgeJobCommand,
  AcknowledgeThirdPartyJobCommand,
  GetJobDetailsCommand,
  GetThirdPartyJobDetailsCommand,
  PollForJobsCommand,
  PollForThirdPartyJobsCommand,
  PutJobFailureResultCommand,
  PutJobSuccessResultCommand,
  PutThirdPartyJobFailureResultCommand,
  PutThirdPartyJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { asClientId, asJobId } from '#shared/domain/ids.ts';
import type { JobResult, PolledJob } from '#shared/domain/job.ts';
import type { Secret } from '#shared/domain/secret.ts';
import { protocolOf } from '#shared/domain/action-type.ts';
import type { JobService } from '../agent/ports.ts';
import type { CodePipelineClients } from './clients.ts';
import { boundedCall } from './bounded-call.ts';
import { toJobDetails } from './job-mapping.ts';

/** Third-party calls carry the client token; that we hold none is our own fault, found before anything is sent. */
function required(clientToken: Secret | null): string {
  if (!clientToken)
    throw new ActionDeskError('aws-invalid-client-token', 'No client token is stored for this client.');
  return clientToken.reveal();
}

/**
 * An unheard claim is sent again, and has to arrive before the job is handed out anew (about 30 s): there must be time for
 * several.
 */
const ACKNOWLEDGE_TIMEOUT_MS = 5_000;

/** The members of a success result that both protocols share. */
function successMembers(result: Exclude<JobResult, { kind: 'failure' }>) {
  return {
    executionDetails: {
      externalExecutionId: result.externalExecutionId ?? undefined,
      summary: result.summary ?? undefined,
      percentComplete: result.kind === 'success' ? 100 : (result.percentComplete ?? undefined),
    },
    continuationToken: result.kind === 'continue' ? result.continuationToken : undefined,
  };
}

function failureMembers(result: Extract<JobResult, { kind: 'failure' }>) {
  return {
    failureDetails: {
      type: result.type,
      message: result.message,
      externalExecutionId: result.externalExecutionId ?? undefined,
    },
  };
}

/**
 * The agent's port to CodePipeline, spoken through the AWS SDK.
 * Source of the order and meaning of the calls: the job worker operations of the CodePipeline API reference.
 */
export function createJobService(clients: CodePipelineClients): JobService {
  const timeoutMs = clients.callTimeoutMs;
  return {
    async poll(cell, maxJobs, signal) {
      const client = clients.of(cell.region);
      const input = { actionTypeId: cell.actionTypeId, maxBatchSize: maxJobs };
      const bounds = { timeoutMs, signal, secrets: [] };
      if (protocolOf(cell.actionTypeId) === 'third-party') {
        const answer = await boundedCall('PollForThirdPartyJobs', bounds, (options) =>
          client.send(new PollForThirdPartyJobsCommand(input), options),
        );
        return (answer.jobs ?? []).flatMap((job): PolledJob[] =>
          job.jobId && job.clientId
            ? [{ protocol: 'third-party', jobId: asJobId(job.jobId), clientId: asClientId(job.clientId) }]
            : [],
        );
      }
      const answer = await boundedCall('PollForJobs', bounds, (options) =>
        client.send(new PollForJobsCommand(input), options),
      );
      return (answer.jobs ?? []).flatMap((job): PolledJob[] =>
        job.id
          ? [
              {
                protocol: 'custom',
                jobId: asJobId(job.id),
                details: toJobDetails({
                  id: job.id,
                  nonce: job.nonce,
                  accountId: job.accountId,
                  data: job.data,
                }),
              },
            ]
          : [],
      );
    },

    async details(job, clientToken) {
      const client = clients.of(job.region);
      const bounds = { timeoutMs, secrets: [clientToken] };
      if (job.protocol === 'third-party') {
        const input = { jobId: job.jobId, clientToken: required(clientToken) };
        const { jobDetails } = await boundedCall('GetThirdPartyJobDetails', bounds, (options) =>
          client.send(new GetThirdPartyJobDetailsCommand(input), options),
        );
        return toJobDetails({
          id: job.jobId,
          nonce: jobDetails?.nonce,
          accountId: undefined,
          data: jobDetails?.data,
        });
      }
      const { jobDetails } = await boundedCall('GetJobDetails', bounds, (options) =>
        client.send(new GetJobDetailsCommand({ jobId: job.jobId }), options),
      );
      return toJobDetails({
        id: job.jobId,
        nonce: undefined,
        accountId: jobDetails?.accountId,
        data: jobDetails?.data,
      });
    },

    async acknowledge(job, nonce, clientToken) {
      const client = clients.of(job.region);
      const bounds = {
        timeoutMs: Math.min(timeoutMs, ACKNOWLEDGE_TIMEOUT_MS),
        secrets: [clientToken, nonce],
      };
      const input = { jobId: job.jobId, nonce: nonce.reveal() };
      if (job.protocol === 'third-party') {
        const withToken = { ...input, clientToken: required(clientToken) };
        const answer = await boundedCall('AcknowledgeThirdPartyJob', bounds, (options) =>
          client.send(new AcknowledgeThirdPartyJobCommand(withToken), options),
        );
        return answer.status ?? 'Dispatched';
      }
      const answer = await boundedCall('AcknowledgeJob', bounds, (options) =>
        client.send(new AcknowledgeJobCommand(input), options),
      );
      return answer.status ?? 'Dispatched';
    },

    async putResult(job, result, clientToken) {
      const client = clients.of(job.region);
      const bounds = { timeoutMs, secrets: [clientToken] };
      const jobId = job.jobId;
      if (job.protocol === 'third-party') {
        const common = { jobId, clientToken: required(clientToken) };
        if (result.kind === 'failure') {
          const input = { ...common, ...failureMembers(result) };
          await boundedCall('PutThirdPartyJobFailureResult', bounds, (options) =>
            client.send(new PutThirdPartyJobFailureResultCommand(input), options),
          );
        } else {
          const input = { ...common, ...successMembers(result) };
          await boundedCall('PutThirdPartyJobSuccessResult', bounds, (options) =>
            client.send(new PutThirdPartyJobSuccessResultCommand(input), options),
          );
        }
        return;
      }
      if (result.kind === 'failure') {
        const input = { jobId, ...failureMembers(result) };
        await boundedCall('PutJobFailureResult', bounds, (options) =>
          client.send(new PutJobFailureResultCommand(input), options),
        );
      } else {
        const outputVariables = result.kind === 'success' ? (result.outputVariables ?? undefined) : undefined;
        const input = { jobId, ...successMembers(result), outputVariables };
        await boundedCall('PutJobSuccessResult', bounds, (options) =>
          client.send(new PutJobSuccessResultCommand(input), options),
        );
      }
    },
  };
}
