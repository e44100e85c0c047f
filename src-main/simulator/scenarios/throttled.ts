import type { Fault } from '../faults.ts';
import { bareScenario } from './bare.ts';
import { customLoadTest } from './northwind.ts';
import { orderOf } from './order.ts';
import type { Scenario } from './scenario.ts';

/** Every call that a worker makes is throttled now and then; a job is never harmed by it. */
export const throttledScenario: Scenario = {
  ...bareScenario,
  name: 'throttled',
  summary:
    'a dozen jobs, and three calls in ten are answered with ThrottlingException until the faults are removed',
  past: Array.from({ length: 12 }, (_, at) => ({
    secondsAgo: 12 - at,
    event: {
      kind: 'order',
      order: orderOf(customLoadTest, 'us-east-1', `web-release-${at + 1}/LoadTest/Gate`, {
        TestPlan: 'checkout-peak',
        VirtualUsers: '100',
        DurationSeconds: '5',
      }),
    },
  })),
  faults: ['PollFor*', 'Get*', 'Acknowledge*', 'Put*'].map(throttling),
};

function throttling(operation: string): Fault {
  return {
    operation,
    kind: 'error',
    region: null,
    errorType: 'ThrottlingException',
    status: null,
    body: null,
    ms: 0,
    times: null,
    probability: 0.3,
  };
}
