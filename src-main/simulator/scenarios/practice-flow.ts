import { pick } from '../seeded-random.ts';
import type { Random } from '../seeded-random.ts';
import { northwindClients, thirdPartyLoadTest } from './northwind.ts';
import { orderOf } from './order.ts';
import type { ExecutionOrder, FlowPlan, RunOrder } from './scenario.ts';

type Source =
  | {
      readonly clientId: string;
      readonly region: string;
      readonly place: string;
      readonly testPlan: string;
    }
  | { readonly clientId: null; readonly region: string; readonly pipelineName: string };

const { contoso, fabrikam, tailspin, litware } = northwindClients;

const sources: readonly Source[] = [
  customer(contoso, 'us-east-1', 'checkout-service-release/LoadTest/BlackFridayProfile', 'checkout-peak'),
  customer(contoso, 'us-west-2', 'loyalty-points/LoadTest/Baseline', 'loyalty-baseline'),
  customer(fabrikam, 'us-west-2', 'shipment-tracking/PreRelease/SustainedLoad', 'tracking-soak'),
  customer(tailspin, 'us-east-1', 'storefront-web/Staging/SmokeLoad', 'catalog-smoke'),
  customer(litware, 'us-east-1', 'transfers-core/Verify/LatencyGate', 'transfers-gate'),
  own('us-east-1', 'data-platform-nightly'),
  own('us-west-2', 'payments-api'),
  own('us-west-2', 'mobile-app-android'),
];

/**
 * About three load tests a minute; one in eight fails. None of them ever needs a person. The vendor's own come
 * from executions of its pipelines, each with its own values of their variables.
 */
export const practiceFlow: FlowPlan = { averageSeconds: 20, maxUnfinished: 6, draw };

function draw(random: Random): RunOrder | ExecutionOrder {
  const source = pick(random, sources);
  const p95 = 900 + Math.floor(random() * 1500);
  const fails = random() < 1 / 8;
  const load = {
    VirtualUsers: String(50 * (1 + Math.floor(random() * 20))),
    DurationSeconds: String(5 + Math.floor(random() * 21)),
    ...(fails && {
      Outcome: 'fail',
      FailureMessage: `p95 latency ${p95.toLocaleString('en-US')} ms is above the limit of 800 ms`,
    }),
  };
  if (source.clientId === null) {
    return { region: source.region, pipelineName: source.pipelineName, variables: load };
  }
  const { region, clientId, place, testPlan } = source;
  const configuration = { TestPlan: testPlan, ...load, ApiKey: `practice-flow-${testPlan}-key` };
  return orderOf(thirdPartyLoadTest, region, place, configuration, clientId);
}

function customer(
  { clientId }: { clientId: string },
  region: string,
  place: string,
  testPlan: string,
): Source {
  return { clientId, region, place, testPlan };
}

function own(region: string, pipelineName: string): Source {
  return { clientId: null, region, pipelineName };
}
