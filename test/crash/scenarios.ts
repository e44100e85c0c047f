import { actionTypes, contoso, type JobOrder } from '#test/support/simulator.ts';

/** One run of the vendor's action that the agent is killed in. */
export interface CrashScenario {
  readonly name: string;
  readonly order: JobOrder;
  readonly processor: 'http' | 'command';
  readonly intended: 'succeeded' | 'failed';
  /** How often the work is begun at the backend: never, where the backend refuses the order. */
  readonly works: 0 | 1;
  /** Ordered at the simulator before the run, each for the first call of its operation. */
  readonly faults?: readonly {
    operation: string;
    kind: 'error' | 'drop-response';
    errorType?: string;
    status?: number;
  }[];
  /** Takes ten times as long as others: drawn a tenth as often. */
  readonly slow?: true;
}

/** Simulated seconds of the backend's work. It ends when the harness skips them, after a successor was answered. */
export const WORK_SECONDS = 300;

const plan = { TestPlan: 'checkout-peak', DurationSeconds: String(WORK_SECONDS) };
const failing = { ...plan, Outcome: 'fail', FailureMessage: 'p95 latency 2,310 ms is above 800 ms' };
const thirdParty = { clientId: contoso.clientId, actionTypeId: actionTypes.thirdParty };
const custom = { actionTypeId: actionTypes.custom };

/** Both protocols with both processors, both ends of the work, an order that the backend refuses, and calls that go wrong beside the kills. */
export const crashScenarios: readonly CrashScenario[] = [
  {
    name: 'third-party http success',
    order: { ...thirdParty, configuration: plan, outputArtifacts: ['Report'] },
    processor: 'http',
    intended: 'succeeded',
    works: 1,
  },
  {
    name: 'custom http success',
    order: { ...custom, configuration: plan },
    processor: 'http',
    intended: 'succeeded',
    works: 1,
  },
  {
    name: 'third-party http failure',
    order: { ...thirdParty, configuration: failing },
    processor: 'http',
    intended: 'failed',
    works: 1,
  },
  {
    name: 'custom http failure',
    order: { ...custom, configuration: failing },
    processor: 'http',
    intended: 'failed',
    works: 1,
  },
  {
    name: 'custom http refused order',
    order: { ...custom, configuration: { DurationSeconds: '1' } },
    processor: 'http',
    intended: 'failed',
    works: 0,
  },
  {
    name: 'custom http overtaken claim',
    order: { ...custom, configuration: plan },
    processor: 'http',
    intended: 'succeeded',
    works: 1,
    faults: [
      { operation: 'AcknowledgeJob', kind: 'error', errorType: 'InvalidNonceException' },
      { operation: 'PutJobSuccessResult', kind: 'drop-response' },
    ],
  },
  {
    name: 'third-party http troubled claims',
    order: { ...thirdParty, configuration: plan },
    processor: 'http',
    intended: 'succeeded',
    works: 1,
    faults: [
      { operation: 'GetThirdPartyJobDetails', kind: 'error', errorType: 'InternalFailure', status: 500 },
      { operation: 'AcknowledgeThirdPartyJob', kind: 'drop-response' },
      { operation: 'PutThirdPartyJobSuccessResult', kind: 'drop-response' },
    ],
  },
  {
    name: 'custom command success',
    order: { ...custom, configuration: { Question: 'Does it go on?' } },
    processor: 'command',
    intended: 'succeeded',
    works: 1,
  },
  {
    name: 'custom command failure',
    order: { ...custom, configuration: { Question: 'Does it fail?' } },
    processor: 'command',
    intended: 'failed',
    works: 1,
  },
  {
    name: 'third-party command success with an upload',
    order: { ...thirdParty, configuration: plan, outputArtifacts: ['Report'] },
    processor: 'command',
    intended: 'succeeded',
    works: 1,
  },
  {
    name: 'third-party http throttled',
    order: { ...thirdParty, configuration: plan },
    processor: 'http',
    intended: 'succeeded',
    works: 1,
    faults: [
      { operation: 'GetThirdPartyJobDetails', kind: 'error', errorType: 'ThrottlingException' },
      { operation: 'PutThirdPartyJobSuccessResult', kind: 'error', errorType: 'ThrottlingException' },
    ],
    slow: true,
  },
];
