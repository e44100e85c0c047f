import type { SeenJob, TimelineLine } from '#main/agent/ports.ts';
import type { ActionTypeId } from '#shared/domain/action-type.ts';
import { asClientId, asJobId, asRunId } from '#shared/domain/ids.ts';
import type { JobDetails, JobResult } from '#shared/domain/job.ts';
import { Secret } from '#shared/domain/secret.ts';

export const LOAD_TEST: ActionTypeId = {
  category: 'Test',
  owner: 'ThirdParty',
  provider: 'Northwind-LoadTest',
  version: '1',
};
export const CUSTOM: ActionTypeId = { ...LOAD_TEST, owner: 'Custom' };
export const CLIENT = asClientId('3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d');
export const NOW = 1_800_000_000_000;

export function details(jobId: string, change: Partial<JobDetails> = {}): JobDetails {
  return {
    jobId: asJobId(jobId),
    nonce: new Secret('3'),
    accountId: '111122223333',
    continuationToken: null,
    configuration: new Map([['TestName', 'checkout']]),
    pipelineContext: {
      pipelineName: 'storefront',
      stageName: 'Verify',
      actionName: 'LoadTest',
      pipelineArn: null,
      pipelineExecutionId: null,
      actionExecutionId: null,
    },
    inputArtifacts: [{ name: 'App', revision: 'r1', location: { bucket: 'b', key: 'k' } }],
    outputArtifacts: [],
    artifactCredentials: null,
    encryptionKeyId: null,
    ...change,
  };
}

export function aSeenJob(jobId: string, change: Partial<SeenJob> = {}): SeenJob {
  return {
    job: { region: 'us-east-1', protocol: 'third-party', jobId: asJobId(jobId) },
    actionTypeId: LOAD_TEST,
    processorKind: 'http',
    clientId: CLIENT,
    clientLabel: 'Fabrikam',
    details: details(jobId),
    secretKeys: new Set(),
    executionUrlTemplate: 'https://example.com/runs/{ExternalExecutionId}',
    seenAt: NOW,
    deadlineAt: NOW + 3_600_000,
    ...change,
  };
}

/** A successor job: the same action with the token its predecessor's result carried. */
export function aSuccessor(jobId: string, token: string, change: Partial<SeenJob> = {}): SeenJob {
  return aSeenJob(jobId, { details: details(jobId, { continuationToken: token }), ...change });
}

export function continueWith(token: string): Extract<JobResult, { kind: 'continue' }> {
  return {
    kind: 'continue',
    continuationToken: token,
    externalExecutionId: token,
    percentComplete: 10,
    summary: 'running',
  };
}

export const SUCCESS: JobResult = {
  kind: 'success',
  externalExecutionId: '153245',
  summary: 'passed',
  outputVariables: null,
};

export function aLine(sentence: string, change: Partial<TimelineLine> = {}): TimelineLine {
  return {
    jobId: null,
    at: NOW,
    kind: 'agent',
    operation: 'test',
    outcome: 'info',
    durationMs: null,
    sentence,
    ...change,
  };
}

export const runId = (name: string) => asRunId(`run-${name}`);
