import { expect } from '@playwright/test';
import type { Ledger, LedgerJob } from '../support/simulator.ts';

/** One of the two protocols, with what AWS calls its operations and whether its jobs belong to a client. */
export interface JobKind {
  readonly protocol: 'third-party' | 'custom';
  readonly owner: 'ThirdParty' | 'Custom';
  readonly acknowledge: string;
  readonly success: string;
  readonly failure: string;
  /** What a protected environment wants typed out. */
  readonly typedName: string;
}

export const jobKinds: readonly JobKind[] = [
  {
    protocol: 'third-party',
    owner: 'ThirdParty',
    acknowledge: 'AcknowledgeThirdPartyJob',
    success: 'PutThirdPartyJobSuccessResult',
    failure: 'PutThirdPartyJobFailureResult',
    typedName: 'Contoso Retail',
  },
  {
    protocol: 'custom',
    owner: 'Custom',
    acknowledge: 'AcknowledgeJob',
    success: 'PutJobSuccessResult',
    failure: 'PutJobFailureResult',
    typedName: 'storefront-release',
  },
];

/** A run that was ordered at the simulator and that the console knows. */
export interface OrderedRun {
  readonly runId: string;
  readonly jobId: string;
  readonly chainId: string;
}

/** A call as a dialog shows it. */
export interface ShownCall {
  readonly operation: string;
  readonly parameters: {
    readonly jobId?: string;
    readonly continuationToken?: string;
    readonly executionDetails?: Partial<LedgerJob['results'][number]>;
    readonly failureDetails?: LedgerJob['results'][number]['failureDetails'];
    readonly outputVariables?: Record<string, string>;
  };
}

/** The entry that CodePipeline's ledger has when exactly this call was made and accepted. */
export function asAccepted(
  { operation, parameters }: ShownCall | undefined = { operation: 'none', parameters: {} },
): object {
  const { continuationToken, executionDetails, failureDetails, outputVariables } = parameters;
  const given = { continuationToken, ...executionDetails, failureDetails, outputVariables };
  return { at: expect.any(Number), operation, accepted: true, ...given };
}

/** What became of a run at CodePipeline and at the backend, by the simulator's ledger. */
export interface Truth {
  readonly jobs: readonly LedgerJob[];
  readonly results: readonly LedgerJob['results'][number][];
  readonly final: Ledger['chains'][number]['final'] | undefined;
  readonly work: readonly Ledger['backend'][number][];
}

/** Reads a call as the dialog writes it: the operation, and its parameters as JSON. */
export function parseCall(text: string): ShownCall {
  const [, operation = '', parameters = ''] = /^(.*?)\s*(\{.*)$/s.exec(text) ?? [];
  return { operation, parameters: JSON.parse(parameters) as ShownCall['parameters'] };
}

/** What is true of the run by that ledger. */
export function truthOf({ runId, chainId }: OrderedRun, ledger: Ledger): Truth {
  const jobs = ledger.jobs.filter((job) => job.chainId === chainId);
  return {
    jobs,
    results: jobs.flatMap(({ results }) => results),
    final: ledger.chains.find((chain) => chain.chainId === chainId)?.final,
    work: ledger.backend.filter(({ idempotencyKey }) => idempotencyKey.startsWith(runId)),
  };
}
