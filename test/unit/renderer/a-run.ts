import type { RunDetail, RunSummary } from '#shared/domain/run.ts';

/** A third-party run that the agent works on; every field may be replaced. */
export function aRun(change: Partial<RunSummary> = {}): RunSummary {
  return {
    runId: '0d0f2c58-5a0d-4c5e-9d3b-1f0a64a6b001',
    region: 'us-east-1',
    protocol: 'third-party',
    actionTypeId: { category: 'Test', owner: 'ThirdParty', provider: 'Northwind-LoadTest', version: '1' },
    processorKind: 'http',
    clientId: '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d',
    clientLabel: 'Kestrel Retail',
    accountId: null,
    pipelineName: 'storefront',
    stageName: 'Verify',
    actionName: 'PeakLoad',
    state: 'working',
    heldBy: 'agent',
    attempt: 1,
    externalExecutionId: '153245',
    executionUrl: 'https://console.example.com/runs/153245',
    percentComplete: 40,
    message: 'Ramp-up',
    failureType: null,
    currentJobId: 'job-2',
    jobCount: 2,
    deadlineAt: 1_700_003_600_000,
    jobPolledAt: 1_700_000_000_000,
    backendUnreachableSince: null,
    claimingSince: null,
    pendingResult: null,
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_100_000,
    finishedAt: null,
    ...change,
  };
}

/** The detail of `aRun(change)` with two jobs and no timeline. */
export function aRunDetail(change: Partial<RunSummary> = {}, detail: Partial<RunDetail> = {}): RunDetail {
  const job = {
    state: 'claimed' as const,
    polledAt: 1_700_000_000_000,
    acknowledgedAt: 1_700_000_000_300,
    answeredAt: null,
    deadlineAt: null,
    continuationToken: null,
  };
  return {
    run: aRun(change),
    pipelineArn: null,
    pipelineExecutionId: null,
    actionExecutionId: null,
    continuationToken: '153245',
    configuration: [],
    inputArtifacts: [],
    outputArtifacts: [],
    encryptionKeyId: null,
    jobs: [
      { ...job, jobId: 'job-1', sequence: 1 },
      { ...job, jobId: 'job-2', sequence: 2 },
    ],
    timeline: [],
    pendingResult: null,
    ...detail,
  };
}
